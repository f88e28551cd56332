import { Link, useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Count } from '../parts/badge.tsx'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { PlaceLink } from '../parts/place-link.tsx'
import { SearchBox } from '../parts/search-box.tsx'
import { Footer, type FooterProps } from './footer.tsx'
import type { NavEntry } from './navigation.ts'
import { SkipLink } from './skip-link.tsx'
import { type Brand, Wordmark } from './wordmark.tsx'

export interface StorefrontLabels {
	skip: string
	menu: string
	categories: string
	search: string
	/** The cart with its count in words: "Cart, 3 lines". */
	cart: string
	cartShort: string
}

type StorefrontShellProps = {
	brand: Brand
	labels: StorefrontLabels
	categories: readonly NavEntry[]
	search: { action: string; value?: string; suggestions?: ReactNode }
	cart: { href: string; count: number } | null
	/** The ship-to picker. */
	shipTo?: ReactNode
	/** The account menu, or the way to sign in. */
	account: ReactNode
	/** Acting on behalf, maintenance: above everything. */
	banner?: ReactNode
	/** Further links for the phone's menu: quick order, lists, orders. */
	links?: readonly NavEntry[]
	footer: FooterProps
	children: ReactNode
}

export function StorefrontShell(props: StorefrontShellProps) {
	const { brand, labels, search, cart, shipTo, account, banner, links = [], footer, children } = props
	return (
		<div className="flex min-h-dvh flex-col">
			<SkipLink label={labels.skip} />
			{/* The banner belongs to the head of the page for whoever listens, and stays in sight for whoever looks: hence a head without a box. */}
			<header className="contents">
				{banner ? <div className="sticky top-0 z-40 print:static">{banner}</div> : null}
				<div className="border-b border-rule bg-ground print:border-0">
					<div className="mx-auto flex max-w-page items-center gap-2 px-4 py-3 sm:gap-3 sm:px-8 md:gap-6 md:py-4">
						<MobileMenu {...props} />
						<Wordmark brand={brand} />
						<SearchBox
							action={search.action}
							label={labels.search}
							defaultValue={search.value}
							suggestions={search.suggestions}
							shortcut
							className="hidden min-w-0 flex-1 md:block"
						/>
						<div className="ml-auto flex shrink-0 items-center gap-1 md:ml-0 print:hidden">
							{shipTo ? <div className="hidden lg:block">{shipTo}</div> : null}
							{account}
							{cart ? <CartLink cart={cart} labels={labels} /> : null}
						</div>
					</div>
					<div className="px-4 pb-3 md:hidden print:hidden">
						<SearchBox action={search.action} label={labels.search} defaultValue={search.value} suggestions={search.suggestions} />
					</div>
					<CategoryNav {...props} />
				</div>
			</header>
			<main id="main" tabIndex={-1} className="mx-auto w-full max-w-page flex-1 px-4 outline-none sm:px-8">
				{children}
			</main>
			<Footer {...footer} columns={footer.columns ?? (links.length > 0 ? [{ title: brand.name, links }] : [])} />
		</div>
	)
}

function CartLink({ cart, labels }: { cart: { href: string; count: number }; labels: StorefrontLabels }) {
	return (
		<Link to={cart.href} className="relative -mr-2 flex h-10 items-center gap-1.5 rounded-md px-2 text-sm font-medium hover:bg-sunken">
			<Icon name="cart" />
			<span className="sr-only">{labels.cart}</span>
			<span aria-hidden="true" className="flex items-center gap-1.5">
				<span className="hidden sm:inline">{labels.cartShort}</span>
				{cart.count > 0 ? <Count>{cart.count}</Count> : null}
			</span>
		</Link>
	)
}

function CategoryNav({ categories, links = [], labels }: StorefrontShellProps) {
	const look = ({ isActive }: { isActive: boolean }) =>
		cn('flex h-11 items-center border-b-2 outline-offset-[-2px]', isActive ? 'border-accent text-ink' : 'border-transparent text-ink-soft hover:text-ink')
	return (
		<nav aria-label={labels.categories} className="mx-auto hidden max-w-page px-8 text-sm font-medium md:block print:hidden">
			<ul className="flex flex-wrap gap-x-6">
				{categories.map((entry) => (
					<li key={entry.href}>
						<PlaceLink to={entry.href} end={entry.end ?? false} prefetch="intent" className={look}>
							{entry.label}
						</PlaceLink>
					</li>
				))}
				{links.length > 0 ? (
					// Where both do not fit on one line, the person's own menu holds these.
					<li className="ml-auto hidden lg:block">
						<ul className="flex gap-x-6">
							{links.map((entry) => (
								<li key={entry.href}>
									<PlaceLink to={entry.href} end={entry.end ?? false} className={look}>
										{entry.label}
									</PlaceLink>
								</li>
							))}
						</ul>
					</li>
				) : null}
			</ul>
		</nav>
	)
}

/** Native details: it opens before any script has arrived. Its key is the visit, so that following a link closes it. */
function MobileMenu({ categories, links = [], labels, shipTo, brand }: StorefrontShellProps) {
	const row = 'flex min-h-12 items-center border-b border-rule font-medium'
	return (
		<details key={useLocation().key} className="group/menu md:hidden print:hidden">
			<summary aria-label={labels.menu} className="-ml-2 grid size-10 place-items-center rounded-md hover:bg-sunken">
				<Icon name="menu" className="group-open/menu:hidden" />
				<Icon name="close" className="hidden group-open/menu:block" />
			</summary>
			<nav
				aria-label={labels.menu}
				className="absolute inset-x-0 z-30 mt-3 grid max-h-[calc(100dvh-8rem)] overflow-y-auto border-y border-rule bg-ground px-4 pb-6 shadow-lift"
			>
				{shipTo ? <div className="border-b border-rule py-3">{shipTo}</div> : null}
				{categories.map((entry) => (
					<Link key={entry.href} to={entry.href} className={cn(row, 'font-display text-lg')}>
						{entry.label}
					</Link>
				))}
				{links.map((entry) => (
					<Link key={entry.href} to={entry.href} className={row}>
						{entry.label}
					</Link>
				))}
				<span className="sr-only">{brand.name}</span>
			</nav>
		</details>
	)
}

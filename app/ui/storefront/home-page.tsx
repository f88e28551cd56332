import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { date } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { Banner } from '../parts/banner.tsx'
import { LinkButton, TextLink } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { Section } from '../parts/page-header.tsx'
import { Shelf } from './category-page.tsx'
import type { Listed } from './listed.ts'
import { QuickAdd } from './quick-add.tsx'
import { type Store, useStore } from './store.ts'

type Promotion = { id: number; name: string; description: string | null; validTo: string | null; productSlug: string | null; categorySlug: string | null }
type HomePageProps = {
	promotions: readonly Promotion[]
	overdue: { invoices: number; openMinor: number; currency: string } | null
	awaitingApproval: number
	boughtAgain: readonly Listed[]
	fresh: readonly Listed[]
}

/** The shop's first page: for whom one knows, what she needs next; for a stranger, the house. */
export function HomePage({ promotions, overdue, awaitingApproval, boughtAgain, fresh }: HomePageProps) {
	const { t } = useTranslation('storefront')
	const store = useStore()
	const isGuest = store.kind === 'guest'
	return (
		<>
			<Hero store={store} />
			<QuickAdd className="grid gap-16 pt-10">
				{overdue || awaitingApproval > 0 ? <Waiting overdue={overdue} awaitingApproval={awaitingApproval} /> : null}
				{promotions.length > 0 ? <Promotions promotions={promotions} /> : null}
				{boughtAgain.length > 0 ? (
					<Section title={t('home.buyAgain')} aside={<TextLink to="/quick-order?from=bought">{t('home.buyAgainAll')}</TextLink>}>
						<Shelf products={boughtAgain} view="cards" caption={t('home.buyAgain')} isGuest={isGuest} />
					</Section>
				) : null}
				{fresh.length > 0 ? (
					<Section title={t('home.fresh')}>
						<Shelf products={fresh} view="cards" caption={t('home.fresh')} isGuest={isGuest} />
					</Section>
				) : null}
				<Categories categories={store.categories} hasMore={store.hasMoreCategories} />
			</QuickAdd>
		</>
	)
}

function Hero({ store }: { store: Store }) {
	const { t } = useTranslation('storefront')
	const isGuest = store.kind === 'guest'
	const first = store.categories[0]
	return (
		<div className="relative -mx-4 overflow-hidden bg-sunken sm:-mx-8 md:mx-0 md:mt-8 md:rounded-lg">
			<img src="/images/winter-morning.svg" alt="" width={1440} height={640} className="drawn h-48 w-full object-cover object-[30%_60%] sm:h-72 md:h-[26rem]" />
			<div className="grid gap-3 bg-ground px-4 pt-6 sm:px-8 md:absolute md:bottom-0 md:left-0 md:max-w-xl md:rounded-tr-lg md:pt-8 md:pr-10 md:pb-2 md:pl-0">
				<h1 className="text-2xl sm:text-3xl md:text-4xl">{isGuest ? t('home.title') : t('home.greeting', { name: store.buyer.split(' ')[0] })}</h1>
				<p className="text-ink-soft">{isGuest ? t('home.lead') : t('home.greetingLead', { account: store.accountName })}</p>
				<div className="flex flex-wrap gap-3 pt-1">
					{isGuest ? (
						<LinkButton to="/sign-in?to=%2F" variant="primary" size="lg">
							{t('shell.signIn')}
						</LinkButton>
					) : first ? (
						<LinkButton to={`/catalog/${first.slug}?view=sheet`} variant="primary" size="lg" icon="list">
							{t('home.orderSheet')}
						</LinkButton>
					) : null}
				</div>
			</div>
		</div>
	)
}

/** What waits for her, before anything is offered to her. */
function Waiting({ overdue, awaitingApproval }: Pick<HomePageProps, 'overdue' | 'awaitingApproval'>) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	return (
		<div className="grid gap-3">
			{overdue ? (
				<Banner tone="warning" action={<TextLink to="/invoices">{t('home.pay')}</TextLink>}>
					{t('home.overdue', { count: overdue.invoices, amount: money(overdue.openMinor, overdue.currency, locale) })}
				</Banner>
			) : null}
			{awaitingApproval > 0 ? (
				<Banner action={<TextLink to="/approvals">{t('home.look')}</TextLink>}>{t('home.approvals', { count: awaitingApproval })}</Banner>
			) : null}
		</div>
	)
}

function Promotions({ promotions }: { promotions: readonly Promotion[] }) {
	const { t } = useTranslation('storefront')
	const { locale, timeZone } = useReader()
	return (
		<Section title={t('home.promotions')}>
			<ul className="grid gap-x-8 gap-y-6 sm:grid-cols-2 lg:grid-cols-3">
				{promotions.map(({ id, name, description, validTo, productSlug, categorySlug }) => (
					<li key={id} className="grid content-start gap-1 border-l-2 border-accent pl-4">
						<p className="font-display text-lg leading-6">
							<MaybeLink href={productSlug ? `/products/${productSlug}` : categorySlug ? `/catalog/${categorySlug}` : null}>{name}</MaybeLink>
						</p>
						{description ? <p className="text-sm text-ink-soft">{description}</p> : null}
						{validTo ? <p className="text-xs text-ink-soft">{t('home.until', { date: date(validTo, locale, timeZone) })}</p> : null}
					</li>
				))}
			</ul>
		</Section>
	)
}

function MaybeLink({ href, children }: { href: string | null; children: ReactNode }) {
	if (!href) return <>{children}</>
	return (
		<Link to={href} prefetch="intent" className="hover:underline">
			{children}
			<Icon name="arrowRight" className="ml-1.5 inline size-4 text-accent" />
		</Link>
	)
}

function Categories({ categories, hasMore }: { categories: Store['categories']; hasMore: boolean }) {
	const { t } = useTranslation('storefront')
	if (categories.length === 0) return null
	return (
		<Section title={t('home.categories')} aside={hasMore ? <TextLink to="/catalog">{t('shell.allCategories')}</TextLink> : null}>
			<ul className="grid grid-cols-2 gap-4 sm:grid-cols-3 sm:gap-6 lg:grid-cols-4">
				{categories.map(({ id, slug, name, picture }) => (
					<li key={id}>
						<Link to={`/catalog/${slug}`} prefetch="intent" className="group grid gap-2">
							<span className="overflow-hidden rounded-lg bg-sunken">
								{picture ? (
									<img
										src={picture}
										alt=""
										width={320}
										height={240}
										loading="lazy"
										className="drawn aspect-4/3 w-full object-cover transition-transform duration-300 group-hover:scale-[1.02]"
									/>
								) : (
									<span className="block aspect-4/3" />
								)}
							</span>
							<span className="font-display text-lg group-hover:underline">{name}</span>
						</Link>
					</li>
				))}
			</ul>
		</Section>
	)
}

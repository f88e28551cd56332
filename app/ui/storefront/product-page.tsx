import { Link } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { date } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { Status } from '../parts/badge.tsx'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { Icon } from '../parts/icon.tsx'
import { Section } from '../parts/page-header.tsx'
import { ProductGrid } from '../parts/product-card.tsx'
import { BuyBox } from './buy-box.tsx'
import { ChoicePicker } from './choice-picker.tsx'
import { Gallery } from './gallery.tsx'
import { type Listed, plainQuantity, stockTones, useListedWords } from './listed.ts'
import { ProductFactsList } from './product-facts.tsx'
import { ProductTile } from './product-tile.tsx'
import type { ProductView } from './product-view.ts'
import { QuickAdd } from './quick-add.tsx'
import { useStore } from './store.ts'
import { VariantPicker } from './variant-picker.tsx'

/** How long a page must be in sight to count as looked at. */
const SEEN_MS = 1500

function useSeen(slug: string, isBuyer: boolean) {
	useEffect(() => {
		if (!isBuyer) return
		const timer = window.setTimeout(() => {
			if (document.visibilityState === 'visible') void fetch(`/products/${slug}/viewed`, { method: 'POST', keepalive: true }).catch(() => undefined)
		}, SEEN_MS)
		return () => window.clearTimeout(timer)
	}, [slug, isBuyer])
}

export function ProductPage({ page, isAsked }: { page: ProductView; isAsked: boolean }) {
	const { t } = useTranslation('storefront')
	const store = useStore()
	const { product } = page
	useSeen(product.slug, store.kind === 'buyer')
	const [place] = product.ownedAt
	const titleOf = (kind: string) =>
		kind === 'spare_part' && place !== undefined ? t(place === '' ? 'product.ownParts' : 'product.ownPartsAt', { place }) : t(`relations.${kind}`)
	const crumbs = [
		{ label: t('crumbs.home'), href: '/' },
		...product.line.map(({ name, slug }) => ({ label: name, href: `/catalog/${slug}` })),
		{ label: product.name },
	]
	return (
		<QuickAdd className="grid gap-16 pt-6 sm:pt-10">
			<div className="grid gap-6">
				<Breadcrumbs label={t('crumbs.label')} crumbs={crumbs} />
				<div className="grid gap-8 md:grid-cols-2 md:gap-12 lg:grid-cols-[1.15fr_1fr]">
					<Gallery page={page} />
					<div className="grid content-start gap-6">
						<Head page={page} />
						<VariantPicker options={page.options} />
						<ChoicePicker page={page} />
						<BuyBox page={page} isAsked={isAsked} />
						<Fits page={page} />
					</div>
				</div>
			</div>
			<Inside page={page} />
			<div className="grid gap-12 md:grid-cols-2">
				{product.description ? (
					<Section title={t('product.description')}>
						<p className="max-w-prose whitespace-pre-line">{product.description}</p>
					</Section>
				) : null}
				<ProductFactsList page={page} />
			</div>
			{page.shelves.map(({ kind, products }) => (
				<Row key={kind} title={titleOf(kind)} products={products} />
			))}
		</QuickAdd>
	)
}

function Head({ page: { product, promise } }: { page: ProductView }) {
	const { t } = useTranslation('storefront')
	const { locale } = useReader()
	const words = useListedWords()
	return (
		<div className="grid gap-3">
			<p className="text-sm text-ink-soft">{product.sku}</p>
			<h1 className="text-2xl sm:text-3xl">{product.name}</h1>
			{product.summary ? <p className="text-lg text-ink-soft">{product.summary}</p> : null}
			<p className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
				<Status tone={stockTones[promise.stock]}>{words.stock[promise.stock]}</Status>
				{promise.arrivesOn && promise.store ? (
					<span>{t('product.arrives', { date: date(`${promise.arrivesOn}T12:00:00Z`, locale, 'UTC', 'short'), store: promise.store })}</span>
				) : promise.shipsOn ? (
					<span className="text-ink-soft">{t('product.promise', { date: date(`${promise.shipsOn}T12:00:00Z`, locale, 'UTC', 'short') })}</span>
				) : null}
			</p>
		</div>
	)
}

/** The machines of hers that it belongs to: why she of all people should see it. */
function Fits({ page: { product } }: { page: ProductView }) {
	const { t } = useTranslation('storefront')
	const { fits, successor } = product
	if (fits.length === 0 && !successor) return null
	return (
		<div className="grid gap-2 border-l-4 border-positive bg-positive-soft px-4 py-3 text-sm">
			{fits.length > 0 ? <p className="font-semibold">{t('product.fits')}</p> : null}
			{fits.map(({ name, slug, place }) => (
				<p key={`${slug} ${place}`} className="flex flex-wrap gap-x-2">
					<Icon name="check" className="size-4 translate-y-0.5 text-positive" />
					<Link to={`/products/${slug}`} className="font-medium underline underline-offset-3">
						{name}
					</Link>
					{place ? <span className="text-ink-soft">{t('product.at', { place })}</span> : null}
				</p>
			))}
			{successor ? (
				<Link to={`/products/${successor.slug}`} className="underline underline-offset-3">
					{t('product.successor', { name: successor.name })}
				</Link>
			) : null}
		</div>
	)
}

function Inside({ page: { components } }: { page: ProductView }) {
	const { t } = useTranslation('storefront')
	if (components.length === 0) return null
	return (
		<Section title={t('product.inside')}>
			<ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
				{components.map(({ quantity, product }) => (
					<li key={product.id}>
						<Link to={`/products/${product.slug}`} prefetch="intent" className="group flex items-center gap-4">
							{product.picture ? (
								<img src={product.picture} alt="" width={72} height={72} loading="lazy" className="drawn size-18 rounded-md bg-sunken" />
							) : null}
							<span className="grid gap-0.5">
								<span className="text-sm text-ink-soft">{t('product.times', { quantity: plainQuantity(quantity) })}</span>
								<span className="font-medium group-hover:underline">{product.name}</span>
							</span>
						</Link>
					</li>
				))}
			</ul>
		</Section>
	)
}

/** As many as one row of a wide screen holds; the rest waits behind one press. */
const SHOWN = 4

function Row({ title, products }: { title: string; products: readonly Listed[] }) {
	const { t } = useTranslation('storefront')
	const words = useListedWords()
	const { kind } = useStore()
	if (products.length === 0) return null
	return (
		<Section title={title}>
			<Tiles products={products.slice(0, SHOWN)} words={words} isGuest={kind === 'guest'} />
			{products.length > SHOWN ? (
				<details className="group mt-6">
					<summary className="w-fit cursor-pointer text-sm font-medium text-accent underline underline-offset-3 group-open:sr-only">
						{t('product.showAll', { count: products.length })}
					</summary>
					<Tiles products={products.slice(SHOWN)} words={words} isGuest={kind === 'guest'} />
				</details>
			) : null}
		</Section>
	)
}

function Tiles({ products, words, isGuest }: { products: readonly Listed[]; words: ReturnType<typeof useListedWords>; isGuest: boolean }) {
	return (
		<ProductGrid>
			{products.map((product) => (
				<ProductTile key={product.id} product={product} words={words} isGuest={isGuest} headingLevel="h3" />
			))}
		</ProductGrid>
	)
}

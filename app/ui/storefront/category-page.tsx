import { Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Breadcrumbs } from '../parts/breadcrumbs.tsx'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { Pagination } from '../parts/pagination.tsx'
import { ProductGrid } from '../parts/product-card.tsx'
import { AvailabilityBar, type AvailabilityCounts } from './availability.tsx'
import { type Availability, type CatalogView, pageSizes, readCatalogQuery, withQuery } from './catalog-query.ts'
import { type Listed, useListedWords } from './listed.ts'
import { OrderSheet } from './order-sheet.tsx'
import { ProductTile } from './product-tile.tsx'
import { QuickAdd } from './quick-add.tsx'
import { useStore } from './store.ts'

type CategoryLink = { id: number; slug: string; name: string }

type CategoryPageProps = {
	category: { id: number; name: string; description: string | null; line: readonly CategoryLink[]; near: readonly CategoryLink[] }
	products: readonly Listed[]
	nextCursor: string | null
	chosen: Availability
	counts: AvailabilityCounts
}

export function CategoryPage({ category, products, nextCursor, chosen, counts }: CategoryPageProps) {
	const { t } = useTranslation('storefront')
	const store = useStore()
	const [params] = useSearchParams()
	const { view } = readCatalogQuery(params)
	const crumbs = [
		{ label: t('crumbs.home'), href: '/' },
		...category.line.slice(0, -1).map(({ name, slug }) => ({ label: name, href: `/catalog/${slug}` })),
		{ label: category.name },
	]
	return (
		<>
			<PageHeader
				title={category.name}
				lead={category.description}
				breadcrumbs={<Breadcrumbs label={t('crumbs.label')} crumbs={crumbs} />}
				actions={store.kind === 'guest' ? null : <ViewSwitch view={view} search={params.toString()} />}
			/>
			<Siblings shown={category.near} id={category.id} />
			<AvailabilityBar chosen={chosen} counts={counts} />
			{products.length === 0 ? <Nothing search={params.toString()} /> : null}
			<QuickAdd>
				<Shelf products={products} view={store.kind === 'guest' ? 'cards' : view} caption={category.name} isGuest={store.kind === 'guest'} />
			</QuickAdd>
			<CatalogPager nextCursor={nextCursor} />
		</>
	)
}

/** Products as cards or as rows to be filled in. */
export function Shelf({ products, view, caption, isGuest }: { products: readonly Listed[]; view: CatalogView; caption: string; isGuest: boolean }) {
	const words = useListedWords()
	if (view === 'sheet') return <OrderSheet products={products} caption={caption} />
	return (
		<ProductGrid>
			{products.map((product, index) => (
				<ProductTile key={product.id} product={product} words={words} isGuest={isGuest} eager={index < 4} />
			))}
		</ProductGrid>
	)
}

function Nothing({ search }: { search: string }) {
	const { t } = useTranslation('storefront')
	return (
		<p className="py-8 text-ink-soft">
			{t('search.filteredAway')}{' '}
			<Link to={withQuery(search, { stock: null, price: null, after: null })} className="text-accent underline">
				{t('search.clear')}
			</Link>
		</p>
	)
}

/** Below this category, or beside it where nothing is below. */
function Siblings({ shown, id }: { shown: readonly CategoryLink[]; id: number }) {
	const { t } = useTranslation('storefront')
	if (shown.length === 0) return null
	return (
		<nav aria-label={t('category.inside')} className="mb-8 flex flex-wrap gap-2 print:hidden">
			{shown.map(({ id: one, slug, name }) => (
				<Link
					key={one}
					to={`/catalog/${slug}`}
					prefetch="intent"
					aria-current={one === id ? 'page' : undefined}
					className="rounded-full border border-rule px-4 py-1.5 text-sm hover:border-ink aria-[current]:border-ink aria-[current]:bg-ink aria-[current]:text-ground"
				>
					{name}
				</Link>
			))}
		</nav>
	)
}

/** Cards for looking, the sheet for ordering; an address each. */
export function ViewSwitch({ view, search }: { view: CatalogView; search: string }) {
	const { t } = useTranslation('storefront')
	const choice = (own: CatalogView, icon: 'grid' | 'list') => (
		<Link
			to={withQuery(search, { view: own === 'cards' ? null : own })}
			preventScrollReset
			aria-current={view === own ? 'true' : undefined}
			className={cn('flex h-9 items-center gap-2 px-3 text-sm', view === own ? 'bg-sunken font-medium' : 'text-ink-soft hover:text-ink')}
		>
			<Icon name={icon} className="size-4.5" />
			{t(`view.${own}`)}
		</Link>
	)
	return (
		<nav aria-label={t('view.label')} className="flex overflow-hidden rounded-md border border-control">
			{choice('cards', 'grid')}
			{choice('sheet', 'list')}
		</nav>
	)
}

/** On to the next page, and how many to a page. */
export function CatalogPager({ nextCursor }: { nextCursor: string | null }) {
	const { t } = useTranslation('storefront')
	const [params] = useSearchParams()
	const { limit, cursor } = readCatalogQuery(params)
	const search = params.toString()
	if (!nextCursor && !cursor && limit === 48) return null
	return (
		<div className="mt-12 grid gap-4">
			<Pagination
				label={t('pager.label')}
				previous={cursor ? { href: withQuery(search, { after: null }), label: t('pager.first') } : null}
				next={nextCursor ? { href: withQuery(search, { after: nextCursor }), label: t('pager.next') } : null}
			/>
			<nav aria-label={t('pager.size')} className="flex items-center gap-3 text-sm text-ink-soft">
				{t('pager.size')}
				{pageSizes.map((size) => (
					<Link
						key={size}
						to={withQuery(search, { limit: String(size), after: null })}
						aria-current={size === limit ? 'true' : undefined}
						className="grid min-h-6 min-w-6 place-items-center hover:text-ink hover:underline aria-[current]:font-semibold aria-[current]:text-ink"
					>
						{size}
					</Link>
				))}
			</nav>
		</div>
	)
}

import { Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cn } from '../parts/cn.ts'
import { PageHeader } from '../parts/page-header.tsx'
import type { AvailabilityCounts } from './availability.tsx'
import { readCatalogQuery, type SearchQuery, searchSorts, withQuery } from './catalog-query.ts'
import { CatalogPager, Shelf, ViewSwitch } from './category-page.tsx'
import type { Listed } from './listed.ts'
import { NothingFound } from './nothing-found.tsx'
import { QuickAdd } from './quick-add.tsx'
import { SearchFacets } from './search-facets.tsx'
import { useStore } from './store.ts'

type Count = { products: number }
type Found = AvailabilityCounts & {
	total: number
	categories: readonly ({ slug: string; name: string } & Count)[]
	classes: readonly ({ code: string } & Count)[]
	attributes: readonly ({ key: string; value: string } & Count)[]
	corrections: readonly { word: string; means: string }[]
	products: readonly Listed[]
	nextCursor: string | null
	canSortByPrice: boolean
	alone: readonly ({ word: string } & Count)[]
}
type SearchPageProps = { query: SearchQuery; found: Found }

export function SearchPage({ query, found }: SearchPageProps) {
	const { t } = useTranslation('storefront')
	const { kind, categories } = useStore()
	const [params] = useSearchParams()
	const { view } = readCatalogQuery(params)
	const isGuest = kind === 'guest'
	const { text, category, productClass, attributes, stocks, price } = query
	if (found.total === 0 && !category && !productClass && !price && attributes.length + stocks.length === 0)
		return <NothingFound query={query} alone={found.alone} tops={categories.filter(({ parentId }) => parentId === null)} />
	return (
		<>
			<PageHeader
				title={t('search.title', { query: text })}
				lead={<Lead query={query} found={found} />}
				actions={isGuest ? null : <ViewSwitch view={view} search={params.toString()} />}
			/>
			<div className="grid gap-8 lg:grid-cols-[13rem_1fr] lg:gap-12">
				<SearchFacets query={query} found={found} />
				<div className="min-w-0">
					<SortBy sort={query.sort} canSortByPrice={found.canSortByPrice} />
					{found.total === 0 ? (
						<p className="py-8 text-ink-soft">
							{t('search.filteredAway')}{' '}
							<Link to={withQuery(`q=${encodeURIComponent(text)}`, {})} className="text-accent underline">
								{t('search.clear')}
							</Link>
						</p>
					) : null}
					<QuickAdd>
						<Shelf products={found.products} view={isGuest ? 'cards' : view} caption={t('search.title', { query: text })} isGuest={isGuest} />
					</QuickAdd>
					<CatalogPager nextCursor={found.nextCursor} />
				</div>
			</div>
		</>
	)
}

/** How many, what was mended, and the way back to what was typed. */
function Lead({ query, found }: SearchPageProps) {
	const { t } = useTranslation('storefront')
	const [params] = useSearchParams()
	const corrected = [...new Set(found.corrections.map(({ means }) => means))].join(', ')
	return (
		<>
			{t('search.found', { count: found.total })}
			{corrected ? (
				<>
					{` · ${t('search.corrected', { corrected })} `}
					<Link to={withQuery(params.toString(), { exact: '1', after: null })} className="text-accent underline">
						{t('search.exactly', { query: query.text })}
					</Link>
				</>
			) : null}
		</>
	)
}

function SortBy({ sort, canSortByPrice }: { sort: SearchQuery['sort']; canSortByPrice: boolean }) {
	const { t } = useTranslation('storefront')
	const [params] = useSearchParams()
	const sorts = searchSorts.filter((one) => one !== 'price' || canSortByPrice)
	return (
		<nav aria-label={t('search.sort')} className="mb-6 flex flex-wrap items-baseline gap-x-4 gap-y-1 border-b border-rule pb-2 text-sm">
			<span className="text-ink-soft">{t('search.sort')}</span>
			{sorts.map((one) => (
				<Link
					key={one}
					to={withQuery(params.toString(), { sort: one === 'relevance' ? null : one, after: null })}
					aria-current={one === sort ? 'true' : undefined}
					className={cn('min-h-6 hover:underline', one === sort ? 'font-semibold' : 'text-ink-soft')}
				>
					{t(`search.by.${one}`)}
				</Link>
			))}
		</nav>
	)
}

import { Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cn } from '../parts/cn.ts'
import { EmptyState } from '../parts/empty-state.tsx'
import { PageHeader } from '../parts/page-header.tsx'
import { readCatalogQuery, withQuery } from './catalog-query.ts'
import { CatalogPager, Shelf, ViewSwitch } from './category-page.tsx'
import type { Listed } from './listed.ts'
import { QuickAdd } from './quick-add.tsx'
import { useStore } from './store.ts'

type SearchPageProps = {
	text: string
	category: string | null
	productClass: string | null
	found: {
		total: number
		categories: readonly { slug: string; name: string; products: number }[]
		classes: readonly { code: string; products: number }[]
		corrections: readonly { word: string; means: string }[]
		products: readonly Listed[]
		nextCursor: string | null
	}
}

export function SearchPage({ text, category, productClass, found }: SearchPageProps) {
	const { t } = useTranslation('storefront')
	const { kind, categories } = useStore()
	const [params] = useSearchParams()
	const { view } = readCatalogQuery(params)
	const isGuest = kind === 'guest'
	if (found.total === 0 && !category && !productClass) return <Nothing text={text} tops={categories.filter(({ parentId }) => parentId === null)} />
	return (
		<>
			<PageHeader
				title={t('search.title', { query: text })}
				lead={
					<>
						{t('search.found', { count: found.total })}
						{found.corrections.length > 0 ? ` · ${t('search.corrected', { corrected: found.corrections.map(({ means }) => means).join(', ') })}` : null}
					</>
				}
				actions={isGuest ? null : <ViewSwitch view={view} search={params.toString()} />}
			/>
			<div className="grid gap-8 lg:grid-cols-[13rem_1fr] lg:gap-12">
				<Facets {...{ category, productClass, found }} />
				<div className="min-w-0">
					<QuickAdd>
						<Shelf products={found.products} view={isGuest ? 'cards' : view} caption={t('search.title', { query: text })} isGuest={isGuest} />
					</QuickAdd>
					<CatalogPager nextCursor={found.nextCursor} />
				</div>
			</div>
		</>
	)
}

/** What there is of it where, with figures; each is an address. */
function Facets({ category, productClass, found }: Pick<SearchPageProps, 'category' | 'productClass' | 'found'>) {
	const { t, i18n } = useTranslation('storefront')
	const className = (code: string) => (i18n.exists(`classes.${code}`, { ns: 'storefront' }) ? t(`classes.${code}`) : code)
	return (
		<div className="grid content-start gap-6 max-lg:max-h-56 max-lg:grid-cols-2 max-lg:overflow-y-auto max-lg:border-b max-lg:border-rule max-lg:pb-6">
			<Facet
				title={t('search.category')}
				name="category"
				chosen={category}
				all={t('search.all')}
				entries={found.categories.map(({ slug, name, products }) => ({ value: slug, label: name, products }))}
			/>
			<Facet
				title={t('search.class')}
				name="class"
				chosen={productClass}
				all={t('search.all')}
				entries={found.classes.map(({ code, products }) => ({ value: code, label: className(code), products }))}
			/>
		</div>
	)
}

type FacetProps = { title: string; name: string; chosen: string | null; all: string; entries: readonly { value: string; label: string; products: number }[] }

function Facet({ title, name, chosen, all, entries }: FacetProps) {
	const [params] = useSearchParams()
	const search = params.toString()
	const row = 'flex min-h-7 items-baseline justify-between gap-3 hover:underline'
	return (
		<nav aria-label={title} className="grid content-start gap-1 text-sm">
			<p className="mb-1 border-b border-ink pb-1 font-medium">{title}</p>
			<Link
				to={withQuery(search, { [name]: null, after: null })}
				aria-current={chosen === null ? 'true' : undefined}
				className={cn(row, chosen === null ? 'font-semibold' : 'text-ink-soft')}
			>
				{all}
			</Link>
			{entries.map(({ value, label, products }) => (
				<Link
					key={value}
					to={withQuery(search, { [name]: value, after: null })}
					aria-current={chosen === value ? 'true' : undefined}
					className={cn(row, chosen === value ? 'font-semibold' : 'text-ink-soft')}
				>
					{label}
					<span className="tabular-nums">{products}</span>
				</Link>
			))}
		</nav>
	)
}

/** Nothing found is where a search begins to help. */
function Nothing({ text, tops }: { text: string; tops: readonly { id: number; slug: string; name: string }[] }) {
	const { t } = useTranslation('storefront')
	return (
		<EmptyState
			heading="h1"
			picture={<img src="/images/nothing-found.svg" alt="" width={480} height={360} />}
			title={text ? t('search.empty', { query: text }) : t('search.ask')}
			action={
				<ul className="flex flex-wrap justify-center gap-2">
					{tops.map(({ id, slug, name }) => (
						<li key={id}>
							<Link to={`/catalog/${slug}`} className="inline-block rounded-full border border-rule px-4 py-1.5 text-sm hover:border-ink">
								{name}
							</Link>
						</li>
					))}
				</ul>
			}
		>
			{t('search.emptyHint')}
		</EmptyState>
	)
}

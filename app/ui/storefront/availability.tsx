import { Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cn } from '../parts/cn.ts'
import { type Availability, priceStates, stockStates, toggled, withQuery } from './catalog-query.ts'

export type AvailabilityCounts = { stocks: readonly { state: string; products: number }[]; prices: readonly { state: string; products: number }[] }
/** One value of a facet: an address, and how many products a press on it shows. */
export type FacetEntry = { value: string; label: string; href: string; isChosen: boolean; products: number }
export type FacetGroup = { name: string; title: string; entries: FacetEntry[] }

/** One value for every hit parts nothing; what is chosen stays, so that it can be taken away. */
export const parts = ({ entries }: FacetGroup) => entries.length > 1 || entries.some(({ isChosen }) => isChosen)

/** Stock and price as facets, in the order that a buyer reads them. */
export function useAvailability(chosen: Availability, counts: AvailabilityCounts): FacetGroup[] {
	const { t } = useTranslation('storefront')
	const [params] = useSearchParams()
	const search = params.toString()
	const countOf = (of: AvailabilityCounts['stocks'], state: string) => of.find((one) => one.state === state)?.products ?? 0
	const stocks = stockStates.map((value) => ({
		...{ value, label: t(`stock.${value}`), isChosen: chosen.stocks.includes(value) },
		...{ products: countOf(counts.stocks, value), href: toggled(search, 'stock', value) },
	}))
	const prices = priceStates.map((value) => ({
		...{ value, label: t(`availability.${value}`), isChosen: chosen.price === value },
		...{ products: countOf(counts.prices, value), href: withQuery(search, { price: chosen.price === value ? null : value, after: null }) },
	}))
	const there = ({ products, isChosen }: FacetEntry) => products > 0 || isChosen
	return [
		{ name: 'stock', title: t('availability.stock'), entries: stocks.filter(there) },
		{ name: 'price', title: t('availability.price'), entries: prices.filter(there) },
	].filter(parts)
}

/** Above the shelf of a category: its facets in a line each. */
export function AvailabilityBar({ chosen, counts }: { chosen: Availability; counts: AvailabilityCounts }) {
	const groups = useAvailability(chosen, counts)
	if (groups.length === 0) return null
	return (
		<div className="mb-6 grid gap-x-10 gap-y-2 border-b border-rule pb-3 sm:flex sm:flex-wrap print:hidden">
			{groups.map(({ name, title, entries }) => (
				<nav key={name} aria-label={title} className="flex flex-wrap items-baseline gap-x-4 gap-y-1 text-sm">
					<span className="text-ink-soft">{title}</span>
					{entries.map((entry) => (
						<BarEntry key={entry.value} {...entry} />
					))}
				</nav>
			))}
		</div>
	)
}

function BarEntry({ label, href, isChosen, products }: FacetEntry) {
	return (
		<Link
			to={href}
			preventScrollReset
			aria-current={isChosen ? 'true' : undefined}
			className={cn('inline-flex min-h-6 gap-1.5 hover:underline', isChosen ? 'font-semibold' : 'text-ink')}
		>
			<span>
				{isChosen ? <span aria-hidden="true">✓ </span> : null}
				{label}
			</span>
			<span className="text-ink-soft tabular-nums">{products}</span>
		</Link>
	)
}

import { Link, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cn } from '../parts/cn.ts'
import { Icon } from '../parts/icon.tsx'
import { type AvailabilityCounts, type FacetEntry as Entry, type FacetGroup, parts, useAvailability } from './availability.tsx'
import { type SearchQuery, toggled, withQuery } from './catalog-query.ts'
import { useAttributeWords } from './use-attribute-words.ts'

type Count = { products: number }
type SearchFacetsProps = {
	query: SearchQuery
	found: AvailabilityCounts & {
		categories: readonly ({ slug: string; name: string } & Count)[]
		classes: readonly ({ code: string } & Count)[]
		attributes: readonly ({ key: string; value: string } & Count)[]
	}
}

/** As many values of an attribute as are shown before somebody asks for all. */
const FEW = 6

/** What there is of it where, with figures; each is an address. On a phone they open on request. */
export function SearchFacets({ query, found }: SearchFacetsProps) {
	const { t } = useTranslation('storefront')
	const groups = useGroups({ query, found })
	const chosen = groups.flatMap(({ entries }) => entries.filter(({ isChosen }) => isChosen)).length
	return (
		<aside aria-label={t('search.narrow')} className="min-w-0">
			<details className="group/facets lg:hidden">
				<summary className="flex min-h-10 cursor-pointer items-center justify-between border-y border-rule text-sm font-medium">
					{t('search.narrow')}
					<span className="flex items-center gap-2">
						{chosen > 0 ? <span className="rounded-full bg-accent-soft px-2 text-accent tabular-nums">{chosen}</span> : null}
						<Icon name="chevronDown" className="size-4 text-ink-soft transition-transform group-open/facets:rotate-180" />
					</span>
				</summary>
				<div className="grid grid-cols-2 gap-6 py-4 sm:grid-cols-3">
					{groups.map((group) => (
						<Facet key={group.name} {...group} />
					))}
				</div>
			</details>
			<div className="grid content-start gap-6 max-lg:hidden">
				{groups.map((group) => (
					<Facet key={group.name} {...group} />
				))}
			</div>
		</aside>
	)
}

/** Numbers stand in their own order (1,050 m before 1,700 m); words stay as they are found, the most frequent first. */
const byNumber = (one: { value: string }, other: { value: string }) => Number(one.value) - Number(other.value) || 0

function useGroups({ query, found }: SearchFacetsProps): FacetGroup[] {
	const { t, i18n } = useTranslation('storefront')
	const [params] = useSearchParams()
	const search = params.toString()
	const worded = (group: string, code: string) => (i18n.exists(`${group}.${code}`, { ns: 'storefront' }) ? t(`${group}.${code}`) : code)
	const single =
		(name: string, chosen: string | null) =>
		(value: string, label: string, products: number): Entry => ({
			...{ value, label, products, isChosen: value === chosen },
			href: withQuery(search, { [name]: value === chosen ? null : value, after: null }),
		})
	const words = useAttributeWords()
	const availability = useAvailability(query, found)
	const category = single('category', query.category)
	const kind = single('class', query.productClass)
	const keys = [...new Set(found.attributes.map(({ key }) => key))]
	const attributes = keys.map((key) => ({
		name: key,
		title: words.name(key),
		entries: found.attributes
			.filter((one) => one.key === key)
			.sort(byNumber)
			.map(({ value, products }): Entry => {
				const attribute = `${key}:${value}`
				return {
					value: attribute,
					label: words.value(value),
					products,
					isChosen: query.attributes.includes(attribute),
					href: toggled(search, 'is', attribute),
				}
			}),
	}))
	return [
		{ name: 'category', title: t('search.category'), entries: found.categories.map(({ slug, name, products }) => category(slug, name, products)) },
		{ name: 'class', title: t('search.class'), entries: found.classes.map(({ code, products }) => kind(code, worded('classes', code), products)) },
		...availability,
		...attributes.filter(parts),
	].filter(({ entries }) => entries.length > 0)
}

function Facet({ title, entries }: FacetGroup) {
	const { t } = useTranslation('storefront')
	const [shown, rest] = [entries.filter(({ isChosen }, index) => index < FEW || isChosen), entries.filter(({ isChosen }, index) => index >= FEW && !isChosen)]
	return (
		<nav aria-label={title} className="grid content-start gap-1 text-sm">
			<p className="mb-1 border-b border-ink pb-1 font-medium">{title}</p>
			<Values entries={shown} />
			{rest.length > 0 ? (
				<details>
					<summary className="flex min-h-7 cursor-pointer items-center gap-1 font-medium text-accent hover:text-accent-strong">
						{t('search.more', { count: rest.length })}
					</summary>
					<Values entries={rest} />
				</details>
			) : null}
		</nav>
	)
}

function Values({ entries }: { entries: readonly Entry[] }) {
	return entries.map(({ value, label, href, isChosen, products }) => (
		<Link
			key={value}
			to={href}
			preventScrollReset
			aria-current={isChosen ? 'true' : undefined}
			className={cn('flex min-h-7 items-baseline justify-between gap-3 hover:underline', isChosen ? 'font-semibold' : 'text-ink-soft')}
		>
			<span className="min-w-0 break-words">
				{isChosen ? <span aria-hidden="true">✓ </span> : null}
				{label}
			</span>
			<span className="tabular-nums">{products}</span>
		</Link>
	))
}

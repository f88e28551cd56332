import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '../parts/empty-state.tsx'
import type { SearchQuery } from './catalog-query.ts'

type NothingFoundProps = {
	query: SearchQuery
	alone: readonly { word: string; products: number }[]
	tops: readonly { id: number; slug: string; name: string }[]
}

/** Nothing found is where a search begins to help: its words one by one, then the shelves. */
export function NothingFound({ query: { text, isExact }, alone, tops }: NothingFoundProps) {
	const { t } = useTranslation('storefront')
	return (
		<EmptyState
			heading="h1"
			picture={<img src="/images/nothing-found.svg" alt="" width={480} height={360} />}
			title={text ? t('search.empty', { query: text }) : t('search.ask')}
			action={
				<div className="grid gap-6">
					{isExact ? (
						<Chips label={t('search.less')} entries={[{ key: text, href: `/search?q=${encodeURIComponent(text)}`, name: t('search.mend', { query: text }) }]} />
					) : null}
					{alone.length > 0 ? (
						<Chips
							label={t('search.alone')}
							entries={alone.map(({ word, products }) => ({
								key: word,
								href: `/search?q=${encodeURIComponent(word)}`,
								name: t('search.aloneOne', { word, count: products }),
							}))}
						/>
					) : null}
					<Chips label={t('search.shelves')} entries={tops.map(({ id, slug, name }) => ({ key: String(id), href: `/catalog/${slug}`, name }))} />
				</div>
			}
		>
			{t('search.emptyHint')}
		</EmptyState>
	)
}

function Chips({ label, entries }: { label: string; entries: readonly { key: string; href: string; name: string }[] }) {
	return (
		<nav aria-label={label} className="grid justify-items-center gap-2 text-sm">
			<p className="text-ink-soft">{label}</p>
			<ul className="flex flex-wrap justify-center gap-2">
				{entries.map(({ key, href, name }) => (
					<li key={key}>
						<Link to={href} className="inline-block rounded-full border border-rule px-4 py-1.5 hover:border-ink">
							{name}
						</Link>
					</li>
				))}
			</ul>
		</nav>
	)
}

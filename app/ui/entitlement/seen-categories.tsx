import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cn } from '../parts/cn.ts'
import type { SightQuestion } from './onlookers.tsx'

type Seen = { id: number; parentId: number | null; name: string; seen: number; total: number }

/** The category tree with how much of each is seen; a category narrows the products beside it. */
export function SeenCategories({ categories, asked }: { categories: readonly Seen[]; asked: SightQuestion }) {
	const { t } = useTranslation('entitlement')
	const href = (id: number | null) =>
		`?${new URLSearchParams({ account: asked.account, ...(id === null ? {} : { category: String(id) }), ...(asked.shows ? { sees: asked.shows } : {}) })}`
	const look = (isHere: boolean) =>
		cn('flex items-baseline justify-between gap-3 py-1 text-sm', isHere ? 'font-semibold text-ink' : 'text-ink-soft hover:text-ink')
	const branch = (parentId: number | null) => {
		const here = categories.filter((one) => one.parentId === parentId && one.total > 0)
		if (here.length === 0) return null
		return (
			<ul className={parentId === null ? 'grid' : 'grid pl-4'}>
				{here.map((one) => (
					<li key={one.id}>
						<Link
							to={href(one.id)}
							preventScrollReset
							aria-current={asked.categoryId === one.id ? 'true' : undefined}
							className={look(asked.categoryId === one.id)}
						>
							<span>{one.name}</span>
							<span className="tabular-nums">{t('sight.share', { seen: one.seen, total: one.total })}</span>
						</Link>
						{branch(one.id)}
					</li>
				))}
			</ul>
		)
	}
	return (
		<nav aria-label={t('sight.categories')} className="grid content-start gap-1 border-t border-rule pt-3">
			<Link to={href(null)} preventScrollReset aria-current={asked.categoryId === null ? 'true' : undefined} className={look(asked.categoryId === null)}>
				{t('sight.allCategories')}
			</Link>
			{branch(null)}
		</nav>
	)
}

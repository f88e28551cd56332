import { useTranslation } from 'react-i18next'
import { useNames } from './use-names.ts'

type Joined = { id: number; crmObject: string; maObject: string }

/** Ways to the objects of a long room; a few are seen at a glance and need none. */
export function ObjectIndex({ objects }: { objects: readonly Joined[] }) {
	const { t } = useTranslation('sync')
	const names = useNames()
	if (objects.length < 4) return null
	return (
		<nav aria-label={t('objectIndex')} className="mb-8">
			<ul className="flex flex-wrap gap-2 text-sm">
				{objects.map(({ id, crmObject, maObject }) => (
					<li key={id}>
						<a
							href={`#object-${id}`}
							className="inline-flex min-h-9 items-center rounded-full border border-rule bg-surface px-3 text-ink transition-colors hover:border-accent hover:text-accent"
						>
							{names.object(crmObject)} ↔ {names.object(maObject)}
						</a>
					</li>
				))}
			</ul>
		</nav>
	)
}

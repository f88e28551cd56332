import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { DateText } from '../parts/date-text.tsx'
import { RunProgress, type ShownRun } from './run-progress.tsx'

export type ListedRun = ShownRun & { kind: string; userName: string | null; writesCrm: number; writesMa: number; refusals: number; drift: number }

/** What was set going, by whom, and how far it is. */
export function RunList({ runs, action, at }: { runs: readonly ListedRun[]; action: string; at: Instant }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (
		<ul className="grid">
			{runs.map((run) => (
				<li key={run.id} className="grid gap-x-8 gap-y-2 border-t border-rule py-4 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
					<div className="grid content-start gap-1 text-sm">
						<p className="text-base font-medium">{t(`runKind.${run.kind}`)}</p>
						<p className="text-ink-soft">
							<DateText instant={run.startedAt} at={at} />
							{run.userName ? ` · ${run.userName}` : null}
						</p>
					</div>
					{run.total !== null ? (
						<RunProgress run={run} action={action} />
					) : (
						<p className="text-sm text-ink-soft">
							{t('run.wrote', { crm: count(run.writesCrm, locale), ma: count(run.writesMa, locale), refused: count(run.refusals, locale) })}
						</p>
					)}
				</li>
			))}
		</ul>
	)
}

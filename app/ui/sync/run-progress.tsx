import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { useFollowing } from '../merchandising/use-following.ts'
import { Button } from '../parts/button.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'

export type ShownRun = {
	id: number
	startedAt: Instant
	endedAt: Instant | null
	total: number | null
	waiting: number
	subject: { cancelled?: number }
	bulk: { state: string; partRows: number; rows: number } | null
	bulkRefused: string | null
}

/** How much of a run is done, and the way to stop the rest; the page may be left, the work goes on. `action` is where runs are cancelled. */
export function RunProgress({ run, action }: { run: ShownRun; action: string }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	const total = run.total ?? 0
	const cancelled = run.subject.cancelled ?? 0
	const isOpen = run.waiting > 0 && run.endedAt === null
	useFollowing(isOpen)
	const done = Math.max(0, total - run.waiting - cancelled)
	return (
		<div className="flex flex-wrap items-end gap-x-6 gap-y-2">
			<ProgressBar
				label={t(isOpen ? 'run.going' : cancelled > 0 ? 'run.cancelled' : 'run.done')}
				value={done}
				max={Math.max(1, total)}
				note={t('run.count', { done: count(done, locale), total: count(total, locale) })}
				tone={isOpen ? 'accent' : cancelled > 0 ? 'warning' : 'positive'}
				className="min-w-60 flex-1"
			/>
			{isOpen ? (
				<Form method="post" action={action}>
					<input type="hidden" name="run" value={run.id} />
					<Button type="submit" size="sm" name="act" value="cancel" icon="close">
						{t('run.cancel')}
					</Button>
				</Form>
			) : null}
			{run.bulk && isOpen ? (
				<p className="w-full text-sm text-ink-soft">
					{t(`run.file.${run.bulk.state}`, { count: run.bulk.partRows || run.bulk.rows, shown: count(run.bulk.partRows || run.bulk.rows, locale) })}
				</p>
			) : null}
			{run.bulkRefused && isOpen && !run.bulk ? <p className="w-full text-sm text-ink-soft">{t('run.noFile', { reason: run.bulkRefused })}</p> : null}
		</div>
	)
}

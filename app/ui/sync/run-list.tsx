import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { useFollowing } from '../merchandising/use-following.ts'
import { Button, TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { RunProgress, type ShownRun } from './run-progress.tsx'

export type ListedRun = ShownRun & {
	kind: string
	userName: string | null
	writesCrm: number
	writesMa: number
	refusals: number
	drift: number
	stage: string | null
	looked: number
}

/** What was set going, by whom, and how far it is. */
export function RunList({ runs, room, at }: { runs: readonly ListedRun[]; room: string; at: Instant }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	return (
		<ul className="grid">
			{runs.map((run) => (
				<li key={run.id} className="grid gap-x-8 gap-y-2 border-t border-rule py-4 lg:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
					<div className="grid content-start gap-1 text-sm">
						<p className="text-base font-medium">
							{isList(run) ? <TextLink to={`${room}/lists/${run.id}`}>{t(`runKind.${run.kind}`)}</TextLink> : t(`runKind.${run.kind}`)}
						</p>
						<p className="text-ink-soft">
							<DateText instant={run.startedAt} at={at} />
							{run.userName ? ` · ${run.userName}` : null}
						</p>
					</div>
					{isList(run) ? (
						<p className="text-sm text-ink-soft">
							{t(`list.stage.${run.stage}`)} · {t('list.looked', { count: run.looked, shown: count(run.looked, locale) })}
							{run.kind === 'reconcile' ? ` · ${t('figure.drift')} ${count(run.drift, locale)}` : null}
						</p>
					) : run.stage === 'listing' ? (
						<Reading run={run} action={`${room}/runs`} />
					) : run.total !== null ? (
						<RunProgress run={run} action={`${room}/runs`} />
					) : (
						<div className="text-sm text-ink-soft">
							{t('run.wrote', { crm: count(run.writesCrm, locale), ma: count(run.writesMa, locale), refused: count(run.refusals, locale) })}
							{run.kind === 'live' && run.writesCrm + run.writesMa > 0 ? <UndoRun runId={run.id} action={`${room}/runs`} /> : null}
						</div>
					)}
				</li>
			))}
		</ul>
	)
}

/** A back-fill has no lines of its own: its people are counted down. */
const isList = ({ stage, kind }: ListedRun) => stage !== null && kind !== 'backfill'

/** Who is there is being found, page by page. */
function Reading({ run, action }: { run: ListedRun; action: string }) {
	const { t } = useTranslation('sync')
	const { locale } = useReader()
	useFollowing(true)
	return (
		<Form method="post" action={action} className="flex flex-wrap items-center gap-x-6 gap-y-2 text-sm text-ink-soft">
			<span>
				{t('run.reading')} · {t('list.looked', { count: run.looked, shown: count(run.looked, locale) })}
			</span>
			<input type="hidden" name="run" value={run.id} />
			<Button type="submit" size="sm" name="act" value="cancel" icon="close">
				{t('run.cancel')}
			</Button>
		</Form>
	)
}

function UndoRun({ runId, action }: { runId: number; action: string }) {
	const { t } = useTranslation('sync')
	return (
		<Form method="post" action={action} className="mt-2">
			<input type="hidden" name="of" value={runId} />
			<Button type="submit" size="sm" name="act" value="undo" icon="undo">
				{t('list.undoShow')}
			</Button>
		</Form>
	)
}

import { Form, Link, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Button, LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { useFollowing } from './use-following.ts'

export type OpenRun = {
	id: number
	what: string
	mode: 'trial' | 'import'
	state: 'queued' | 'running' | 'finished' | 'failed' | 'stopped'
	readCount: number
	createdCount: number
	updatedCount: number
	unchangedCount: number
	skippedCount: number
	rejectedCount: number
	rowCount: number | null
	trialId: number | null
	nextId: number | null
	startedAt: string
	userName: string | null
}

const tones = { queued: 'accent', running: 'accent', finished: 'positive', stopped: 'warning', failed: 'danger' } as const

/** How far it is, what is left, and the ways to stop it and to go on; the page may be left, the work goes on. */
export function ImportProgress() {
	const { t } = useTranslation('exchange')
	const { locale } = useReader()
	const { run, secondsLeft } = useLoaderData<{ run: OpenRun; secondsLeft: number | null }>()
	const isOpen = run.state === 'queued' || run.state === 'running'
	useFollowing(isOpen)
	const done = run.rowCount === null ? t('run.counting') : t('run.done', { done: count(run.readCount, locale), rows: count(run.rowCount, locale) })
	return (
		<div className="grid gap-3">
			<div className="flex flex-wrap items-end justify-between gap-4">
				<ProgressBar
					label={t(`state.${run.state}`)}
					value={run.readCount}
					max={Math.max(1, run.rowCount ?? 1)}
					note={isOpen && secondsLeft !== null ? `${done} · ${t('run.left', { count: secondsLeft })}` : done}
					tone={tones[run.state]}
					className="min-w-64 flex-1"
				/>
				<Acts run={run} />
			</div>
			<p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-soft">
				<span>
					{run.userName ?? t('runs.command')}, <DateText instant={run.startedAt} time />
				</span>
				{isOpen ? (
					<>
						<span>{t('run.leave')}</span>
						<noscript>
							<Link to="." className="text-accent underline">
								{t('run.look')}
							</Link>
						</noscript>
					</>
				) : null}
			</p>
		</div>
	)
}

function Acts({ run }: { run: OpenRun }) {
	const { t } = useTranslation('exchange')
	const { room } = useLoaderData<{ room: string }>()
	const busy = useNavigation().formData?.get('intent')
	const act = (intent: string, words: string, icon: 'close' | 'refresh' | 'upload', isMain = false) => (
		<Form method="post">
			<Button type="submit" name="intent" value={intent} icon={icon} variant={isMain ? 'primary' : 'secondary'} pending={busy === intent}>
				{words}
			</Button>
		</Form>
	)
	if (run.state === 'queued' || run.state === 'running') return act('stop', t('run.stop'), 'close')
	if (run.state === 'stopped') return act('resume', t('run.resume'), 'refresh', true)
	if (run.state !== 'finished' || run.mode !== 'trial') return null
	if (run.nextId !== null) return <LinkButton to={`${room}/${run.nextId}`}>{t('run.toImport')}</LinkButton>
	return run.createdCount + run.updatedCount > 0 ? act('start', t('run.start', { count: run.createdCount + run.updatedCount }), 'upload', true) : null
}

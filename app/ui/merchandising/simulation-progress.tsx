import { Form, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { date } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Banner } from '../parts/banner.tsx'
import { Button, LinkButton } from '../parts/button.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { useFollowing } from './use-following.ts'

export type ShownRun = {
	id: number
	state: 'queued' | 'running' | 'finished' | 'cancelled'
	fromAt: string
	toAt: string
	orderCount: number
	doneCount: number
	inexactCount: number
	promotionVersion: number
}

/** How far it is, what is left, and the way to stop it; the page may be left, the work goes on. */
export function SimulationProgress() {
	const { t } = useTranslation('merchandising')
	const { locale, timeZone } = useReader()
	const { run, promotion, secondsLeft } = useLoaderData<{ run: ShownRun; promotion: { id: number; version: number }; secondsLeft: number | null }>()
	const isOpen = run.state === 'queued' || run.state === 'running'
	useFollowing(isOpen)
	// The last instant of the period still belongs to it; the next one does not.
	const until = new Date(new Date(run.toAt).getTime() - 1).toISOString()
	const period = t('simulate.period', { from: date(run.fromAt, locale, timeZone), to: date(until, locale, timeZone) })
	const done = t('simulate.done', { done: count(run.doneCount, locale), orders: count(run.orderCount, locale) })
	return (
		<div className="grid gap-3">
			<div className="flex flex-wrap items-end justify-between gap-4">
				<ProgressBar
					label={`${t(`simulate.state.${run.state}`)} · ${period}`}
					value={run.doneCount}
					max={Math.max(1, run.orderCount)}
					note={isOpen && secondsLeft !== null ? `${done} · ${t('simulate.left', { count: secondsLeft })}` : done}
					tone={run.state === 'cancelled' ? 'warning' : run.state === 'finished' ? 'positive' : 'accent'}
					className="min-w-64 flex-1"
				/>
				{isOpen ? (
					<Form method="post">
						<input type="hidden" name="run" value={run.id} />
						<Button type="submit" name="intent" value="stop" icon="close">
							{t('simulate.stop')}
						</Button>
					</Form>
				) : (
					<LinkButton to={`/merchandising/promotions/${promotion.id}/simulate.csv?run=${run.id}`} reloadDocument icon="download">
						{t('simulate.csv')}
					</LinkButton>
				)}
			</div>
			{isOpen ? <p className="text-sm text-ink-soft">{t('simulate.leave')}</p> : null}
			{run.promotionVersion === promotion.version ? null : <Banner tone="info">{t('simulate.older', { version: run.promotionVersion })}</Banner>}
			{run.inexactCount > 0 ? <Banner tone="warning">{t('simulate.inexact', { count: run.inexactCount })}</Banner> : null}
		</div>
	)
}

import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useReader } from '../format/locale.tsx'
import { count } from '../format/number.ts'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'

export type RunShown = { id: number; state: string; total: number; looked: number; changed: number; finishedAt: string | null } | null

const lookEveryMs = 2000

/** How far a long work is, with the way to stop it; safe to leave and come back. */
export function RunProgress({ run, mayStop = true }: { run: RunShown; mayStop?: boolean }) {
	const { t } = useTranslation('automation')
	const { locale } = useReader()
	const { revalidate } = useRevalidator()
	const isOpen = run?.state === 'waiting' || run?.state === 'running'
	useEffect(() => {
		if (!isOpen) return
		const timer = setInterval(revalidate, lookEveryMs)
		return () => clearInterval(timer)
	}, [isOpen, revalidate])
	if (!run) return null
	const counts = t('run.counts', { looked: count(run.looked, locale), total: count(run.total, locale), changed: count(run.changed, locale) })
	if (!isOpen)
		return (
			<p className="text-sm text-ink-soft tabular-nums">
				{t(`run.${run.state}`)} {run.finishedAt ? <DateText instant={run.finishedAt} /> : null} · {counts}
			</p>
		)
	return (
		<div className="grid gap-2">
			<ProgressBar label={t(`run.${run.state}`)} value={run.looked} max={Math.max(run.total, 1)} note={counts} />
			{mayStop ? (
				<Form method="post">
					<Button type="submit" name="intent" value="stop" size="sm">
						{t('run.stop')}
					</Button>
				</Form>
			) : null}
		</div>
	)
}

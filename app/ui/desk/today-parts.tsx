import { useFetcher } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { day, type Instant } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'
import { money } from '../format/money.ts'
import { percent } from '../format/number.ts'
import { placeName } from '../format/place-name.ts'
import { Badge } from '../parts/badge.tsx'
import { IconButton, TextLink } from '../parts/button.tsx'
import { cn } from '../parts/cn.ts'
import { DateText, DayText } from '../parts/date-text.tsx'
import { Icon } from '../parts/icon.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { TaskSource } from './task-source.tsx'
import { useTaskText } from './use-task-text.ts'

type Goal = { startsOn: string; endsOn: string; currency: string; targetMinor: number; achievedMinor: number; reachedAt: Instant | null }

/** How far the period's goal is reached, and the word when it is. */
export function GoalFigure({ goal }: { goal: Goal | null }) {
	const { t } = useTranslation('desk')
	const { locale } = useReader()
	if (!goal) return <Section title={t('goal.title')}>{t('goal.none')}</Section>
	const { achievedMinor, targetMinor, currency, endsOn, reachedAt } = goal
	return (
		<Section title={t('goal.title')} aside={t('goal.until', { day: day(endsOn, locale) })}>
			<p className="font-display text-2xl lining-nums tabular-nums">
				<Money minor={achievedMinor} currency={currency} />
			</p>
			<ProgressBar
				label={t('goal.of', { target: money(targetMinor, currency, locale) })}
				value={achievedMinor}
				max={targetMinor}
				note={percent(achievedMinor / targetMinor, locale)}
				tone={reachedAt ? 'positive' : 'accent'}
			/>
			{reachedAt ? (
				<p className="flex items-center gap-2 bg-positive-soft px-3 py-2 text-sm font-medium text-positive">
					<Icon name="star" className="size-4.5" />
					<span>
						{t('goal.reached')} <DateText instant={reachedAt} />
					</span>
				</p>
			) : null}
		</Section>
	)
}

type Task = {
	id: number
	subject: string
	facts: Record<string, unknown>
	dueOn: string | null
	priority: string
	accountId: number | null
	accountName: string | null
}

export function TaskList({ tasks, today }: { tasks: readonly Task[]; today: string }) {
	const { t } = useTranslation('desk')
	return (
		<Section title={t('tasks.title')} aside={tasks.length > 0 ? t('tasks.count', { count: tasks.length }) : null}>
			{tasks.length === 0 ? <p className="text-sm text-ink-soft">{t('tasks.none')}</p> : null}
			<ul className="grid">
				{tasks.map((task) => (
					<TaskRow key={task.id} task={task} today={today} />
				))}
			</ul>
		</Section>
	)
}

function TaskRow({ task, today }: { task: Task; today: string }) {
	const { t } = useTranslation('desk')
	const textOf = useTaskText()
	const fetcher = useFetcher()
	const isLate = task.dueOn !== null && task.dueOn < today
	return (
		<li className={cn('grid grid-cols-[auto_1fr] gap-3 border-b border-rule py-3 text-sm first:pt-0', fetcher.state !== 'idle' && 'opacity-50')}>
			<fetcher.Form method="post" action="/desk">
				<input type="hidden" name="intent" value="task" />
				<input type="hidden" name="taskId" value={task.id} />
				<IconButton type="submit" icon="check" size="sm" variant="secondary" label={t('tasks.done')} />
			</fetcher.Form>
			<div className="grid gap-1">
				<p className="font-medium">{textOf(task)}</p>
				<TaskSource subject={task.subject} facts={task.facts} />
				<p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-ink-soft">
					{task.accountId ? <TextLink to={`/desk/accounts/${task.accountId}`}>{task.accountName}</TextLink> : null}
					{task.dueOn ? <DayText day={task.dueOn} style="short" /> : null}
					{isLate ? <Badge tone="danger">{t('tasks.late')}</Badge> : task.priority === 'high' ? <Badge tone="warning">{t('tasks.high')}</Badge> : null}
				</p>
			</div>
		</li>
	)
}

type Notice = {
	id: number
	kind: string
	facts: Record<string, unknown>
	accountId: number | null
	accountName: string | null
	createdAt: Instant
	readAt: Instant | null
}

export function NoticeList({ notices, at }: { notices: readonly Notice[]; at: Instant }) {
	const { t, i18n } = useTranslation('desk')
	const { locale } = useReader()
	if (notices.length === 0) return <p className="text-sm text-ink-soft">{t('notices.none')}</p>
	const textOf = ({ kind, facts, accountName }: Notice) => {
		const key = `notices.kind.${kind.replaceAll('.', '_')}`
		return t(i18n.exists(`desk:${key}`) ? key : 'notices.kind.any', {
			...facts,
			jurisdiction: placeName(String(facts['jurisdiction'] ?? ''), locale),
			account: accountName ?? '',
		})
	}
	return (
		<ul className="grid text-sm">
			{notices.map((notice) => (
				<li key={notice.id} className="grid gap-0.5 border-b border-rule py-3 first:pt-0">
					<p className={notice.readAt ? 'text-ink-soft' : 'font-medium'}>{textOf(notice)}</p>
					<p className="flex flex-wrap gap-x-3 text-ink-soft">
						<DateText instant={notice.createdAt} at={at} />
						{notice.accountId ? <TextLink to={`/desk/accounts/${notice.accountId}`}>{notice.accountName}</TextLink> : null}
					</p>
				</li>
			))}
		</ul>
	)
}

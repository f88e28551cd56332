import { Form } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { useTaskText } from '../desk/use-task-text.ts'
import { useReader } from '../format/locale.tsx'
import { count, list } from '../format/number.ts'
import { Badge, Status } from '../parts/badge.tsx'
import { Button, IconButton, TextLink } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Section } from '../parts/page-header.tsx'
import { useListHref } from '../parts/use-list-href.ts'
import type { PersonView } from './person-view.ts'

type Task = PersonView['tasks'][number]

/** What somebody is asked to do about her; it may be ended here as on the owner's desk (sync-core.md A7). */
export function PersonTasks({ tasks, all, mayAct }: { tasks: readonly Task[]; all: number; mayAct: boolean }) {
	const { t } = useTranslation('people')
	const { locale } = useReader()
	const href = useListHref()
	return (
		<Section title={t('tasks')}>
			{tasks.length === 0 ? <p className="text-sm text-ink-soft">{t('noTask')}</p> : null}
			<ul className="grid gap-3">
				{tasks.map((task) => (
					<TaskLine key={task.id} task={task} mayAct={mayAct} />
				))}
			</ul>
			{all > tasks.length ? (
				<p className="pt-3 text-sm">
					<TextLink to={href({ tasks: 'all' })}>{t('allTasks', { count: all, shown: count(all, locale) })}</TextLink>
				</p>
			) : null}
		</Section>
	)
}

function TaskLine({ task, mayAct }: { task: Task; mayAct: boolean }) {
	const { t: crm } = useTranslation('crm')
	const textOf = useTaskText()
	const { status, priority, dueOn, ownerName } = task
	const isOpen = status === 'open'
	return (
		<li className="flex flex-wrap items-start justify-between gap-2 text-sm">
			<div className="min-w-0 flex-1">
				<span className="font-medium wrap-anywhere">{textOf(task)}</span>{' '}
				{priority === 'high' && isOpen ? <Badge tone="warning">{crm('tasks.priority.high')}</Badge> : null}
				{task.isLog ? <DayDone facts={task.facts} /> : null}
				<span className="block text-ink-soft">
					{ownerName} {dueOn ? <DayText day={dueOn} style="short" /> : null}
				</span>
				{isOpen || task.isLog ? null : <Status tone={status === 'done' ? 'positive' : 'neutral'}>{crm(`tasks.status.${status}`)}</Status>}
			</div>
			{mayAct && !task.isLog ? (
				<Form method="post" className="flex items-center gap-1">
					<input type="hidden" name="intent" value="task" />
					<input type="hidden" name="taskId" value={task.id} />
					{isOpen ? (
						<>
							<Button type="submit" size="sm" name="status" value="done" icon="check">
								{crm('tasks.done')}
							</Button>
							<IconButton type="submit" size="sm" name="status" value="dropped" icon="close" label={crm('tasks.drop')} />
						</>
					) : (
						<Button type="submit" size="sm" name="status" value="open">
							{crm('tasks.reopen')}
						</Button>
					)}
				</Form>
			) : null}
		</li>
	)
}

/** What she did on a day, and what she looked at; each single thing stands among her activities. */
function DayDone({ facts }: { facts: Task['facts'] }) {
	const { t } = useTranslation(['people', 'desk'])
	const { locale } = useReader()
	const { kinds = [], names = [], more = 0 } = facts as { kinds?: { kind: string; times: number }[]; names?: string[]; more?: number }
	const done = kinds.map(({ kind, times }) => t('desk:tasks.did', { what: t(`activity.${kind.replaceAll('.', '_')}`), times: count(times, locale) }))
	return (
		<span className="block text-ink-soft">
			{list(done, locale)}
			{names.map((name) => (
				<span key={name} className="block ps-3 wrap-anywhere">
					{name}
				</span>
			))}
			{more > 0 ? <span className="block ps-3">{t('desk:tasks.alsoLooked', { more: count(more, locale) })}</span> : null}
		</span>
	)
}

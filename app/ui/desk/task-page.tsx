import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../parts/badge.tsx'
import { Button, IconButton } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { TaskSource } from './task-source.tsx'
import { useTaskText } from './use-task-text.ts'

type Task = {
	id: number
	subject: string
	facts: Record<string, unknown>
	dueOn: string | null
	priority: string
	status: string
	accountId: number | null
	accountName: string | null
	leadId: number | null
	personName: string | null
}
type Props = {
	tasks: readonly Task[]
	next: string | null
	today: string
	filter: { text: string | null; status: string | null; due: string | null; after: string | null }
}

/** What one has to do, those due first before the others; what was ended can be opened again. */
export function TaskPage({ tasks, next, today, filter }: Props) {
	const { t } = useTranslation('crm')
	const isFiltered = Boolean(filter.text || filter.status || filter.due)
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(isFiltered ? 'queues.noneFound.title' : 'tasks.empty')}
		>
			{t(isFiltered ? 'campaigns.noneFound' : 'tasks.emptyText')}
		</EmptyState>
	)
	return (
		<>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('tasks.search')} value={filter.text ?? ''} className="w-full sm:w-72" />
				<ListChoice
					label={t('field.status')}
					name="status"
					value={filter.status === 'open' ? null : filter.status}
					any={t('tasks.status.open')}
					options={['done', 'dropped'].map((value) => ({ value, label: t(`tasks.status.${value}`) }))}
				/>
				<ListChoice
					label={t('tasks.column.due')}
					name="due"
					value={filter.due}
					any={t('tasks.anyDue')}
					options={['late', 'today', 'week'].map((value) => ({ value, label: t(`tasks.due.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={tasks.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after}
				nextAfter={next}
			>
				<Table caption={t('tasks.title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('tasks.column.subject')}</Th>
							<Th>{t('tasks.column.person')}</Th>
							<Th>{t('tasks.column.account')}</Th>
							<Th>{t('tasks.column.due')}</Th>
							<Th>
								<span className="sr-only">{t('tasks.end')}</span>
							</Th>
						</tr>
					</THead>
					<TBody>
						{tasks.map((task) => (
							<TaskLine key={task.id} task={task} today={today} />
						))}
					</TBody>
				</Table>
			</ListBody>
		</>
	)
}

function TaskLine({ task, today }: { task: Task; today: string }) {
	const { t } = useTranslation('crm')
	const textOf = useTaskText()
	const isOpen = task.status === 'open'
	return (
		<Tr className="hover:bg-sunken">
			<Td>
				<span className="font-medium">{textOf(task)}</span>{' '}
				{task.priority === 'high' && isOpen ? <Badge tone="warning">{t('tasks.priority.high')}</Badge> : null}
				<TaskSource subject={task.subject} facts={task.facts} />
			</Td>
			<Td label={t('tasks.column.person')} empty={!task.personName}>
				{task.leadId ? (
					<Link to={`/desk/leads/${task.leadId}`} className="text-accent hover:underline">
						{task.personName}
					</Link>
				) : (
					(task.personName ?? '–')
				)}
			</Td>
			<Td label={t('tasks.column.account')} empty={!task.accountId}>
				{task.accountId ? (
					<Link to={`/desk/accounts/${task.accountId}`} className="text-accent hover:underline">
						{task.accountName}
					</Link>
				) : (
					'–'
				)}
			</Td>
			<Td label={t('tasks.column.due')} empty={!task.dueOn}>
				{task.dueOn ? <DayText day={task.dueOn} style="short" /> : '–'}{' '}
				{isOpen && task.dueOn && task.dueOn < today ? <Badge tone="danger">{t('tasks.due.late')}</Badge> : null}
			</Td>
			<Td>
				<Form method="post" className="flex items-center gap-1">
					<input type="hidden" name="taskId" value={task.id} />
					{isOpen ? (
						<>
							<Button type="submit" size="sm" name="status" value="done" icon="check">
								{t('tasks.done')}
							</Button>
							<IconButton type="submit" size="sm" name="status" value="dropped" icon="close" label={t('tasks.drop')} />
						</>
					) : (
						<Button type="submit" size="sm" name="status" value="open">
							{t('tasks.reopen')}
						</Button>
					)}
				</Form>
			</Td>
		</Tr>
	)
}

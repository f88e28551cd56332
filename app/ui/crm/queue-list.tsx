import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Button } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Queue = { id: number; name: string; waiting: number; oldestAt: Instant | null }
type Row = {
	id: number
	name: string
	company: string | null
	title: string | null
	email: string | null
	phone: string | null
	score: number
	grade: string
	queueName: string
	leadId: number | null
	assignedAt: Instant
}
type Props = {
	queues: readonly Queue[]
	rows: readonly Row[]
	next: string | null
	filter: { text: string | null; queueId: number | null; after: string | null }
	at: Instant
}

/** Queues of a desk with the way to take the next out of each, and everybody who waits, the longest first. */
export function QueueList({ queues, rows, next, filter, at }: Props) {
	const { t } = useTranslation('crm')
	const isFiltered = Boolean(filter.text || filter.queueId)
	const kind = queues.length === 0 ? 'noQueue' : isFiltered ? 'noneFound' : 'noneWaits'
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(`queues.${kind}.title`)}
		>
			{t(`queues.${kind}.text`)}
		</EmptyState>
	)
	return (
		<>
			<ul className="mb-8 grid gap-x-8 sm:grid-cols-2 xl:grid-cols-3">
				{queues.map((queue) => (
					<li key={queue.id} className="flex items-center justify-between gap-4 border-t border-rule py-3">
						<div className="grid">
							<span className="font-medium">{queue.name}</span>
							<span className="text-sm text-ink-soft">
								{queue.waiting === 0 ? t('queues.nobody') : t('queue.waiting', { count: queue.waiting })}
								{queue.oldestAt ? (
									<>
										{' · '}
										<DateText instant={queue.oldestAt} at={at} />
									</>
								) : null}
							</span>
						</div>
						{queue.waiting > 0 ? (
							<Form method="post">
								<input type="hidden" name="queueId" value={queue.id} />
								<Button type="submit" size="sm">
									{t('queues.takeNext')}
								</Button>
							</Form>
						) : null}
					</li>
				))}
			</ul>
			{queues.length === 0 ? null : (
				<ListFilters submit={t('show')}>
					<ListSearch label={t('queues.search')} value={filter.text ?? ''} className="w-full sm:w-72" />
					<ListChoice
						label={t('queues.queue')}
						name="queue"
						value={filter.queueId === null ? null : String(filter.queueId)}
						any={t('queues.any')}
						options={queues.map(({ id, name }) => ({ value: String(id), label: name }))}
					/>
				</ListFilters>
			)}
			<ListBody
				empty={rows.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after}
				nextAfter={next}
			>
				<QueuedTable rows={rows} at={at} />
			</ListBody>
		</>
	)
}

function QueuedTable({ rows, at }: { rows: readonly Row[]; at: Instant }) {
	const { t } = useTranslation('crm')
	return (
		<Table caption={t('queues.title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('queues.person')}</Th>
					<Th>{t('field.company')}</Th>
					<Th>{t('queues.reach')}</Th>
					<Th>{t('queues.queue')}</Th>
					<Th>{t('queues.since')}</Th>
					<Th numeric>{t('field.score')}</Th>
					<Th>{t('field.grade')}</Th>
					<Th>
						<span className="sr-only">{t('queues.take')}</span>
					</Th>
				</tr>
			</THead>
			<TBody>
				{rows.map((row) => (
					<Tr key={row.id} className="hover:bg-sunken">
						<Td>
							{row.leadId ? (
								<Link to={`/desk/leads/${row.leadId}`} className="font-medium text-accent hover:underline">
									{row.name}
								</Link>
							) : (
								<span className="font-medium">{row.name}</span>
							)}
							{row.title ? <span className="block text-ink-soft">{row.title}</span> : null}
						</Td>
						<Td label={t('field.company')} empty={!row.company}>
							{row.company ?? '–'}
						</Td>
						<Td label={t('queues.reach')} empty={!row.email && !row.phone} className="wrap-anywhere">
							{row.email || row.phone || '–'}
						</Td>
						<Td label={t('queues.queue')}>{row.queueName}</Td>
						<Td label={t('queues.since')}>
							<DateText instant={row.assignedAt} at={at} />
						</Td>
						<Td label={t('field.score')} numeric>
							{row.score}
						</Td>
						<Td label={t('field.grade')}>{row.grade}</Td>
						<Td>
							<Form method="post">
								<Button type="submit" size="sm" name="prospectId" value={row.id} aria-label={t('queues.takeWhom', { name: row.name })}>
									{t('queues.take')}
								</Button>
							</Form>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

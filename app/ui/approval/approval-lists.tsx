import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { TextLink } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { ApprovalState } from './approval-state.tsx'

export type ListedRequest = {
	id: number
	state: string
	askedByName: string
	userName: string | null
	currency: string
	totalMinor: number
	askedAt: Date
	orderNumber: string | null
	isMine: boolean
	isAsked: boolean
	isReturned: boolean
	waitsFor: readonly (string | null)[]
}

/** What waits for who looks, what she asked, what others of the company asked, and what was answered. */
export function ApprovalLists({ waiting, closed, before }: { waiting: readonly ListedRequest[]; closed: readonly ListedRequest[]; before: number | null }) {
	const { t } = useTranslation('approvals')
	const mine = waiting.filter(({ isMine }) => isMine)
	const asked = waiting.filter(({ isAsked }) => isAsked)
	const others = waiting.filter(({ isMine, isAsked }) => !isMine && !isAsked)
	return (
		<div className="grid gap-12 *:min-w-0">
			<Section title={t('mine.title')}>
				{mine.length > 0 ? <RequestTable caption={t('mine.title')} requests={mine} /> : <p className="text-sm text-ink-soft">{t('mine.empty')}</p>}
			</Section>
			{asked.length > 0 ? (
				<Section title={t('asked.title')}>
					<RequestTable caption={t('asked.title')} requests={asked} />
				</Section>
			) : null}
			{others.length > 0 ? (
				<Section title={t('others.title')}>
					<RequestTable caption={t('others.title')} requests={others} />
				</Section>
			) : null}
			{closed.length > 0 ? (
				<Section title={t('closed.title')}>
					<RequestTable caption={t('closed.title')} requests={closed} />
					{before === null ? null : <TextLink to={`?before=${before}`}>{t('closed.older')}</TextLink>}
				</Section>
			) : null}
			{waiting.length + closed.length === 0 ? <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState> : null}
		</div>
	)
}

function RequestTable({ caption, requests }: { caption: string; requests: readonly ListedRequest[] }) {
	const { t } = useTranslation('approvals')
	return (
		<Table caption={caption} stacks>
			<THead>
				<tr>
					<Th>{t('column.askedBy')}</Th>
					<Th>{t('column.askedAt')}</Th>
					<Th>{t('column.state')}</Th>
					<Th numeric>{t('column.total')}</Th>
				</tr>
			</THead>
			<TBody>
				{requests.map((request) => (
					<Tr key={request.id}>
						<Th scope="row">
							<Link to={`/approvals/${request.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
								{request.userName ? t('byRep', { rep: request.userName, name: request.askedByName }) : request.askedByName}
								{request.orderNumber ? ` · ${request.orderNumber}` : ''}
							</Link>
						</Th>
						<Td label={t('column.askedAt')}>
							<DateText instant={request.askedAt} />
						</Td>
						<Td label={t('column.state')}>
							<ApprovalState state={request.state} />
							{request.state === 'waiting' ? (
								<span className="block text-sm text-ink-soft">
									{request.isReturned ? t('column.returned') : request.waitsFor.map((name) => name ?? t('anybody')).join(', ')}
								</span>
							) : null}
						</Td>
						<Td numeric label={t('column.total')}>
							<Money minor={request.totalMinor} currency={request.currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

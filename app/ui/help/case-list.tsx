import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { LinkButton } from '../parts/button.tsx'
import { DateText } from '../parts/date-text.tsx'
import { EmptyState } from '../parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../parts/list-page.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'
import { CaseStatus } from './case-status.tsx'

type Filter = { text: string | null; status: string | null; kind: string | null; after: { key: string; id: number } | null }
type Row = {
	id: number
	number: string
	kind: string
	status: 'open' | 'waiting' | 'closed'
	subject: string
	accountName: string
	contactName: string | null
	orderNumber: string | null
	productName: string | null
	messages: number
	changedAt: Instant
}

const statuses = ['open', 'waiting', 'closed'] as const
export const helpKinds = ['missing', 'damaged', 'wrong', 'question'] as const

type Props = { cases: readonly Row[]; next: string | null; filter: Filter; base: '/help' | '/desk/cases' }

/** Cases of a company, or of a desk with the companies' names, what was said last first. */
export function CaseList({ cases, next, filter, base }: Props) {
	const { t } = useTranslation('help')
	const side = base === '/help' ? 'buyer' : 'house'
	const isFiltered = Boolean(filter.text || filter.status || filter.kind)
	const kind = isFiltered ? 'none' : side === 'buyer' ? 'empty' : 'deskEmpty'
	const empty = (
		<EmptyState
			picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
			title={t(`${kind}.title`)}
			action={kind === 'empty' ? <LinkButton to="/orders">{t('empty.action')}</LinkButton> : null}
		>
			{t(`${kind}.text`)}
		</EmptyState>
	)
	return (
		<>
			<ListFilters submit={t('show')}>
				<ListSearch label={t('search')} value={filter.text ?? ''} />
				<ListChoice
					label={t('column.status')}
					name="status"
					value={filter.status}
					any={t('anyStatus')}
					options={statuses.map((value) => ({ value, label: t(`status.${side}.${value}`) }))}
					className="min-w-56 max-w-full"
				/>
				<ListChoice
					label={t('column.kind')}
					name="kind"
					value={filter.kind}
					any={t('anyKind')}
					options={helpKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
				/>
			</ListFilters>
			<ListBody
				empty={cases.length === 0 ? empty : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				after={filter.after ? filter.after.id : null}
				nextAfter={next}
			>
				<CaseTable cases={cases} base={base} side={side} />
			</ListBody>
		</>
	)
}

function CaseTable({ cases, base, side }: { cases: readonly Row[]; base: Props['base']; side: 'buyer' | 'house' }) {
	const { t } = useTranslation('help')
	return (
		<Table caption={t('title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('column.case')}</Th>
					{side === 'house' ? <Th>{t('column.account')}</Th> : null}
					<Th>{t('column.about')}</Th>
					<Th>{t('column.status')}</Th>
					<Th>{t('column.changed')}</Th>
				</tr>
			</THead>
			<TBody>
				{cases.map((one) => (
					<Tr key={one.id} className="hover:bg-sunken">
						<Td className="max-w-md">
							<Link to={`${base}/${encodeURIComponent(one.number)}`} prefetch="intent" className="block font-medium text-accent hover:underline">
								{one.subject}
							</Link>
							<span className="text-ink-soft">{[one.number, t(`kind.${one.kind}`)].join(' · ')}</span>
						</Td>
						{side === 'house' ? (
							<Td label={t('column.account')}>
								{one.accountName}
								{one.contactName ? <span className="block text-ink-soft">{one.contactName}</span> : null}
							</Td>
						) : null}
						<Td label={t('column.about')} empty={!one.orderNumber}>
							{one.productName}
							{one.orderNumber ? <span className="block text-ink-soft">{one.orderNumber}</span> : null}
						</Td>
						<Td label={t('column.status')}>
							<CaseStatus status={one.status} side={side} />
						</Td>
						<Td label={t('column.changed')}>
							<DateText instant={one.changedAt} />
							<span className="block text-ink-soft">{t('messages', { count: one.messages })}</span>
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

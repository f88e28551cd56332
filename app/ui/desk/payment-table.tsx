import { Form, Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { Status } from '../parts/badge.tsx'
import { Button } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { Money } from '../parts/money.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type Row = {
	id: number
	accountId: number
	accountName: string
	accountNumber: string
	method: string
	reference: string | null
	currency: string
	amountMinor: number
	appliedMinor: number
	status: string
	receivedOn: string
	numbers: string[]
	refundedMinor: number
	isDisputed: boolean
}

/** What came in, from whom, what it settled; the credit manager takes an applying back. */
export function PaymentTable({ payments, mayUndo }: { payments: readonly Row[]; mayUndo: boolean }) {
	const { t } = useTranslation(['documents', 'account'])
	return (
		<Table caption={t('payments.title')} dense stacks>
			<THead>
				<tr>
					<Th>{t('account:invoice.account')}</Th>
					<Th>{t('received')}</Th>
					<Th>{t('how')}</Th>
					<Th>{t('receipt.settled')}</Th>
					<Th numeric>{t('amount')}</Th>
					<Th numeric>{t('receipt.left')}</Th>
					{mayUndo ? (
						<Th>
							<span className="sr-only">{t('payments.undo')}</span>
						</Th>
					) : null}
				</tr>
			</THead>
			<TBody>
				{payments.map((one) => (
					<Tr key={one.id} className="hover:bg-sunken">
						<Td>
							<Link to={`/receivables/${one.accountId}${mayUndo ? '' : '/statement'}`} className="font-medium text-accent hover:underline">
								{one.accountName}
							</Link>{' '}
							<span className="text-ink-soft">{one.accountNumber}</span>
						</Td>
						<Td label={t('received')} className="whitespace-nowrap">
							<DayText day={one.receivedOn} />
						</Td>
						<Td label={t('how')}>
							{t(`account:paymentMethod.${one.method}`)} <span className="text-ink-soft">{one.reference}</span>
							{one.refundedMinor > 0 ? <Status tone="accent">{t('payments.state.refunded')}</Status> : null}
							{one.isDisputed ? <Status tone="danger">{t('payments.state.disputed')}</Status> : null}
						</Td>
						<Td label={t('receipt.settled')} empty={one.numbers.length === 0}>
							{settled(one.numbers)}
						</Td>
						<Td label={t('amount')} numeric>
							<Money minor={one.amountMinor} currency={one.currency} />
						</Td>
						<Td label={t('receipt.left')} numeric>
							<Money minor={one.amountMinor - one.appliedMinor} currency={one.currency} />
						</Td>
						{mayUndo ? (
							<Td numeric empty={one.numbers.length === 0}>
								{one.numbers.length > 0 ? <Undo payment={one} /> : null}
							</Td>
						) : null}
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

const SHOWN = 3
const settled = (numbers: readonly string[]) =>
	numbers.length > SHOWN ? `${numbers.slice(0, SHOWN).join(', ')} +${numbers.length - SHOWN}` : numbers.join(', ')

function Undo({ payment }: { payment: Row }) {
	const { t } = useTranslation('documents')
	return (
		<Form method="post" preventScrollReset>
			<input type="hidden" name="account" value={payment.accountId} />
			<input type="hidden" name="payment" value={payment.id} />
			<Button type="submit" size="sm" aria-label={`${t('payments.undo')} ${payment.numbers.join(', ')}`}>
				{t('payments.undo')}
			</Button>
		</Form>
	)
}

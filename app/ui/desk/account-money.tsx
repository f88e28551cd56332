import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { Instant } from '../format/date.ts'
import { Status, type Tone } from '../parts/badge.tsx'
import { DateText, DayText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { ProgressBar } from '../parts/progress-bar.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../parts/table.tsx'

type CartLine = { sku: string; name: string; quantity: string; unit: string }
type Cart = { id: number; contactName: string | null; currency: string; netMinor: number; lastActivityAt: string; lines: readonly CartLine[] }

/** What lies in carts right now. */
export function AccountCarts({ carts, accountId, at }: { carts: readonly Cart[]; accountId: number; at: Instant }) {
	const { t } = useTranslation('desk')
	return (
		<Section title={t('carts.title')}>
			{carts.length === 0 ? <p className="text-sm text-ink-soft">{t('carts.none')}</p> : null}
			{carts.map((cart) => (
				<div key={cart.id} className="grid gap-2 text-sm">
					<p className="flex flex-wrap gap-x-3 text-ink-soft">
						<span className="font-medium text-ink">{cart.contactName ?? t('carts.nobody')}</span>
						<DateText instant={cart.lastActivityAt} at={at} />
						{cart.netMinor > 0 ? <Money minor={cart.netMinor} currency={cart.currency} /> : null}
						<Link to={`/desk/accounts/${accountId}/carts/${cart.id}`} prefetch="intent" className="text-accent hover:underline">
							{t('carts.open')}
						</Link>
					</p>
					<ul className="grid gap-0.5 tabular-nums">
						{cart.lines.map((line) => (
							<li key={line.sku + line.unit}>{t('alerts.line', { quantity: line.quantity, name: line.name })}</li>
						))}
					</ul>
				</div>
			))}
		</Section>
	)
}

const stageTones: Record<string, Tone> = { placed: 'accent', closed: 'positive', cancelled: 'danger', awaiting_approval: 'warning' }
type Order = {
	id: number
	number: string
	stage: string
	placedAt: string
	currency: string
	totalMinor: number
	poNumber: string | null
	byRep: string | null
	contactName: string | null
}

export function AccountOrders({ orders }: { orders: readonly Order[] }) {
	const { t } = useTranslation('desk')
	return (
		<Section title={t('orders.title')}>
			{orders.length === 0 ? <p className="text-sm text-ink-soft">{t('orders.none')}</p> : null}
			{orders.length > 0 ? (
				<Table caption={t('orders.title')} dense stacks>
					<THead>
						<Tr>
							<Th>{t('orders.number')}</Th>
							<Th>{t('orders.stage')}</Th>
							<Th>{t('orders.by')}</Th>
							<Th numeric>{t('orders.placed')}</Th>
							<Th numeric>{t('orders.total')}</Th>
						</Tr>
					</THead>
					<TBody>
						{orders.map((order) => (
							<Tr key={order.id}>
								<Th scope="row">
									{order.number}
									{order.poNumber ? <span className="block font-normal text-ink-soft">{order.poNumber}</span> : null}
								</Th>
								<Td label={t('orders.stage')}>
									<Status tone={stageTones[order.stage] ?? 'neutral'}>{t(`orders.stages.${order.stage}`)}</Status>
								</Td>
								<Td label={t('orders.by')}>{order.byRep ? t('orders.forBuyer', { rep: order.byRep, contact: order.contactName ?? '' }) : order.contactName}</Td>
								<Td numeric label={t('orders.placed')}>
									<DateText instant={order.placedAt} />
								</Td>
								<Td numeric label={t('orders.total')}>
									<Money minor={order.totalMinor} currency={order.currency} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			) : null}
		</Section>
	)
}

type Invoice = { id: number; number: string; kind: string; issuedOn: string; dueOn: string; currency: string; totalMinor: number; openMinor: number }

export function AccountInvoices({ invoices }: { invoices: readonly Invoice[] }) {
	const { t } = useTranslation('desk')
	if (invoices.length === 0) return null
	return (
		<Section title={t('invoices.title')}>
			<Table caption={t('invoices.title')} dense stacks>
				<THead>
					<Tr>
						<Th>{t('invoices.number')}</Th>
						<Th numeric>{t('invoices.due')}</Th>
						<Th numeric>{t('invoices.total')}</Th>
						<Th numeric>{t('invoices.open')}</Th>
					</Tr>
				</THead>
				<TBody>
					{invoices.map((invoice) => (
						<Tr key={invoice.id}>
							<Th scope="row">
								{invoice.number}
								{invoice.kind === 'credit_note' ? <span className="block font-normal text-ink-soft">{t('invoices.creditNote')}</span> : null}
							</Th>
							<Td numeric label={t('invoices.due')}>
								<DayText day={invoice.dueOn} />
							</Td>
							<Td numeric label={t('invoices.total')}>
								<Money minor={invoice.totalMinor} currency={invoice.currency} />
							</Td>
							<Td numeric label={t('invoices.open')}>
								{invoice.openMinor === 0 ? t('invoices.settled') : <Money minor={invoice.openMinor} currency={invoice.currency} />}
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
		</Section>
	)
}

type Credit = { currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number } | null

/** available = limit − open invoices − shipped unbilled − live reservations (commerce-engine.md section 8). */
export function AccountCredit({ credit, termsDays }: { credit: Credit; termsDays: number }) {
	const { t } = useTranslation('desk')
	if (!credit) return <Section title={t('credit.title')}>{t('credit.none')}</Section>
	const used = credit.openInvoiceMinor + credit.unbilledMinor + credit.reservedMinor
	const row = (key: string, minor: number, strong = false) => ({
		...{ key, label: t(`credit.${key}`), strong },
		value: <Money minor={minor} currency={credit.currency} />,
	})
	return (
		<Section title={t('credit.title')} aside={termsDays > 0 ? t('credit.terms', { count: termsDays }) : t('credit.cardOnly')}>
			<ProgressBar label={t('credit.used')} value={used} max={credit.limitMinor} note={null} tone={used > credit.limitMinor ? 'danger' : 'accent'} />
			<KeyValueList
				sums
				rows={[
					row('limit', credit.limitMinor),
					row('invoices', -credit.openInvoiceMinor),
					row('unbilled', -credit.unbilledMinor),
					row('reserved', -credit.reservedMinor),
					row('available', credit.limitMinor - used, true),
				]}
			/>
		</Section>
	)
}

import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { sumsWithTax } from '../../engine/order/sums-with-tax.ts'
import { ApprovalSteps, type ShownStep } from '../approval/approval-state.tsx'
import { useReader } from '../format/locale.tsx'
import { unitPriceText } from '../format/money.ts'
import { TextLink } from '../parts/button.tsx'
import { DayText } from '../parts/date-text.tsx'
import { KeyValueList } from '../parts/key-value.tsx'
import { Money } from '../parts/money.tsx'
import { Section } from '../parts/page-header.tsx'
import { InvoiceStatus } from './invoice-status.tsx'

type Facts = {
	poNumber: string | null
	paymentMethod: string | null
	termsDays: number | null
	contactName: string | null
	userName: string | null
	onBehalfReason: string | null
	channel: string
}

/** Who ordered, for whom, on which papers and terms. */
export function OrderFacts({ order }: { order: Facts }) {
	const { t } = useTranslation('account')
	const rows = [
		...(order.poNumber ? [{ key: 'po', label: t('orders.column.po'), value: order.poNumber }] : []),
		{
			key: 'payment',
			label: t('order.payment'),
			value: order.paymentMethod === 'card' ? t('order.byCard') : order.termsDays ? t('order.terms', { count: order.termsDays }) : t('order.onInvoice'),
		},
		...(order.contactName ? [{ key: 'by', label: t(order.userName ? 'order.for' : 'order.by'), value: order.contactName }] : []),
		...(order.userName ? [{ key: 'rep', label: t('order.rep'), value: order.userName }] : []),
		...(order.onBehalfReason ? [{ key: 'reason', label: t('order.reason'), value: order.onBehalfReason }] : []),
		...(order.channel === 'import' ? [{ key: 'channel', label: t('order.channel'), value: t('order.imported') }] : []),
	]
	return <KeyValueList rows={rows} />
}

type Approval = { id: number; currency: string; steps: readonly Omit<ShownStep, 'isTurn' | 'deputyName'>[] } | null

/** Who approved it before it was placed, by which rule and when. */
export function OrderApproval({ approval }: { approval: Approval }) {
	const { t } = useTranslation('approvals')
	if (!approval) return null
	return (
		<Section title={t('approved')} aside={<TextLink to={`/approvals/${approval.id}`}>{t('toRequest')}</TextLink>}>
			<ApprovalSteps steps={approval.steps.map((step) => ({ ...step, isTurn: false, deputyName: null }))} currency={approval.currency} />
		</Section>
	)
}

type Sums = {
	currency: string
	goodsMinor: number
	discountMinor: number
	netMinor: number
	lines: readonly { kind: string; netMinor: number; taxMinor: number }[]
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	totalMinor: number
	pricesIncludeTax: boolean
}

export function OrderSums({ order }: { order: Sums }) {
	const { t } = useTranslation('account')
	const { currency } = order
	const feesMinor = order.lines.reduce((sum, { kind, netMinor }) => (kind === 'fee' ? sum + netMinor : sum), 0)
	const rows = order.pricesIncludeTax ? rowsWithTax(order, feesMinor) : rowsBeforeTax(order, feesMinor)
	const shown = rows
		.filter(([, minor, always]) => always || minor < 0)
		.map(([key, minor]) => ({ key, label: t(`sum.${key}`), value: <Money minor={minor} currency={currency} />, strong: key.startsWith('total') }))
	return <KeyValueList sums rows={shown} />
}

/** What is not always shown only where it takes something off. */
type SumRow = [key: string, minor: number, always: boolean]

const rowsBeforeTax = (order: Sums, feesMinor: number): SumRow[] => [
	['goods', order.goodsMinor, order.discountMinor > 0 || feesMinor > 0],
	['discount', -order.discountMinor, false],
	['fees', feesMinor, feesMinor > 0],
	['net', order.netMinor, true],
	['shipping', order.shippingMinor, true],
	['shippingDiscount', -order.shippingDiscountMinor, false],
	['tax', order.taxMinor, true],
	['total', order.totalMinor, true],
]

/** Where prices had the tax in them they stand as they were agreed, and the tax last, as a part of the total. */
function rowsWithTax(order: Sums, feesMinor: number): SumRow[] {
	const { shippingMinor, relievedMinor } = sumsWithTax({ ...order, feesMinor, linesTaxMinor: order.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0) })
	return [
		['goodsWithTax', order.goodsMinor, true],
		['discount', -order.discountMinor, false],
		['fees', feesMinor, feesMinor > 0],
		['relieved', -relievedMinor, false],
		['shipping', shippingMinor, true],
		['shippingDiscount', -order.shippingDiscountMinor, false],
		['totalWithTax', order.totalMinor, true],
		['ofWhichTax', order.taxMinor, true],
	]
}

/** Prices that fell since she looked: taken, and told (section 4). */
export function PriceFalls({
	order,
}: {
	order: { currency: string; falls: readonly { sequence: number; before: string; after: string }[]; lines: readonly { sequence: number; name: string }[] }
}) {
	const { t } = useTranslation('account')
	const { locale } = useReader()
	const { falls, currency, lines } = order
	if (falls.length === 0) return null
	return (
		<div className="mb-3 border-l-4 border-positive bg-positive-soft px-4 py-2 text-sm">
			<p className="font-medium">{t('order.fell', { count: falls.length })}</p>
			<ul>
				{falls.map(({ sequence, before, after }) => (
					<li key={sequence}>
						{lines.find((line) => line.sequence === sequence)?.name} <s className="text-ink-soft">{unitPriceText(before, currency, locale)}</s>{' '}
						{unitPriceText(after, currency, locale)}
					</li>
				))}
			</ul>
		</div>
	)
}

type Invoiced = { number: string; kind: string; issuedOn: string; dueOn: string; totalMinor: number; settledMinor: number }

export function OrderInvoices({ invoices, currency }: { invoices: readonly Invoiced[]; currency: string }) {
	const { t } = useTranslation('account')
	if (invoices.length === 0) return null
	return (
		<Section title={t('invoices.title')}>
			<ul className="grid text-sm">
				{invoices.map((invoice) => (
					<li key={`${invoice.kind} ${invoice.number}`} className="grid grid-cols-[1fr_auto] gap-x-4 border-b border-rule py-2 last:border-b-0">
						<Link to={`/invoices/${encodeURIComponent(invoice.number)}`} className="text-accent hover:underline">
							{invoice.number}
						</Link>
						<Money minor={invoice.totalMinor} currency={currency} className="text-right" />
						<InvoiceStatus invoice={invoice} />
						<span className="text-right text-ink-soft">
							<DayText day={invoice.dueOn} />
						</span>
					</li>
				))}
			</ul>
		</Section>
	)
}

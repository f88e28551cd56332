import type { TFunction } from 'i18next'
import { type OrderFacts, readOrderFacts } from '../../../db/queries/mail-facts.ts'
import type { MailBlock } from '../../engine/content/mail-content.ts'
import { sumsWithTax } from '../../engine/order/sums-with-tax.ts'
import { trackingPage } from '../../engine/order/tracking-page.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, MailFormat, Written } from './types.ts'

/** A long order is told by its first lines; the page has them all. */
const shownLines = 20

const keys: Readonly<Record<string, string>> = {
	'order.placed': 'orderPlaced',
	'order.cancelled': 'orderCancelled',
	'order.part_cancelled': 'orderPartCancelled',
	'order.shipped': 'orderShipped',
	'order.delivered': 'orderDelivered',
	'payment.declined': 'paymentDeclined',
}

/** Tells a buyer what became of her order; when a rep did it for her, who did and what (commerce-engine.md section 10). */
export async function loadOrderMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const orderId = event.payload['orderId']
	const order = typeof orderId === 'number' ? await readOrderFacts(desk.db, orderId) : null
	if (!order) return null
	const { format } = desk
	const isOnBehalf = event.topic === 'order.placed' && order.repName !== null
	const isStanding = event.topic === 'order.placed' && event.payload['channel'] === 'standing_order'
	const isDeclined = event.topic === 'payment.declined'
	const page = `/orders/${encodeURIComponent(order.number)}`
	return loadFramedMail(desk, event, order, ({ t, locale }) => ({
		key: isOnBehalf ? 'orderOnBehalf' : isStanding ? 'orderStanding' : (keys[event.topic] ?? 'orderPlaced'),
		facts: { number: order.number, rep: order.repName ?? '', company: order.sellerName },
		kind: isOnBehalf ? 'order.placed_for_you' : event.topic,
		blocks: [
			...(event.topic === 'order.placed' ? goods(order, t, format, locale) : []),
			...deliveries(order, t, format, locale),
			...(event.topic === 'order.shipped' ? parcel(event.payload, t) : []),
			...(event.topic === 'order.part_cancelled' ? fallenAway(event.payload, order, t, format, locale) : []),
		],
		button: { label: t(isDeclined ? 'paymentDeclined.button' : 'order.button'), path: isDeclined ? `${page}/pay` : page },
	}))
}

function goods(order: OrderFacts, t: TFunction, { money, quantity }: MailFormat, locale: string): MailBlock[] {
	const amount = (minor: number) => money(minor, order.currency, locale)
	const fees = order.lines.filter(({ kind }) => kind === 'fee')
	const lines = order.lines.filter(({ kind }) => kind !== 'fee')
	const feesMinor = fees.reduce((sum, { netMinor }) => sum + netMinor, 0)
	const rows = lines.slice(0, shownLines).map((line) => [line.name, quantity(line.quantity, locale), amount(line.netMinor)])
	const more = lines.length - rows.length
	const named = fees.map(({ name, netMinor }) => [name, '', amount(netMinor)])
	const sum = (key: string, minor: number) => [t(`order.${key}`), '', amount(minor)]
	const { netMinor, shippingMinor, taxMinor, totalMinor, pricesIncludeTax } = order
	const foot = pricesIncludeTax
		? footWithTax(order, { feesMinor, named, sum })
		: [sum('goods', netMinor - feesMinor), ...named, sum('shipping', shippingMinor), sum('tax', taxMinor), sum('total', totalMinor)]
	const terms = order.termsDays ? [{ name: t('order.termsName'), value: t('order.terms', { count: order.termsDays }) }] : []
	const po = order.poNumber ? [{ name: t('order.poNumber'), value: order.poNumber }] : []
	return [
		{
			kind: 'lines',
			head: [t('order.product'), t('order.quantity'), t(pricesIncludeTax ? 'order.amountWithTax' : 'order.amount')],
			rows,
			foot,
			figures: [1, 2],
		},
		...(more > 0 ? [{ kind: 'note' as const, text: t('order.more', { count: more }) }] : []),
		...(terms.length + po.length > 0 ? [{ kind: 'facts' as const, facts: [...terms, ...po] }] : []),
	]
}

type Foot = { feesMinor: number; named: string[][]; sum: (key: string, minor: number) => string[] }

/** Where prices had the tax in them the mail says so, as the order's page does. */
function footWithTax(order: OrderFacts, { feesMinor, named, sum }: Foot): string[][] {
	const { goodsMinor, discountMinor, totalMinor, taxMinor } = order
	const linesTaxMinor = order.lines.reduce((total, line) => total + line.taxMinor, 0)
	const { shippingMinor, relievedMinor } = sumsWithTax({ ...order, shippingDiscountMinor: 0, feesMinor, linesTaxMinor })
	return [
		sum('goodsWithTax', goodsMinor),
		...(discountMinor > 0 ? [sum('discount', -discountMinor)] : []),
		...named,
		...(relievedMinor > 0 ? [sum('relieved', -relievedMinor)] : []),
		...[sum('shipping', shippingMinor), sum('totalWithTax', totalMinor), sum('ofWhichTax', taxMinor)],
	]
}

function deliveries(order: OrderFacts, t: TFunction, { day }: MailFormat, locale: string): MailBlock[] {
	if (order.deliveries.length === 0) return []
	const facts = order.deliveries.map((delivery, index) => ({
		name: delivery.place || t('order.delivery', { number: index + 1 }),
		value: [delivery.on ? day(delivery.on, locale) : '', t(`deliveryStatus.${delivery.status}`)].filter(Boolean).join(' · '),
	}))
	return [{ kind: 'facts', facts }]
}

/** The parcel that has left, as the event says it: two shipments of one delivery are two mails. */
function parcel({ carrier, trackingNumber }: Record<string, unknown>, t: TFunction): MailBlock[] {
	if (typeof carrier !== 'string' && typeof trackingNumber !== 'string') return []
	const text = [carrier, trackingNumber].filter((part) => typeof part === 'string').join(' ')
	const page = trackingPage(typeof carrier === 'string' ? carrier : null, typeof trackingNumber === 'string' ? trackingNumber : null)
	return [
		{ kind: 'facts', facts: [{ name: t('order.parcel'), value: text }] },
		...(page ? [{ kind: 'button' as const, label: t('order.track'), url: page }] : []),
	]
}

function fallenAway({ lapsedMinor }: Record<string, unknown>, { currency }: OrderFacts, t: TFunction, { money }: MailFormat, locale: string): MailBlock[] {
	return typeof lapsedMinor === 'number' ? [{ kind: 'facts', facts: [{ name: t('order.cancelledPart'), value: money(lapsedMinor, currency, locale) }] }] : []
}

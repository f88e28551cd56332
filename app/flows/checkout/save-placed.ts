import type { Tx } from '../../../db/client.server.ts'
import { deleteBareDeliveries } from '../../../db/queries/cart-delivery.ts'
import { spendPayLink } from '../../../db/queries/pay-link.ts'
import { reserveCredit, takePoNumber } from '../../../db/queries/submit.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { CreditOffer } from '../../engine/credit/decide-credit.ts'
import type { DecidedOrder } from '../../engine/order/decide-order.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import type { LoadedCart } from '../cart/load-priced-cart.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveCardPayment } from '../payment/save-card-payment.ts'
import type { Decided } from './load-locked.ts'
import type { Submission } from './load-order-question.ts'
import type { Placed } from './read-placed.ts'
import { saveOrder } from './save-order.ts'
import { saveReservations } from './save-reservations.ts'

export type NotPlaced = { ok: false; refusals: Refusal[]; offers: CreditOffer[] }

export const notPlaced = (...refusals: Refusal[]): NotPlaced => ({ ok: false, refusals, offers: [] })

/** An order as it is sent to be placed, whoever pressed the button. */
export type PlacedInput = Omit<Submission, 'payment'> & {
	payment: NonNullable<Submission['payment']>
	accountId: number
	cartId: number
	version: number
	/** Where it comes from, when nobody is there to place it. */
	channel?: 'standing_order'
	/** The link that it is paid by: good for this cart as it was sent, and once. */
	payLinkId?: number
}

/** Reserves what a decided order draws on, writes it over its cart, and tells of it (commerce-engine.md section 8, step 6). */
export async function savePlaced(tx: Tx, shopper: Shopper, input: PlacedInput, { order, load, budgets }: Decided): Promise<Placed | NotPlaced> {
	const { accountId, at } = input
	const key = { accountId, orderId: input.cartId }
	const { payLinkId } = input
	if (payLinkId !== undefined && !(await spendPayLink(tx, { accountId, id: payLinkId, orderId: input.cartId, hash: order.cart.hash, at })))
		return notPlaced(refusal('PAY_LINK_VOID'))
	const poNumber = input.payment.poNumber?.trim() || null
	if (poNumber && !(await takePoNumber(tx, { ...key, poNumber, repeats: shopper.account.repeatsPoNumbers })))
		return notPlaced(refusal('PO_DUPLICATE', { poNumber }))
	const billToAccountId = shopper.account.billToAccountId ?? accountId
	if (order.creditMinor > 0 && !(await reserveCredit(tx, { ...key, billToAccountId, amountMinor: order.creditMinor, at })))
		return notPlaced(refusal('CREDIT_INSUFFICIENT', { dueMinor: order.creditMinor }))
	const released = { requestId: input.released?.requestId ?? null, at }
	if (!(await saveReservations(tx, key, { order, load, budgets }, released))) return notPlaced(refusal('BUDGET_CHANGED'))
	const uncovered = await payByCard(tx, shopper, input, { order, load })
	if (uncovered.length > 0) return notPlaced(...uncovered)
	const head = {
		locale: shopper.account.locale,
		sellerEntityId: shopper.seller.id,
		contactId: shopper.contactId,
		...actedBy(shopper),
		channel: input.channel ?? channelOf(shopper),
		poNumber,
		paymentMethod: input.payment.method,
		crmCampaignId: load.facts.campaignIds[0] ?? null,
		at,
	}
	const { number } = await saveOrder(tx, key, load, order, head)
	const used = new Set(order.cart.lines.flatMap(({ allocations }) => allocations.map(({ groupKey }) => groupKey)))
	if (order.cart.groups.some(({ groupKey }) => !used.has(groupKey))) await deleteBareDeliveries(tx, { accountId, cartId: input.cartId })
	const placed: Placed = { ok: true, orderId: input.cartId, number, totalMinor: order.cart.totalMinor, currency: order.cart.currency, isReplay: false }
	await saveEvents(tx, [placedEvent(shopper, placed, load, order, head)])
	return placed
}

/** What the card pays was authorised before: here it is given to the order, or the order is not placed. */
async function payByCard(
	tx: Tx,
	shopper: Shopper,
	{ payment, cartId, version, at }: PlacedInput,
	{ order, load }: Pick<Decided, 'order' | 'load'>,
): Promise<Refusal[]> {
	const cardMinor = payment.method === 'card' ? null : payment.cardPartMinor
	if (cardMinor === 0 || !payment.cardReference) return []
	return saveCardPayment(tx, shopper, { load, order, cartId, version, at, cardMinor, paymentMethodId: payment.cardReference })
}

const channelOf = ({ kind }: Shopper) => (kind === 'rep' ? 'rep' : kind === 'api' ? 'api' : 'web')

/** How many lines an event names; the rest is counted. */
const NAMED_LINES = 20

function placedEvent(
	shopper: Shopper,
	placed: Placed,
	load: LoadedCart,
	{ cart }: DecidedOrder,
	head: { actedByUserId: number | null; onBehalfOfContactId: number | null; crmCampaignId: number | null; poNumber: string | null; channel: string; at: Date },
) {
	const { orderId, number, totalMinor, currency } = placed
	const lines = load.document.lines.slice(0, NAMED_LINES).map(({ sku, name, quantity, productId }) => ({ sku, name, quantity, productId }))
	return {
		topic: 'order.placed' as const,
		subject: `order:${orderId}`,
		accountId: load.document.accountId,
		contactId: shopper.contactId,
		actedByUserId: head.actedByUserId,
		occurredAt: head.at,
		payload: {
			orderId,
			number,
			totalMinor,
			netMinor: cart.netMinor,
			currency,
			termsDays: cart.termsDays,
			lineCount: cart.lines.length,
			deliveries: cart.groups.length,
			lines,
			poNumber: head.poNumber,
			ownerUserId: shopper.account.ownerUserId,
			onBehalfOfContactId: head.onBehalfOfContactId,
			userName: shopper.userName,
			channel: head.channel,
			crmCampaignId: head.crmCampaignId,
		},
	}
}

import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockDraws, settleDraws } from '../../../db/queries/company-budget.ts'
import { commitBudgets, moveCredit } from '../../../db/queries/invoice-save.ts'
import { type AttemptRow, dropScheduled, readGroupAttempts } from '../../../db/queries/payment-attempt.ts'
import { insertShipment, lockHeldStock, lockOrderOfGroup, moveStock, readShippable, type ShippingHead } from '../../../db/queries/shipment.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import { planShipment, type ShipmentPlan } from '../../engine/invoice/plan-shipment.ts'
import { planStockMoves } from '../../engine/invoice/plan-stock-moves.ts'
import { shareCredit } from '../../engine/invoice/share-credit.ts'
import { cardShare, coverShipment } from '../../engine/order/cover-shipment.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { saveInvoice } from '../invoice/save-invoice.ts'
import { heldStockOf, shipmentQuestionOf, stockNeedsOf } from './load-shipment.ts'
import { saveCardStep, type ToPay } from './save-card-step.ts'

export type ShipGroup = {
	groupId: number
	/** As typed, by allocation; null: all that is open. */
	quantities: readonly { allocationId: number; quantity: string }[] | null
	closesShort: boolean
	warehouseId: number | null
	carrier: string | null
	trackingNumber: string | null
	at: Date
	requestId: string
}

export type Shipped = { ok: true; shipmentNumber: string; invoiceNumber: string | null; orderNumber: string; status: 'part_shipped' | 'shipped' }
type NotShipped = { ok: false; refusals: Refusal[] }

/**
 * Ships a delivery, wholly or in part, and invoices it by the account's preference, in one transaction: stock leaves,
 * credit moves on, budgets are committed with the last of it, events tell of it (commerce-engine.md sections 6 to 8). An
 * order on a card is captured first, outside any transaction. Null: no such delivery of this seller.
 */
export async function shipGroup(db: Db, payment: PaymentConnector, staff: StaffMember, input: ShipGroup): Promise<Shipped | NotShipped | null> {
	const wanted = wantedOf(input)
	if (!wanted.ok) return wanted
	for (let step = 0; step < MOST_STEPS; step += 1) {
		const shipped = await withTransaction(db, (tx) => ship(tx, staff, input, wanted.wanted))
		if (!shipped || shipped.ok || !shipped.toPay) return shipped
		const refusals = await saveCardStep(db, payment, shipped.toPay, input.at)
		if (refusals.length > 0) return { ok: false, refusals }
	}
	return { ok: false, refusals: [refusal('PAYMENT_NOT_AUTHORISED')] }
}

/** Renewed, authorised, captured and shipped; and once more for a part that was captured before. */
const MOST_STEPS = 6

type Wanted = { allocationId: number; quantity: Quantity }[] | null

function wantedOf({ quantities }: ShipGroup): { ok: true; wanted: Wanted } | NotShipped {
	if (!quantities) return { ok: true, wanted: null }
	const wanted = quantities.map(({ allocationId, quantity }) => ({ allocationId, quantity: quantity.trim() === '' ? 0 : parseQuantity(quantity) }))
	const bad = wanted.filter((one) => one.quantity === null)
	if (bad.length > 0) return { ok: false, refusals: bad.map(({ allocationId }) => refusal('NOT_A_QUANTITY', { allocationId })) }
	return { ok: true, wanted: wanted.map(({ allocationId, quantity }) => ({ allocationId, quantity: quantity ?? 0 })) }
}

async function ship(tx: Tx, staff: StaffMember, input: ShipGroup, wanted: Wanted): Promise<Shipped | (NotShipped & { toPay?: ToPay }) | null> {
	const { groupId, at } = input
	const key = await lockOrderOfGroup(tx, { sellerEntityId: staff.seller.id, groupId, warehouseId: input.warehouseId })
	if (!key) return null
	const head = await readShippable(tx, key)
	if (head.stage !== 'placed') return { ok: false, refusals: [refusal('ORDER_NOT_OPEN', { number: head.number })] }
	const question = shipmentQuestionOf(head, { groupId, wanted, closesShort: input.closesShort })
	const plan = planShipment(question)
	if (!plan.ok) return plan
	const cards = await readGroupAttempts(tx, { accountId: head.accountId, groupId })
	const shippedBeforeMinor = question.groups.find(({ groupKey }) => groupKey === question.groupKey)?.shippedMinor ?? 0
	const unpaid = checkCards(head, cards, { shippedBeforeMinor, valueMinor: plan.valueMinor, isLast: plan.status === 'shipped' })
	if (unpaid) return unpaid
	if (plan.status === 'shipped' && cards.some(({ state }) => state === 'scheduled')) await dropScheduled(tx, { accountId: head.accountId, groupId, at })
	await settleCredit(tx, head, plan, { shippedBeforeMinor, cards, at })
	if (head.hasDraws) await lockDraws(tx, head)
	if (plan.completesOrder) await commitBudgets(tx, head)
	const stock = await takeStock(tx, head, plan, input)
	if (!stock.ok) return stock
	const warehouseId = input.warehouseId ?? head.groups.find(({ id }) => id === groupId)?.warehouseId ?? null
	const shipment = await insertShipment(tx, {
		...{ accountId: head.accountId, orderId: head.orderId, groupId, sellerEntityId: head.sellerEntityId, warehouseId },
		...{ carrier: input.carrier, trackingNumber: input.trackingNumber, status: plan.status, at },
		lines: plan.lines.map((line) => ({ ...line, quantity: printQuantity(line.quantity) })),
		cancelled: plan.cancelled.map((one) => ({ ...one, quantity: printQuantity(one.quantity) })),
		lapsedMinor: plan.lapsedMinor,
	})
	const invoice = plan.invoice ? await saveInvoice(tx, head, plan.invoice, { groupId, shipmentId: shipment.id, at }) : null
	if (head.hasDraws) await settleDraws(tx, head)
	await tell(tx, staff, input, { head, plan, shipment, events: invoice?.events ?? [] })
	return { ok: true, shipmentNumber: shipment.number, invoiceNumber: invoice?.number ?? null, orderNumber: head.number, status: plan.status }
}

/** Goods on a card leave when its money has come. */
function checkCards(
	head: ShippingHead,
	calls: readonly AttemptRow[],
	{ isLast, ...money }: { shippedBeforeMinor: number; valueMinor: number; isLast: boolean },
): (NotShipped & { toPay?: ToPay }) | null {
	const step = coverShipment(calls, { ...money, isCardOrder: head.paymentMethod === 'card' })
	if (step.kind === 'covered') return null
	const refusals = [refusal('PAYMENT_NOT_AUTHORISED', { number: head.number })]
	return step.kind === 'unpaid' ? { ok: false, refusals } : { ok: false, refusals, toPay: { step, calls, isLast } }
}

type CreditFacts = { shippedBeforeMinor: number; cards: readonly AttemptRow[]; at: Date }

async function settleCredit(tx: Tx, head: ShippingHead, plan: ShipmentPlan, { shippedBeforeMinor, cards, at }: CreditFacts): Promise<void> {
	const shift = shareCredit({
		groupCardMinor: cardShare(cards),
		orderCardMinor: head.cardMinor,
		shippedBeforeMinor,
		valueMinor: plan.valueMinor,
		lapsedMinor: plan.lapsedMinor,
		reservedMinor: head.reservedMinor,
		invoice: plan.invoice ? { totalMinor: plan.invoice.totalMinor, reach: head.invoicePer } : null,
	})
	await moveCredit(tx, { accountId: head.accountId, orderId: head.orderId, billToAccountId: head.billToAccountId, ...shift, at })
}

async function takeStock(tx: Tx, head: ShippingHead, plan: ShipmentPlan, input: ShipGroup): Promise<{ ok: true } | NotShipped> {
	const needs = stockNeedsOf(head, plan.lines)
	const closed = plan.status === 'shipped' ? head.allocations.filter((one) => one.groupId === input.groupId).map(({ id }) => id) : []
	const allocationIds = [...new Set([...needs.map((need) => need.allocationId), ...closed])]
	const productIds = [
		...new Set(
			head.allocations
				.filter(({ id }) => allocationIds.includes(id))
				.flatMap(({ productId, components }) => [...(productId === null ? [] : [productId]), ...components.map((inside) => inside.productId)]),
		),
	]
	const held = await lockHeldStock(tx, { accountId: head.accountId, allocationIds, productIds })
	const warehouseId = input.warehouseId ?? head.groups.find(({ id }) => id === input.groupId)?.warehouseId ?? null
	const moves = planStockMoves(needs, heldStockOf(held), warehouseId, new Set(closed))
	if (!moves.ok) return moves
	await moveStock(
		tx,
		head.accountId,
		{
			reservations: moves.reservations.map(({ reservationId, quantity, state }) => ({ id: reservationId, quantity: printQuantity(quantity), state })),
			levels: moves.levels.map((one) => ({ ...one, onHandLess: printQuantity(one.onHandLess), reservedLess: printQuantity(one.reservedLess) })),
		},
		input.at,
	)
	return { ok: true }
}

type Told = { head: ShippingHead; plan: ShipmentPlan; shipment: { id: number; number: string }; events: Parameters<typeof saveEvents>[1] }

async function tell(tx: Tx, staff: StaffMember, input: ShipGroup, { head, plan, shipment, events }: Told): Promise<void> {
	const { accountId, orderId, number, contactId } = head
	const place = head.groups.find(({ id }) => id === input.groupId)?.place ?? null
	const facts = { shipmentNumber: shipment.number, carrier: input.carrier, trackingNumber: input.trackingNumber, lines: plan.lines.length, status: plan.status }
	await saveEvents(tx, [
		{
			topic: 'order.shipped',
			subject: `order:${orderId}`,
			accountId,
			contactId,
			payload: { orderId, number, groupId: input.groupId, shipmentId: shipment.id, place, ...facts },
			occurredAt: input.at,
		},
		...events,
	])
	await insertAudit(tx, [
		{ userId: staff.userId, accountId, action: 'order.shipped', subject: `order:${orderId}`, after: facts, requestId: input.requestId, at: input.at },
	])
}

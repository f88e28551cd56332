import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { lockDraws, settleDraws } from '../../../db/queries/company-budget.ts'
import { moveCredit } from '../../../db/queries/invoice-save.ts'
import { lockOrder } from '../../../db/queries/order-cancel.ts'
import { type CardOfGroup, cancelPartOfDocument, lockOrderCards, readLineBounds } from '../../../db/queries/order-part.ts'
import { lockHeldStock, moveStock, readShippable, type ShippingHead } from '../../../db/queries/shipment.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import { type Cancellation, losesTier, planCancellation } from '../../engine/invoice/plan-cancellation.ts'
import type { ShipmentQuestion } from '../../engine/invoice/plan-shipment.ts'
import { planStockRelease } from '../../engine/invoice/plan-stock-moves.ts'
import { shareCredit } from '../../engine/invoice/share-credit.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { heldStockOf, quantityOf, shipmentQuestionOf, stockNeedsOf } from '../shipping/load-shipment.ts'

/** As typed, by allocation: how much of it shall not come. */
export type CancelPart = { number: string; cut: readonly { allocationId: number; quantity: string }[]; note: string | null; at: Date }
export type PartCancelled = { ok: true; lapsedMinor: number } | { ok: false; refusals: Refusal[] }

const mayCancel = new Set(['owner', 'buyer'])

/**
 * Cancels a part of an order that has not shipped, at the price that it was sold at (commerce-engine.md section 7): credit,
 * stock and the company's budgets are free again and the card pays less, in one transaction under the order's lock; eleven
 * statements at most for any size. A rep's cancellation keeps tier and promotions; a buyer's is refused where they would
 * change. Refuses `ROLE_MAY_NOT`, `ORDER_NOT_OPEN`, `NOT_A_QUANTITY` and what `planCancellation` does. Null: no such order
 * of this account.
 */
export async function cancelPart(db: Db, shopper: Shopper, { number, cut, note, at }: CancelPart): Promise<PartCancelled | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const typed = cut.filter(({ quantity }) => quantity.trim() !== '').map((one) => ({ ...one, quantity: parseQuantity(one.quantity) }))
	return withTransaction(db, async (tx): Promise<PartCancelled | null> => {
		const found = await lockOrder(tx, { accountId, number })
		if (!found) return null
		const head = await readShippable(tx, { accountId, orderId: found.orderId })
		const refusals = [
			...(mayCancel.has(shopper.role) ? [] : [refusal('ROLE_MAY_NOT')]),
			...(head.stage === 'placed' && head.groups?.length ? [] : [refusal('ORDER_NOT_OPEN', { number })]),
			...typed.filter(({ quantity }) => quantity === null).map(() => refusal('NOT_A_QUANTITY')),
		]
		if (refusals.length > 0) return { ok: false, refusals }
		const asked = typed.map(({ allocationId, quantity }) => ({ allocationId, quantity: quantity ?? 0 }))
		const question = shipmentQuestionOf(head, { groupId: 0, wanted: null, closesShort: false })
		const bound = shopper.kind === 'rep' ? new Set<number>() : await readBound(tx, head, asked)
		const plan = planCancellation({ ...question, cut: asked, bound })
		if (!plan.ok) return plan
		await saveCancelled(tx, head, { question, plan, at })
		const lapsedMinor = plan.groups.reduce((sum, one) => sum + one.lapsedMinor, 0)
		await tell(tx, shopper, head, { lapsedMinor, note, at, lines: plan.cancelled.length })
		return { ok: true, lapsedMinor }
	})
}

/** The lines whose price or promotions would be others for less: a buyer may not keep what she earned with more. */
async function readBound(tx: Tx, head: ShippingHead, asked: readonly { allocationId: number; quantity: Quantity }[]): Promise<Set<number>> {
	const rows = await readLineBounds(tx, head)
	const sequences = new Map(head.allocations.map(({ id, sequence }) => [id, sequence]))
	const gives = head.allocations.some(({ kind }) => kind === 'gift')
	const lessOf = (sequence: number) => {
		const before = head.allocations.filter((one) => one.sequence === sequence).reduce((sum, one) => sum + quantityOf(one.cancelledQuantity), 0)
		return before + asked.filter(({ allocationId }) => sequences.get(allocationId) === sequence).reduce((sum, one) => sum + one.quantity, 0)
	}
	const isBound = ({ sequence, traces, isDiscounted, isCounted }: (typeof rows)[number]) =>
		gives || isDiscounted || isCounted || traces.some((trace) => losesTier(trace, lessOf(sequence)))
	return new Set(rows.filter(isBound).map(({ sequence }) => sequence))
}

type Saved = { question: ShipmentQuestion; plan: Cancellation; at: Date }

/** Credit, the company's budgets, stock, the document: in the order in which every flow locks. */
async function saveCancelled(tx: Tx, head: ShippingHead, { question, plan, at }: Saved): Promise<void> {
	const cards = await lockOrderCards(tx, head)
	const shares = plan.groups.map((group) => ({ ...group, groupId: Number(group.groupKey), ...shareOf(head, question, group, cards) }))
	const reservedLess = shares.reduce((sum, share) => sum + share.reservedLess, 0)
	if (reservedLess > 0) {
		const { accountId, orderId, billToAccountId } = head
		await moveCredit(tx, { accountId, orderId, billToAccountId, reservedLess, unbilledMore: 0, openMore: 0, at })
	}
	if (head.hasDraws) await lockDraws(tx, head)
	await freeStock(tx, head, { question, plan, at })
	const allocations = plan.cancelled.map(({ allocationId, quantity }) => ({ allocationId, quantity: printQuantity(quantity) }))
	const groups = shares.map(({ groupId, lapsedMinor, cardLessMinor, isCancelled }) => ({ groupId, lapsedMinor, cardLessMinor, isCancelled }))
	await cancelPartOfDocument(tx, head, { allocations, groups, at })
	if (head.hasDraws) await settleDraws(tx, head)
}

/** What falls away lowers what the card is to pay first; what it has paid stays with the account. */
function shareOf(head: ShippingHead, { groups }: ShipmentQuestion, group: Cancellation['groups'][number], cards: readonly CardOfGroup[]) {
	const card = cards.find(({ groupId }) => String(groupId) === group.groupKey)
	const shippedBeforeMinor = groups.find(({ groupKey }) => groupKey === group.groupKey)?.shippedMinor ?? 0
	const groupCardMinor = card?.amountMinor ?? 0
	const { reservedLess } = shareCredit({
		...{ groupCardMinor, orderCardMinor: head.cardMinor, shippedBeforeMinor, valueMinor: 0, lapsedMinor: group.lapsedMinor },
		...{ reservedMinor: head.reservedMinor, invoice: null },
	})
	const openMinor = groupCardMinor - (card?.capturedMinor ?? 0)
	return { reservedLess, cardLessMinor: Math.max(0, Math.min(group.lapsedMinor, openMinor - 1)) }
}

async function freeStock(tx: Tx, head: ShippingHead, { question, plan, at }: Saved): Promise<void> {
	const less = new Map(plan.cancelled.map(({ allocationId, quantity }) => [allocationId, quantity]))
	const left = question.allocations
		.filter(({ allocationId }) => less.has(allocationId))
		.map(({ allocationId, quantity, cancelledQuantity, shippedQuantity }) => ({
			allocationId,
			quantity: quantity - cancelledQuantity - shippedQuantity - (less.get(allocationId) ?? 0),
		}))
	const needs = stockNeedsOf(head, left)
	const allocationIds = [...less.keys()]
	const productIds = [...new Set(needs.map(({ productId }) => productId))]
	const held = heldStockOf(await lockHeldStock(tx, { accountId: head.accountId, allocationIds, productIds }))
	const moves = planStockRelease(needs, held.reservations)
	if (moves.reservations.length === 0) return
	await moveStock(
		tx,
		head.accountId,
		{
			reservations: moves.reservations.map(({ reservationId, quantity, state }) => ({ id: reservationId, quantity: printQuantity(quantity), state })),
			levels: moves.levels.map((one) => ({ ...one, onHandLess: '0', reservedLess: printQuantity(one.reservedLess) })),
		},
		at,
	)
}

async function tell(tx: Tx, shopper: Shopper, head: ShippingHead, facts: { lapsedMinor: number; note: string | null; lines: number; at: Date }): Promise<void> {
	const { accountId, orderId, number, currency } = head
	const { lapsedMinor, note, lines, at } = facts
	await saveEvents(tx, [
		{
			...{ topic: 'order.part_cancelled', subject: `order:${orderId}`, accountId, contactId: shopper.contactId, actedByUserId: actedBy(shopper).actedByUserId },
			...{ payload: { orderId, number, lapsedMinor, currency, lines, note, userName: shopper.userName }, occurredAt: at },
		},
	])
}

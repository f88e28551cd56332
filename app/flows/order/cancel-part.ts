import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { lockDraws, settleDraws } from '../../../db/queries/company-budget.ts'
import { moveCredit } from '../../../db/queries/invoice-save.ts'
import { lockOrder } from '../../../db/queries/order-cancel.ts'
import { freePeriods, freePromotions, lockHeldCounters } from '../../../db/queries/order-held.ts'
import { type CardOfGroup, cancelPartOfDocument, type LineBounds, lockOrderCards, readLineBounds } from '../../../db/queries/order-part.ts'
import { lockHeldStock, moveStock, readShippable, type ShippingHead } from '../../../db/queries/shipment.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import { freeCounters } from '../../engine/invoice/free-counters.ts'
import { hangsOnQuantity } from '../../engine/invoice/hangs-on-quantity.ts'
import { type Cancellation, planCancellation } from '../../engine/invoice/plan-cancellation.ts'
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
 * stock, the company's and promotions' budgets and contract periods are free again and the card pays less, in one transaction
 * under the order's lock; fifteen statements at most for any size. A rep's cancellation keeps tier and promotions; a buyer's
 * is refused where they would change: she changes the order instead. Refuses `ROLE_MAY_NOT`, `ORDER_NOT_OPEN`,
 * `NOT_A_QUANTITY` and what `planCancellation` does. Null: no such order of this account.
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
		const lines = await readLineBounds(tx, head)
		const bound = shopper.kind === 'rep' ? new Set<number>() : boundOf(lines, head, asked)
		const plan = planCancellation({ ...question, cut: asked, bound })
		if (!plan.ok) return plan
		await saveCancelled(tx, head, { question, plan, lines, at })
		const lapsedMinor = plan.groups.reduce((sum, one) => sum + one.lapsedMinor, 0)
		await tell(tx, shopper, head, { lapsedMinor, note, at, lines: plan.cancelled.length })
		return { ok: true, lapsedMinor }
	})
}

/** The lines whose price or promotions would be others for less: a buyer may not keep what she earned with more. */
function boundOf(lines: readonly LineBounds[], head: ShippingHead, asked: readonly { allocationId: number; quantity: Quantity }[]): Set<number> {
	const sequences = new Map(head.allocations.map(({ id, sequence }) => [id, sequence]))
	const less = new Map(lines.map(({ sequence, cancelledQuantity }) => [sequence, quantityOf(cancelledQuantity)]))
	for (const { allocationId, quantity } of asked) {
		const sequence = sequences.get(allocationId)
		if (sequence !== undefined) less.set(sequence, (less.get(sequence) ?? 0) + quantity)
	}
	const bounds = lines.map(({ discounts, ...line }) => ({ ...line, isDiscounted: discounts.length > 0 }))
	return hangsOnQuantity(bounds, less, { hasGift: head.allocations.some(({ kind }) => kind === 'gift') })
}

/** What promotions gave on a part and what contract periods counted of it is free again (decision 0354). */
async function freeHeld(tx: Tx, head: ShippingHead, lines: readonly LineBounds[], plan: Cancellation): Promise<void> {
	if (!lines.some(({ discounts, isCounted }) => discounts.length > 0 || isCounted)) return
	const held = await lockHeldCounters(tx, head)
	const allocations = new Map(head.allocations.map((one) => [one.id, one]))
	const places = new Map(head.groups.map(({ id, locationId }) => [id, locationId]))
	const freed = freeCounters({
		lines: lines.map((line) => ({
			...line,
			quantity: quantityOf(line.quantity),
			cancelledQuantity: quantityOf(line.cancelledQuantity),
			bookIds: line.traces.flatMap(({ candidates }) => candidates.flatMap(({ status, bookId }) => (status === 'won' && bookId !== null ? [bookId] : []))),
		})),
		cut: plan.cancelled.flatMap(({ allocationId, quantity }) => {
			const one = allocations.get(allocationId)
			return one ? [{ sequence: one.sequence, locationId: places.get(one.groupId) ?? null, quantity }] : []
		}),
		promotions: held.promotions,
		periods: held.periods.map((one) => ({ ...one, quantity: quantityOf(one.quantity) })),
		rounding: head.rounding,
	})
	if (freed.promotions.length > 0) await freePromotions(tx, head, freed.promotions)
	const periods = freed.periods.map((one) => ({ ...one, quantity: printQuantity(one.quantity) }))
	if (periods.length > 0) await freePeriods(tx, head, periods)
}

type Saved = { question: ShipmentQuestion; plan: Cancellation; lines: readonly LineBounds[]; at: Date }

/** Credit, the company's budgets, promotions' budgets, contract periods, stock, the document: in the order in which every flow locks. */
async function saveCancelled(tx: Tx, head: ShippingHead, { question, plan, lines, at }: Saved): Promise<void> {
	const cards = await lockOrderCards(tx, head)
	const shares = plan.groups.map((group) => ({ ...group, groupId: Number(group.groupKey), ...shareOf(head, question, group, cards) }))
	const reservedLess = shares.reduce((sum, share) => sum + share.reservedLess, 0)
	if (reservedLess > 0) {
		const { accountId, orderId, billToAccountId } = head
		await moveCredit(tx, { accountId, orderId, billToAccountId, reservedLess, unbilledMore: 0, openMore: 0, at })
	}
	if (head.hasDraws) await lockDraws(tx, head)
	await freeHeld(tx, head, lines, plan)
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

async function freeStock(tx: Tx, head: ShippingHead, { question, plan, at }: Omit<Saved, 'lines'>): Promise<void> {
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

import type { Tx } from '../../../db/client.server.ts'
import { readOrder } from '../../../db/queries/order.ts'
import {
	changeCredit,
	keepVersion,
	letGo,
	lockCounters,
	lowerCards,
	type PlacedOrder,
	readTouchedProducts,
	rewriteDocument,
	type WantedRows,
} from '../../../db/queries/order-change.ts'
import { amendHead } from '../../../db/queries/order-save.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { WantedOrder } from '../../engine/order/apply-edits.ts'
import type { DecidedOrder } from '../../engine/order/decide-order.ts'
import { keepPromises } from '../../engine/order/kept-promises.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import type { LoadedCart } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'
import { type Decided, decideLocked } from '../checkout/load-locked.ts'
import type { Submission } from '../checkout/load-order-question.ts'
import { saveDocument, sumsOf } from '../checkout/save-order.ts'
import { saveReservations } from '../checkout/save-reservations.ts'
import { loadChanged, readOrderAsCart, readPromotionsOf } from './load-changed.ts'

export type ChangeQuestion = { before: PlacedOrder; wanted: WantedOrder; locale: string; at: Date }
export type Rewritten = { ok: true; decided: Decided } | { ok: false; refusals: Refusal[] }

function rowsOf({ lines, groups, cells }: WantedOrder): WantedRows {
	const lineOf = new Map(lines.map(({ id, sequence }) => [id, sequence]))
	const groupOf = new Map(groups.map(({ id, sequence }) => [id, sequence]))
	const quantities = new Map<number, number>()
	for (const { lineId, quantity } of cells) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity)
	return {
		lines: lines.map((line) => ({ ...line, quantity: printQuantity(quantities.get(line.id) ?? 0) })),
		groups: [...groups],
		cells: cells.map(({ lineId, groupId, quantity }) => ({
			line: lineOf.get(lineId) ?? 0,
			group: groupOf.get(groupId) ?? 0,
			quantity: printQuantity(quantity),
		})),
	}
}

/** How the order is paid, now as when it was placed; what a card pays of it stays. */
function submissionOf(before: PlacedOrder, at: Date): Submission {
	const cardPartMinor = before.groups.reduce((sum, { cardMinor }) => sum + (cardMinor ?? 0), 0)
	const { poNumber } = before
	const payment =
		before.paymentMethod === 'card'
			? { method: 'card' as const, cardReference: 'kept', poNumber }
			: { method: 'po' as const, poNumber, cardPartMinor, cardReference: cardPartMinor > 0 ? 'kept' : null }
	return { payment, seen: null, consentedHash: null, at }
}

/**
 * Rewrites a locked order as it shall be and decides on it as a submit does: its counters are locked, in the order of every
 * submit, what it holds is let go, its document is written anew, priced and judged. The order is left being changed:
 * `saveChanged` holds what it draws on and places it again, or the caller undoes it all. The same statements for any size.
 */
export async function rewriteOrder(tx: Tx, shopper: Shopper, { before, wanted, locale, at }: ChangeQuestion): Promise<Rewritten> {
	const key = { accountId: shopper.account.accountId ?? 0, orderId: before.orderId }
	const old = await readOrderAsCart(tx, shopper, before.orderId, locale)
	if (!old) return { ok: false, refusals: [refusal('ORDER_NOT_OPEN', { number: before.number })] }
	const promotionIds = (await readPromotionsOf(tx, shopper, before)).filter(({ budgets }) => budgets.length > 0).map(({ id }) => id)
	const productIds = await readTouchedProducts(
		tx,
		key,
		wanted.lines.map(({ productId }) => productId),
	)
	await lockCounters(tx, key, { billToAccountId: before.billToAccountId, promotionIds, productIds })
	await letGo(tx, key, at)
	await rewriteDocument(tx, key, rowsOf(wanted), { contactId: shopper.contactId, userId: actedBy(shopper).actedByUserId, at })
	const loaded = await loadChanged(tx, shopper, { before, old, locale, at })
	if (!loaded) return { ok: false, refusals: [refusal('ORDER_NOT_OPEN', { number: before.number })] }
	const decided = await decideLocked(tx, shopper, loaded, submissionOf(before, at))
	if (!decided.ok) return { ok: false, refusals: decided.refusals }
	const raised = cardsRaised(before, decided.order, decided.load)
	if (raised.length > 0) return { ok: false, refusals: raised }
	const { stock } = decided.order
	const promised = { groups: before.groups, cells: before.cells.map((cell) => ({ ...cell, quantity: quantityOf(cell.quantity) })) }
	const promises = keepPromises(stock.promises, promised, wanted)
	return { ok: true, decided: { ...decided, order: { ...decided.order, stock: { ...stock, promises } } } }
}

/** A card is asked for less, never for more, and by delivery: what was authorised for one pays no other (decision 0346). */
function cardsRaised({ groups, paymentMethod }: PlacedOrder, { cart }: DecidedOrder, load: LoadedCart): Refusal[] {
	if (paymentMethod !== 'card' && groups.every(({ cardMinor }) => cardMinor === null)) return []
	const paid = new Map(groups.map((group) => [String(group.id), group]))
	const isRaised = cart.groups.some(({ groupKey, dueMinor }) => dueMinor > (paid.get(groupKey)?.dueMinor ?? 0))
	const left = new Set(load.document.groups.map(({ id }) => id))
	const isGone = groups.some(({ id, cardMinor }) => cardMinor !== null && !left.has(id))
	return isRaised || isGone ? [refusal('CHANGE_BY_CARD')] : []
}

/** What stood on the order before anything was rewritten: to be kept as its version. */
export async function keepDocument(tx: Tx, shopper: Shopper, before: PlacedOrder, { changeId, at }: { changeId: number; at: Date }): Promise<void> {
	const accountId = shopper.account.accountId ?? 0
	const document = await readOrder(tx, { accountId, number: before.number, locale: shopper.account.locale })
	if (document) await keepVersion(tx, { accountId, orderId: before.orderId }, { version: before.version, changeId, document, at })
}

/** Holds what the changed order draws on, by the difference, writes its document and places it again under its number. */
export async function saveChanged(tx: Tx, shopper: Shopper, { before, at }: Pick<ChangeQuestion, 'before' | 'at'>, decided: Decided): Promise<Refusal[]> {
	const key = { accountId: shopper.account.accountId ?? 0, orderId: before.orderId }
	const { order, load } = decided
	const { billToAccountId, creditMinor: beforeMinor } = before
	if (beforeMinor > 0 || order.creditMinor > 0) {
		const fits = await changeCredit(tx, key, { billToAccountId, beforeMinor, afterMinor: order.creditMinor, at })
		if (!fits) return [refusal('CREDIT_INSUFFICIENT', { dueMinor: order.creditMinor })]
	}
	if (!(await saveReservations(tx, key, decided, { requestId: null, at }))) return [refusal('BUDGET_CHANGED')]
	await saveDocument(tx, key, load, order, before.locale)
	const cards = loweredCards(before, order)
	if (cards.length > 0) await lowerCards(tx, key, cards, at)
	await amendHead(tx, key, sumsOf(load, order))
	return []
}

/** What a delivery costs less, its card pays less; where it paid a part of it, at most what is left. */
function loweredCards({ groups, paymentMethod }: PlacedOrder, { cart }: DecidedOrder): { groupId: number; amountMinor: number }[] {
	const due = new Map(cart.groups.map(({ groupKey, dueMinor }) => [groupKey, dueMinor]))
	return groups.flatMap(({ id, cardMinor }) => {
		const dueMinor = due.get(String(id))
		if (cardMinor === null || dueMinor === undefined) return []
		const amountMinor = paymentMethod === 'card' ? dueMinor : Math.min(cardMinor, dueMinor)
		return amountMinor < cardMinor ? [{ groupId: id, amountMinor }] : []
	})
}

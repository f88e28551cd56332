import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertRequest, readWaiting } from '../../../db/queries/approval.ts'
import { readDeputies } from '../../../db/queries/approval-deputy.ts'
import { lockCart } from '../../../db/queries/submit.ts'
import { standInsOn } from '../../engine/approval/deputies.ts'
import { printPinned } from '../../engine/approval/pinned.ts'
import { couldBeApproved } from '../../engine/approval/steps-to-take.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { refusal } from '../../engine/base/refusal.ts'
import { type DecidedOrder, decideOrder } from '../../engine/order/decide-order.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { type LoadedCart, loadPricedCart } from '../cart/load-priced-cart.ts'
import { approvalOf, orderQuestionOf, type Submission } from '../checkout/load-order-question.ts'
import { type NotPlaced, notPlaced } from '../checkout/save-placed.ts'
import { pinnedOf } from './load-approval.ts'
import { saveApprovalEvents, saveTurn } from './save-approval-events.ts'

export type AskApproval = Omit<Submission, 'approval' | 'payment'> & {
	payment: NonNullable<Submission['payment']>
	cartId: number
	version: number
	locale: string
	message: string | null
}

export type Asked = { ok: true; requestId: number }

/** How long prices, promotions and terms are pinned (commerce-engine.md section 8). */
const PINNED_DAYS = 14

/**
 * Asks for an order to be approved: everything that a submit checks, but that credit is looked at only when it is
 * released; nothing is held. The cart is no cart any more until it is answered. Asked twice, it is one request. Refuses
 * what `decideOrder` does, `APPROVAL_BY_INVOICE`, `APPROVAL_NOT_NEEDED`, `APPROVAL_NOBODY`. Null: no such cart.
 */
export async function askApproval(db: Db, shopper: Shopper, input: AskApproval): Promise<Asked | NotPlaced | null> {
	const { accountId } = shopper.account
	const { contactId } = shopper
	if (accountId === null || contactId === null) return null
	const asked = await withTransaction<Asked | NotPlaced>(db, async (tx) => {
		const key = { accountId, cartId: input.cartId }
		const locked = await lockCart(tx, { ...key, version: input.version })
		const waiting = locked ? null : await readWaiting(tx, { accountId, orderId: input.cartId })
		if (waiting) return { ok: true, requestId: waiting.id }
		const { locale, at, payment } = input
		const loaded = await loadPricedCart(tx, shopper, key, { locale, at, poNumber: payment.poNumber, paymentMethod: payment.method })
		if (!loaded) return notPlaced()
		if (!locked) return notPlaced(refusal('CART_CHANGED', { seenVersion: input.version, version: loaded.document.version }))
		if (!loaded.cart) return { ok: false, refusals: loaded.refusals, offers: [] }
		const decision = decideOrder(orderQuestionOf(loaded, loaded.cart, loaded.transits, shopper, { ...input, approval: 'asks' }))
		const standsAgainst = [
			...(decision.ok ? [] : decision.refusals),
			// A card is charged by whoever holds it: what another may say yes to weeks later is invoiced.
			...(payment.method === 'card' || payment.cardPartMinor > 0 ? [refusal('APPROVAL_BY_INVOICE')] : []),
		]
		if (!decision.ok || standsAgainst.length > 0) return notPlaced(...standsAgainst)
		return save(tx, shopper, { ...input, accountId, contactId }, { loaded, order: decision.order })
	})
	return !asked.ok && asked.refusals.length === 0 ? null : asked
}

async function save(
	tx: Tx,
	shopper: Shopper,
	input: AskApproval & { accountId: number; contactId: number },
	{ loaded, order: { cart } }: { loaded: LoadedCart; order: DecidedOrder },
): Promise<Asked | NotPlaced> {
	const steps = approvalOf(loaded, cart, shopper, input.at)
	if (steps.length === 0) return notPlaced(refusal('APPROVAL_NOT_NEEDED'))
	const isForAnybody = steps.some(({ approverContactId }) => approverContactId === null)
	if (isForAnybody && !couldBeApproved(loaded.facts.approvalPeople, input.contactId)) return notPlaced(refusal('APPROVAL_NOBODY'))
	const { accountId, contactId, cartId, at } = input
	const { totalMinor, currency } = cart
	const { actedByUserId } = actedBy(shopper)
	const expiresAt = new Date(at.getTime() + PINNED_DAYS * 86_400_000)
	const { id: requestId } = await insertRequest(tx, {
		...{ accountId, orderId: cartId, askedByContactId: contactId, actedByUserId, currency, totalMinor, at, steps },
		poNumber: input.payment.poNumber?.trim() || null,
		message: input.message?.trim().slice(0, 1000) || null,
		pinned: printPinned(pinnedOf(loaded, cart)),
		expiresAt,
	})
	const today = dayIn(at, shopper.seller.timeZone)
	const { deputies } = await readDeputies(tx, accountId, today)
	const waiting = steps.map(({ step, approverContactId }, id) => ({ id, step, approverContactId, state: 'waiting' as const }))
	const event = { requestId, orderId: cartId, accountId, askedByContactId: contactId, actedByUserId, totalMinor, currency, at }
	await saveApprovalEvents(tx, 'approval.asked', event, { contactIds: [contactId] })
	const people = loaded.facts.approvalPeople
	await saveTurn(tx, event, { state: 'waiting', askedByContactId: contactId, expiresAt, steps: waiting, standIns: standInsOn(today, deputies, people) }, people)
	return { ok: true, requestId }
}

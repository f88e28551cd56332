import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertPayLink, readPayLink } from '../../../db/queries/pay-link.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { payLinkEnds } from '../../engine/order/pay-link.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { loadPayable, type PayQuestion } from './load-pay-link.ts'

export type PayLinkSent = { ok: true; linkId: number } | { ok: false; refusals: Refusal[] }

const payers = new Set(['owner', 'buyer'])

/**
 * Sends the buyer a link to pay a cart as it stands by her own card (commerce-engine.md section 8): a rep for whom no
 * card is open enough, or the buyer herself anew for a cart that changed since (`anewId`). One link counts for a cart: the
 * newest. Refuses `CART_EMPTY` and `ROLE_MAY_NOT`. Null: no such cart or link.
 */
export async function sendPayLink(db: Db, shopper: Shopper, question: PayQuestion & { anewId?: number }): Promise<PayLinkSent | null> {
	const { account, contactId, seller, role } = shopper
	const { accountId } = account
	if (accountId === null || contactId === null) return null
	const before = question.anewId === undefined ? null : await readPayLink(db, { accountId, contactId, id: question.anewId })
	const isRep = shopper.kind === 'rep'
	if (!isRep && before?.stage !== 'cart') return null
	if (!isRep && !payers.has(role)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const { at } = question
	const cartId = before?.orderId ?? question.cartId
	const payable = await loadPayable(db, shopper, { ...question, cartId })
	if (!payable) return { ok: false, refusals: [refusal('CART_EMPTY')] }
	const endsOn = payLinkEnds(dayIn(at, seller.timeZone))
	const sentByUserId = isRep ? shopper.userId : (before?.sentByUserId ?? null)
	const linkId = await withTransaction(db, async (tx) => {
		const id = await insertPayLink(tx, { ...payable, accountId, contactId, orderId: cartId, sentByUserId, at, expiresAt: new Date(`${endsOn}T00:00:00Z`) })
		const payload = { payLinkId: id, cartId, totalMinor: payable.totalMinor, currency: payable.currency }
		const { actedByUserId } = actedBy(shopper)
		if (isRep) await saveEvents(tx, [{ topic: 'pay_link.sent', subject: `cart:${cartId}`, accountId, contactId, actedByUserId, payload, occurredAt: at }])
		return id
	})
	return { ok: true, linkId }
}

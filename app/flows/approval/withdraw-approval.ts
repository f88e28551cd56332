import { type Db, withTransaction } from '../../../db/client.server.ts'
import { closeRequest, lockAsked, readRequest, takeUpCart } from '../../../db/queries/approval.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveApprovalEvents } from './save-approval-events.ts'

/** `isCart`: it is her cart again; else she has another with goods in it, and this one is kept beside it. */
export type Withdrawn = { ok: true; isCart: boolean } | { ok: false; refusals: Refusal[] }

/** Who asked takes it back, and her cart with it. Refuses `APPROVAL_CLOSED`, `APPROVAL_NOT_ASKED_BY_YOU`. Null: no such request of this account. */
export async function withdrawApproval(db: Db, shopper: Shopper, { requestId, at }: { requestId: number; at: Date }): Promise<Withdrawn | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const key = { accountId, requestId }
	return withTransaction<Withdrawn | null>(db, async (tx) => {
		const request = (await lockAsked(tx, key)) && (await readRequest(tx, key))
		if (!request) return null
		const { askedByContactId, orderId, totalMinor, currency, state } = request
		if (state !== 'waiting') return { ok: false, refusals: [refusal('APPROVAL_CLOSED', { state })] }
		if (shopper.contactId !== askedByContactId) return { ok: false, refusals: [refusal('APPROVAL_NOT_ASKED_BY_YOU')] }
		await closeRequest(tx, key, { state: 'withdrawn', contactId: askedByContactId, at })
		const isCart = await takeUpCart(tx, { accountId, orderId, contactId: askedByContactId })
		const event = { requestId, orderId, accountId, askedByContactId, ...actedBy(shopper), totalMinor, currency, at }
		await saveApprovalEvents(tx, 'approval.withdrawn', event, { contactIds: [askedByContactId] })
		return { ok: true, isCart }
	})
}

/** What came back, by a no or by its time, becomes her cart again. Refuses `CART_NOT_EMPTY`. Null: nothing of hers that came back. */
export async function takeUpReturned(db: Db, shopper: Shopper, requestId: number): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx) => {
		const request = await readRequest(tx, { accountId, requestId })
		if (request?.orderStage !== 'cart' || request.askedByContactId !== shopper.contactId) return null
		const isTaken = await takeUpCart(tx, { accountId, orderId: request.orderId, contactId: request.askedByContactId })
		return isTaken ? { ok: true as const } : { ok: false as const, refusals: [refusal('CART_NOT_EMPTY')] }
	})
}

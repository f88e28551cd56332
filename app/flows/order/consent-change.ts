import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { type ChangeRow, type PlacedOrder, readChanges, saveChangeState } from '../../../db/queries/order-change.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { WantedOrder } from '../../engine/order/apply-edits.ts'
import { type Consent, decideConsent } from '../../engine/order/change-consent.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { lockPlaced, proposalOf, refuseUnchangeable, steady, whoOf } from './load-change.ts'
import { saveChangeEvents } from './save-change-events.ts'
import { keepDocument, rewriteOrder, saveChanged } from './save-changed.ts'

/** `hash`: of the document with its prices, as she read it. */
export type ConsentChange = { number: string; changeId: number; hash: string; locale: string; at: Date; requestId: string }
export type Consented = { ok: true; state: 'waiting' | 'applied' } | { ok: false; refusals: Refusal[] }

/**
 * Says yes to a proposed change. The last yes applies it: the old document is kept as a version, what the order holds is
 * held anew by the difference, and the order keeps its number; one transaction under the order's lock, so of two at once the
 * second finds it done. The same statements for 3 lines and for 300. Refuses what `decideConsent` does, what stands against
 * any change and what a submit refuses; `CHANGE_MOVED` where prices, tax or stock say something else than she read. Null: no
 * such proposal of this account.
 */
export async function consentChange(db: Db, shopper: Shopper, input: ConsentChange): Promise<Consented | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx): Promise<Consented | null> => {
		const before = await lockPlaced(tx, shopper, input.number)
		const change = before && (await readChanges(tx, { accountId, orderId: before.orderId })).find(({ id }) => id === input.changeId)
		if (!before || !change) return null
		const { at, hash } = input
		const decision = decideConsent(proposalOf(change), whoOf(shopper), { hash, version: before.version, at })
		if (!decision.ok) return decision
		const consents = [...change.consents, ...decision.given.map((as) => saidBy(shopper, as, at))]
		const said = { ...change, consents, waitsFor: decision.left }
		if (decision.left.length === 0) return apply(tx, shopper, { before, change: said, input })
		await saveChangeState(tx, { accountId, changeId: change.id }, { ...said, state: 'waiting', at })
		await saveChangeEvents(tx, shopper, 'order.change_proposed', { change: said, before, at, requestId: input.requestId })
		return { ok: true, state: 'waiting' }
	})
}

const saidBy = (shopper: Shopper, as: Consent, at: Date): ChangeRow['consents'][number] => {
	const { actedByUserId } = actedBy(shopper)
	return { as, contactId: shopper.contactId, userId: actedByUserId, name: shopper.userName ?? shopper.contactName, at: at.toISOString() }
}

async function apply(
	tx: Tx,
	shopper: Shopper,
	{ before, change, input }: { before: PlacedOrder; change: ChangeRow; input: ConsentChange },
): Promise<Consented> {
	const refusals = refuseUnchangeable(before)
	if (refusals.length > 0) return { ok: false, refusals }
	const { at, locale, requestId } = input
	const who = steady(shopper)
	await keepDocument(tx, shopper, before, { changeId: change.id, at })
	const rewritten = await rewriteOrder(tx, who, { before, wanted: change.wanted as WantedOrder, locale, at })
	if (!rewritten.ok) return rewritten
	if (rewritten.decided.order.cart.hash !== change.hash) return { ok: false, refusals: [refusal('CHANGE_MOVED')] }
	const unheld = await saveChanged(tx, who, { before, at }, rewritten.decided)
	if (unheld.length > 0) return { ok: false, refusals: unheld }
	await saveChangeState(tx, { accountId: shopper.account.accountId ?? 0, changeId: change.id }, { ...change, state: 'applied', at })
	await saveChangeEvents(tx, shopper, 'order.changed', { change, before, at, requestId })
	return { ok: true, state: 'applied' }
}

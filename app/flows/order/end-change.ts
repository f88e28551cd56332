import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readChanges, saveChangeState } from '../../../db/queries/order-change.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { decideEnd } from '../../engine/order/change-consent.ts'
import type { Shopper } from '../../platform/actor.ts'
import { lockPlaced, proposalOf, whoOf } from './load-change.ts'
import { saveChangeEvents } from './save-change-events.ts'

export type EndChange = { number: string; changeId: number; note: string | null; at: Date; requestId: string }
export type ChangeEnded = { ok: true; state: 'withdrawn' | 'refused' } | { ok: false; refusals: Refusal[] }

/**
 * Ends a proposal without the change: its own side takes it back, who is waited for says no and why; the order stays what it
 * is. Six statements. Refuses what `decideEnd` does. Null: no such proposal of this account.
 */
export async function endChange(db: Db, shopper: Shopper, { number, changeId, note, at, requestId }: EndChange): Promise<ChangeEnded | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx): Promise<ChangeEnded | null> => {
		const before = await lockPlaced(tx, shopper, number)
		const change = before && (await readChanges(tx, { accountId, orderId: before.orderId })).find(({ id }) => id === changeId)
		if (!before || !change) return null
		const decision = decideEnd(proposalOf(change), whoOf(shopper), { note, at })
		if (!decision.ok) return decision
		const answer = decision.state === 'refused' ? (note?.trim().slice(0, 1000) ?? null) : null
		await saveChangeState(tx, { accountId, changeId }, { ...change, state: decision.state, answer, at })
		// What she never said yes to herself nobody else has heard of.
		const isHeard = change.side === 'house' || change.waitsFor[0] !== 'buyer'
		const topic = decision.state === 'refused' ? 'order.change_refused' : 'order.change_withdrawn'
		if (isHeard) await saveChangeEvents(tx, shopper, topic, { change, before, at, requestId, facts: { answer } })
		return decision
	})
}

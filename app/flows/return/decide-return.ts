import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockOrderOfReturn, readReturn } from '../../../db/queries/return.ts'
import * as save from '../../../db/queries/return-save.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

export type DecideReturn = { returnId: number; approves: boolean; note: string | null; at: Date; requestId: string }

/**
 * The house takes the goods back, or says why not. Refuses `RETURN_DECIDED` and, of a no without a word,
 * `RETURN_WHY_MISSING`. Null: no such return of this seller.
 */
export async function decideReturn(
	db: Db,
	staff: StaffMember,
	{ returnId, approves, note, at, requestId }: DecideReturn,
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	return withTransaction(db, async (tx) => {
		const key = await lockOrderOfReturn(tx, { returnId, sellerEntityId: staff.seller.id, accountId: null })
		const goods = key && (await readReturn(tx, { sellerEntityId: staff.seller.id, returnId }))
		if (!key || !goods) return null
		const refusals = [
			...(goods.state === 'asked' ? [] : [refusal('RETURN_DECIDED', { number: goods.number })]),
			...(approves || note ? [] : [refusal('RETURN_WHY_MISSING')]),
		]
		if (refusals.length > 0) return { ok: false as const, refusals }
		const state = approves ? ('approved' as const) : ('refused' as const)
		await save.decideReturn(tx, key, { state, note, userId: staff.userId, at })
		const { accountId, contactId, orderId, orderNumber, number } = goods
		const facts = { returnId, number, orderId, orderNumber, note }
		await saveEvents(tx, [{ topic: `return.${state}` as const, subject: `order:${orderId}`, accountId, contactId, payload: facts, occurredAt: at }])
		await insertAudit(tx, [{ userId: staff.userId, accountId, action: `return.${state}`, subject: `return:${returnId}`, after: facts, requestId, at }])
		return { ok: true as const }
	})
}

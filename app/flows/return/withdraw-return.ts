import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockOrderOfReturn, readReturn } from '../../../db/queries/return.ts'
import * as save from '../../../db/queries/return-save.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

const mayAsk = new Set(['owner', 'buyer'])

/** A buyer takes her wish back while nobody has decided it. Refuses `RETURN_DECIDED`, `ROLE_MAY_NOT`. Null: no such return of this order of the account. */
export async function withdrawReturn(
	db: Db,
	shopper: Shopper,
	{ returnId, number: orderNumber, at }: { returnId: number; number: string; at: Date },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx) => {
		const key = await lockOrderOfReturn(tx, { returnId, sellerEntityId: null, accountId })
		const goods = key && (await readReturn(tx, { sellerEntityId: null, returnId }))
		if (!key || goods?.orderNumber !== orderNumber) return null
		const refusals = [
			...(mayAsk.has(shopper.role) ? [] : [refusal('ROLE_MAY_NOT')]),
			...(goods.state === 'asked' ? [] : [refusal('RETURN_DECIDED', { number: goods.number })]),
		]
		if (refusals.length > 0) return { ok: false as const, refusals }
		await save.withdrawReturn(tx, key)
		const { orderId, number } = goods
		const who = { accountId, contactId: shopper.contactId, actedByUserId: actedBy(shopper).actedByUserId }
		await saveEvents(tx, [
			{ topic: 'return.withdrawn', subject: `order:${orderId}`, ...who, payload: { returnId, number, orderId, orderNumber }, occurredAt: at },
		])
		return { ok: true as const }
	})
}

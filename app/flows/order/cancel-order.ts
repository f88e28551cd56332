import { type Db, withTransaction } from '../../../db/client.server.ts'
import { releaseDraws } from '../../../db/queries/company-budget.ts'
import { cancelDocument, lockOrder, readOrderToCancel, releaseBudgets, releaseCredit, releasePeriods, releaseStock } from '../../../db/queries/order-cancel.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

export type Cancelled = { ok: true; orderId: number; number: string } | { ok: false; refusals: Refusal[] }

const mayCancel = new Set(['owner', 'buyer'])

/**
 * Cancels an order of which nothing has shipped: credit, budgets, contract periods, stock and the PO number are free again, in
 * one transaction with its event; eight statements for any size, one more where the company has budgets. Refuses `ORDER_SHIPPED`, `ORDER_NOT_OPEN`, `ROLE_MAY_NOT`.
 * Null: no such order of this account.
 */
export async function cancelOrder(db: Db, shopper: Shopper, { number, at }: { number: string; at: Date }): Promise<Cancelled | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx) => {
		const found = await lockOrder(tx, { accountId, number })
		if (!found) return null
		const key = { accountId, orderId: found.orderId }
		const order = await readOrderToCancel(tx, key)
		const refusals = [
			...(mayCancel.has(shopper.role) ? [] : [refusal('ROLE_MAY_NOT')]),
			...(order.stage === 'placed' ? [] : [refusal('ORDER_NOT_OPEN', { number })]),
			...(order.hasShipped ? [refusal('ORDER_SHIPPED', { number })] : []),
		]
		if (refusals.length > 0) return { ok: false as const, refusals }
		await releaseCredit(tx, key, at)
		if (order.hasDraws) await releaseDraws(tx, key)
		await releaseBudgets(tx, key)
		await releasePeriods(tx, key)
		await releaseStock(tx, key, at)
		await cancelDocument(tx, key, at)
		const { totalMinor, netMinor, currency } = order
		const { orderId } = key
		await saveEvents(tx, [
			{
				topic: 'order.cancelled',
				subject: `order:${orderId}`,
				accountId,
				contactId: shopper.contactId,
				actedByUserId: actedBy(shopper).actedByUserId,
				occurredAt: at,
				payload: { orderId, number, totalMinor, netMinor, currency, userName: shopper.userName },
			},
		])
		return { ok: true as const, orderId, number }
	})
}

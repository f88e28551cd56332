import type { Sql } from '../../../db/client.server.ts'
import { type HeldRow, readHeldDeliveries } from '../../../db/queries/held-delivery.ts'
import { owedOf } from '../../engine/order/pay-held.ts'
import type { Shopper } from '../../platform/actor.ts'

export type Held = { orderId: number; currency: string; deliveries: (HeldRow & { amountMinor: number })[]; totalMinor: number }

/** The deliveries of an order that wait for a card. Null: no such order of this account. */
export async function loadHeld(sql: Sql, { account }: Shopper, number: string): Promise<Held | null> {
	if (account.accountId === null) return null
	const found = await readHeldDeliveries(sql, { accountId: account.accountId, number })
	if (!found) return null
	const deliveries = found.deliveries.map((one) => ({ ...one, amountMinor: owedOf(one) })).filter(({ amountMinor }) => amountMinor > 0)
	return { ...found, deliveries, totalMinor: deliveries.reduce((sum, one) => sum + one.amountMinor, 0) }
}

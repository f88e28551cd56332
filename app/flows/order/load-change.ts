import type { Tx } from '../../../db/client.server.ts'
import { lockOrder } from '../../../db/queries/order-cancel.ts'
import { type ChangeRow, type PlacedOrder, readPlacedOrder } from '../../../db/queries/order-change.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Proposal, Who } from '../../engine/order/change-consent.ts'
import type { ChangeDelta } from '../../engine/order/change-delta.ts'
import type { Shopper } from '../../platform/actor.ts'

/** What a proposal says of itself: what it does, and whose yes a rule of the company asks for. */
export type StoredDelta = ChangeDelta & { approval: { approverContactId: number | null; contactIds: number[] } | null; asksHouse: boolean }

export const deltaOf = ({ delta }: Pick<ChangeRow, 'delta'>): StoredDelta => delta as StoredDelta

/** The seller's person speaks for the house, whoever's cart she has in hand. */
export const whoOf = ({ kind, contactId, role }: Shopper): Who => ({ side: kind === 'rep' ? 'house' : 'buyer', contactId, role })

export const proposalOf = (change: ChangeRow): Proposal => ({ ...change, approverContactId: deltaOf(change).approval?.approverContactId ?? null })

/** A change is priced and judged alike, whoever says yes to it, and wherever she stands. */
export const steady = (shopper: Shopper): Shopper => ({ ...shopper, locationId: null, role: 'buyer' })

/** Locks an order and reads it; two statements. Null: no such order of this account. */
export async function lockPlaced(tx: Tx, { account }: Shopper, number: string): Promise<PlacedOrder | null> {
	const accountId = account.accountId ?? 0
	const found = await lockOrder(tx, { accountId, number })
	return found && readPlacedOrder(tx, { accountId, orderId: found.orderId })
}

/** What stands against any change of an order (decision 0351). */
export function refuseUnchangeable({ stage, number, hasShipped, hasCut, isReleased, isImported }: PlacedOrder): Refusal[] {
	if (stage !== 'placed' || isImported) return [refusal('ORDER_NOT_OPEN', { number })]
	return [
		...(hasShipped ? [refusal('CHANGE_SHIPPED')] : []),
		...(hasCut ? [refusal('CHANGE_AFTER_CUT')] : []),
		...(isReleased ? [refusal('CHANGE_AFTER_RELEASE')] : []),
	]
}

import type { Db } from '../../../db/client.server.ts'
import { type OrderDocument, readOrder, readStoredTrace, type StoredTrace } from '../../../db/queries/order.ts'
import type { Shopper } from '../../platform/actor.ts'

export type OrderPage = { order: OrderDocument; mayCancel: boolean; mayChange: boolean; mayCut: boolean; mayOrder: boolean; mayReturn: boolean }

const buyers = new Set(['owner', 'buyer'])

/** One order as it was placed, with what became of it. Null: no such order of this account. */
export async function openOrder(db: Db, shopper: Shopper, question: { number: string; locale: string }): Promise<OrderPage | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const order = await readOrder(db, { ...question, accountId })
	if (!order) return null
	const mayOrder = buyers.has(shopper.role)
	const isUntouched =
		order.groups.length > 0 && order.groups.every(({ status, shipments }) => (status === 'open' || status === 'held') && shipments.length === 0)
	const hasDelivered = order.groups.some(({ allocations }) => allocations.some(({ shippedQuantity }) => shippedQuantity !== '0'))
	const isOpen = order.groups.some(({ status }) => status === 'open' || status === 'held' || status === 'part_shipped')
	return {
		order,
		mayOrder,
		mayChange: mayOrder && order.stage === 'placed' && order.channel !== 'import' && isUntouched && order.groups.every(({ status }) => status === 'open'),
		mayCut: mayOrder && order.stage === 'placed' && isOpen,
		mayReturn: mayOrder && hasDelivered,
		mayCancel: mayOrder && order.stage === 'placed' && isUntouched,
	}
}

/** "Why this price?" of a line, as stored when it was ordered (section 4). */
export async function openStoredTrace(db: Db, shopper: Shopper, question: { number: string; sequence: number }): Promise<StoredTrace | null> {
	const { accountId } = shopper.account
	return accountId === null || !Number.isSafeInteger(question.sequence) ? null : readStoredTrace(db, { ...question, accountId })
}

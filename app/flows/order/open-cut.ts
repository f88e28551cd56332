import type { Db } from '../../../db/client.server.ts'
import { readOrder } from '../../../db/queries/order.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { Shopper } from '../../platform/actor.ts'
import { quantityOf } from '../shipping/load-shipment.ts'

const buyers = new Set(['owner', 'buyer'])
const isOpen = new Set(['open', 'held', 'part_shipped'])

/** What of an order has not shipped, delivery by delivery. Null: no such order of this account, or she may not cancel. */
export async function openCut(db: Db, shopper: Shopper, question: { number: string; locale: string }) {
	const { accountId } = shopper.account
	if (accountId === null || !buyers.has(shopper.role)) return null
	const order = await readOrder(db, { ...question, accountId })
	if (!order) return null
	const lines = new Map(order.lines.map((line) => [line.id, line]))
	const things = order.groups.flatMap(({ id, place, sequence, status, allocations }) =>
		allocations.flatMap((one) => {
			const line = lines.get(one.lineId)
			const open = quantityOf(one.quantity) - quantityOf(one.shippedQuantity) - quantityOf(one.cancelledQuantity)
			if (!line || line.kind === 'fee' || open <= 0 || !isOpen.has(status) || order.stage !== 'placed') return []
			const { name, sku, picture, unitCode } = line
			return [
				{
					allocationId: one.id,
					lineId: line.id,
					groupId: id,
					place,
					delivery: sequence,
					line: line.sequence,
					name,
					sku,
					picture,
					unitCode,
					open: printQuantity(open),
				},
			]
		}),
	)
	return { number: order.number, things, isForBuyer: shopper.kind === 'rep' }
}

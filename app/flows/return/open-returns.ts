import type { Db } from '../../../db/client.server.ts'
import { listReturns, type ReturnDocument, type ReturnListRow, readReturn, readReturnable } from '../../../db/queries/return.ts'
import { listWarehouses } from '../../../db/queries/shipment.ts'
import { printQuantity } from '../../engine/base/units.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { keyOfThing, thingOf } from './load-returnable.ts'

const PAGE = 50
const mayAsk = new Set(['owner', 'buyer'])

/** What of an order can be given back, delivery by delivery. Null: no such order of this account, or she may not ask. */
export async function openReturnForm(db: Db, shopper: Shopper, number: string) {
	const { accountId } = shopper.account
	if (accountId === null || !mayAsk.has(shopper.role)) return null
	const order = await readReturnable(db, { accountId, number })
	if (!order) return null
	const things = order.things.map((thing) => ({ ...thing, key: keyOfThing(thing), open: printQuantity(Math.max(0, thingOf(thing).openQuantity)) }))
	return { number: order.number, things }
}

export type ReturnsList = { rows: ReturnListRow[]; next: number | null }

/** The returns of a seller: those that wait for the house, or those that are done. */
export async function openReturns(
	db: Db,
	{ seller }: StaffMember,
	query: { isDone: boolean; text: string | null; after: number | null },
): Promise<ReturnsList> {
	const found = await listReturns(db, { ...query, sellerEntityId: seller.id, limit: PAGE + 1 })
	const rows = found.slice(0, PAGE)
	return { rows, next: found.length > PAGE ? (rows.at(-1)?.id ?? null) : null }
}

/** One return for whoever decides it. Null: none of this seller. */
export async function openReturn(
	db: Db,
	{ seller }: StaffMember,
	returnId: number,
): Promise<{ goods: ReturnDocument; warehouses: { id: number; name: string }[] } | null> {
	const [goods, warehouses] = await Promise.all([readReturn(db, { sellerEntityId: seller.id, returnId }), listWarehouses(db, seller.id)])
	return goods ? { goods, warehouses } : null
}

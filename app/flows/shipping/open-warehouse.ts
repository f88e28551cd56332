import type { Db } from '../../../db/client.server.ts'
import { listWarehouse, listWarehouses, readShippableGroup, type ShippableView, type WarehouseRow } from '../../../db/queries/shipment.ts'
import type { StaffMember } from '../../platform/actor.ts'

const PAGE = 50

export type WarehousePage = { rows: WarehouseRow[]; next: string | null }

/** What is to be packed, the earliest promise first, or what is on its way. */
export async function openWarehouse(
	db: Db,
	staff: StaffMember,
	query: { onTheWay: boolean; text: string | null; after: string | null },
): Promise<WarehousePage> {
	const match = /^(\d{4}-\d{2}-\d{2})~(\d{1,15})$/.exec(query.after ?? '')
	const after = match ? { dueOn: match[1] ?? '', id: Number(match[2]) } : null
	const found = await listWarehouse(db, { ...query, after, sellerEntityId: staff.seller.id, limit: PAGE + 1 })
	const rows = found.slice(0, PAGE)
	const last = rows.at(-1)
	const lastId = last && (query.onTheWay ? last.shipmentId : last.groupId)
	return { rows, next: found.length > PAGE && last ? `${last.dueOn ?? '9999-12-31'}~${lastId}` : null }
}

export type PackingPage = { delivery: ShippableView; warehouses: { id: number; name: string }[] }

/** One delivery to pack. Null: none of this seller. */
export async function openPacking(db: Db, staff: StaffMember, groupId: number): Promise<PackingPage | null> {
	if (!Number.isSafeInteger(groupId)) return null
	const [delivery, warehouses] = await Promise.all([readShippableGroup(db, { sellerEntityId: staff.seller.id, groupId }), listWarehouses(db, staff.seller.id)])
	return delivery ? { delivery, warehouses } : null
}

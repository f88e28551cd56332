import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { updateWarehouseHours } from '../../../db/queries/warehouse-hours.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { type HoursFields, readHours } from '../../engine/order/read-hours.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Input = { warehouseId: number; fields: HoursFields; at: Date; requestId: string }

/** When a warehouse sends from now on: every open cart is promised by it at once, placed orders keep their days. Refuses what `readHours` does. Null: no such warehouse. */
export async function saveWarehouseHours(
	db: Db,
	{ seller, userId }: StaffMember,
	{ warehouseId, fields, at, requestId }: Input,
): Promise<Result<{ warehouseId: number }> | null> {
	const read = readHours(fields)
	return withTransaction(db, async (tx) => {
		if (!read.ok) return read
		const before = await updateWarehouseHours(tx, { sellerEntityId: seller.id, warehouseId, on: dayIn(at, seller.timeZone) }, read.hours)
		if (!before) return null
		await insertAudit(tx, [{ userId, action: 'warehouse.hours_changed', subject: `warehouse:${warehouseId}`, before, after: read.hours, requestId, at }])
		return { ok: true as const, warehouseId }
	})
}

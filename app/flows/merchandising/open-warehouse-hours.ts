import type { Db } from '../../../db/client.server.ts'
import { readWarehouseHours, type WarehouseHoursRow } from '../../../db/queries/warehouse-hours.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { calendarAt, firstDispatch } from '../../engine/order/dispatch.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ShownHours = WarehouseHoursRow & { sellerZone: string; leavesOn: string }

/** The seller's warehouses with the day on which what is ordered at this moment leaves each. One statement. */
export async function openWarehouseHours(db: Db, { seller }: StaffMember, at: Date): Promise<ShownHours[]> {
	const today = dayIn(at, seller.timeZone)
	const rows = await readWarehouseHours(db, seller.id, today)
	return rows.map((row) => ({ ...row, sellerZone: seller.timeZone, leavesOn: firstDispatch(today, calendarAt(row, at, seller.timeZone)) }))
}

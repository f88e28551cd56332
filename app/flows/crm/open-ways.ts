import type { Db } from '../../../db/client.server.ts'
import { type FunnelBy, readWays } from '../../../db/queries/funnel.ts'
import { readWay, type WayPart, waySince } from '../../engine/crm/ways.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type WaysQuery = { by: FunnelBy; months: number }
export type Way = { key: string; name: string | null; parts: WayPart[] }
export type WaysPage = { all: WayPart[]; ways: Way[] }

/** From the first look to the first order, of everybody first seen in these months: all together, and by month, way or campaign. One statement. */
export async function openWays(db: Db, { seller }: StaffMember, { by, months }: WaysQuery, at: Date): Promise<WaysPage> {
	const rows = await readWays(db, { sellerEntityId: seller.id, by, since: waySince(months, at), timeZone: seller.timeZone })
	const all = rows.find(({ key }) => key === null)
	return {
		all: readWay(all ?? { seen: 0, prospects: 0, leads: 0, opportunities: 0, orders: 0 }),
		ways: rows.flatMap(({ key, name, ...counts }) => (key === null ? [] : [{ key, name, parts: readWay(counts) }])),
	}
}

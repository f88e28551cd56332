import type { Sql, Tx } from '../client.server.ts'

export type WarehouseHoursRow = {
	id: number
	code: string
	name: string
	timeZone: string | null
	cutOff: string | null
	worksOn: number[]
	/** Days to come; those that are over stay stored. */
	closedOn: string[]
	/** The places that it serves first. */
	serves: string[]
}

/** Every active warehouse of a seller with when it sends. One statement. */
export async function readWarehouseHours(sql: Sql, sellerEntityId: number, on: string): Promise<WarehouseHoursRow[]> {
	return sql<WarehouseHoursRow[]>`
		select w.id, w.code, w.name, w.time_zone, w.cut_off, w.works_on, coalesce((select array_agg(d::text order by d) from unnest(w.closed_on) d where d >= ${on}::date), '{}') as closed_on,
			coalesce((select array_agg(concat_ws(' ', z.country, nullif(z.region, '')) order by z.country, z.region) from warehouse_zone z where z.warehouse_id = w.id and z.rank = 1), '{}') as serves
		from warehouse w where w.seller_entity_id = ${sellerEntityId} and w.is_active order by w.name, w.id`
}

export type HoursWrite = { timeZone: string | null; cutOff: string | null; worksOn: readonly number[]; closedOn: readonly string[] }

/** Writes when a warehouse sends; days that were over stay as they were. Answers what it had; null: no such warehouse of the seller. */
export async function updateWarehouseHours(
	tx: Tx,
	key: { sellerEntityId: number; warehouseId: number; on: string },
	{ timeZone, cutOff, worksOn, closedOn }: HoursWrite,
): Promise<HoursWrite | null> {
	const [row] = await tx<HoursWrite[]>`
		with had as materialized (
			select id, time_zone, cut_off, works_on, closed_on from warehouse where id = ${key.warehouseId} and seller_entity_id = ${key.sellerEntityId} and is_active for update
		)
		update warehouse w set time_zone = ${timeZone}, cut_off = ${cutOff}, works_on = ${tx.array([...worksOn], 21)}::smallint[],
			closed_on = array(select d from unnest(h.closed_on) d where d < ${key.on}::date union select d from unnest(${tx.array([...closedOn], 25)}::text[]::date[]) d order by 1)
		from had h where h.id = w.id returning h.time_zone, h.cut_off, h.works_on, h.closed_on::text[] as closed_on`
	return row ?? null
}

import type { Sql, Tx } from '../client.server.ts'

export type StockRow = {
	productId: number
	sku: string
	warehouse: string
	onHand: string
	reserved: string
	incoming: string
	available: string
	updatedAt: Date
}

/** What lies in a seller's warehouses by SKU and warehouse, after a place in that order; one row more than asked. */
export async function listStock(
	sql: Sql,
	question: { sellerEntityId: number; warehouse: string | null; after: { sku: string; warehouse: string } | null; limit: number },
): Promise<StockRow[]> {
	const { sellerEntityId, warehouse, after, limit } = question
	return sql<StockRow[]>`
		select l.product_id, p.sku, w.code as warehouse, trim_scale(l.on_hand)::text as on_hand, trim_scale(l.reserved)::text as reserved, trim_scale(l.incoming)::text as incoming,
			trim_scale(l.on_hand - l.reserved)::text as available, l.updated_at
		from stock_level l join product p on p.id = l.product_id join warehouse w on w.id = l.warehouse_id
		where w.seller_entity_id = ${sellerEntityId} and p.seller_entity_id = ${sellerEntityId} and (${warehouse}::text is null or w.code = ${warehouse})
			and (${after?.sku ?? null}::text is null or (p.sku, w.code) > (${after?.sku ?? ''}, ${after?.warehouse ?? ''}))
		order by p.sku, w.code limit ${limit + 1}`
}

export type StockPlace = { ordinal: number; productId: number | null; warehouseId: number | null; unitCode: string | null; unitDigits: number | null }

/** What asked SKUs and warehouses are at a seller, in the order given; nulls are unknown there. */
export async function readStockPlaces(tx: Tx, sellerEntityId: number, asked: readonly { sku: string; warehouse: string }[]): Promise<StockPlace[]> {
	return tx<StockPlace[]>`
		select a.ordinal::int as ordinal, p.id as product_id, w.id as warehouse_id, m.code as unit_code, m.digits as unit_digits
		from json_to_recordset(${JSON.stringify(asked.map((one, ordinal) => ({ ...one, ordinal })))}::text::json) as a(sku text, warehouse text, ordinal int)
			left join product p on p.seller_entity_id = ${sellerEntityId} and p.sku = upper(a.sku) and p.kind in ('simple', 'variant')
			left join unit_of_measure m on m.code = p.unit_code
			left join warehouse w on w.seller_entity_id = ${sellerEntityId} and w.code = a.warehouse and w.is_active
		order by a.ordinal`
}

export type StockWish = { productId: number; warehouseId: number; onHand: string }
export type HeldLevel = { productId: number; warehouseId: number; reserved: string; incoming: string }

const wishes = (tx: Tx, levels: readonly StockWish[]) => tx`
	json_to_recordset(${JSON.stringify(levels)}::text::json) as w("productId" bigint, "warehouseId" bigint, "onHand" numeric(14,4))`

/** Locks the levels that are there already, ids ascending, as a submit does. */
export async function lockLevels(tx: Tx, levels: readonly StockWish[]): Promise<HeldLevel[]> {
	return tx<HeldLevel[]>`
		select l.product_id, l.warehouse_id, l.reserved::text as reserved, l.incoming::text as incoming from stock_level l
			join ${wishes(tx, levels)} on w."productId" = l.product_id and w."warehouseId" = l.warehouse_id
		order by l.product_id, l.warehouse_id for update of l`
}

/** Writes what was counted; one statement. Answers those that changed, and which are new. */
export async function upsertLevels(tx: Tx, levels: readonly StockWish[], at: Date): Promise<{ created: boolean }[]> {
	return tx<{ created: boolean }[]>`
		insert into stock_level as l (product_id, warehouse_id, on_hand, updated_at)
		select w."productId", w."warehouseId", w."onHand", ${at} from ${wishes(tx, levels)} order by 1, 2
		on conflict (product_id, warehouse_id) do update set on_hand = excluded.on_hand, updated_at = excluded.updated_at where l.on_hand <> excluded.on_hand
		returning (xmax = 0) as created`
}

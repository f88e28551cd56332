import type { Sql, Tx } from '../client.server.ts'

type CartKey = { accountId: number; cartId: number }

export type ShipTo = { id: number; code: string; name: string; city: string; region: string | null; country: string; isDefault: boolean }

/** Where an account may be delivered to, its default first. */
export async function readShipTos(sql: Sql, accountId: number): Promise<ShipTo[]> {
	return sql<
		ShipTo[]
	>`select id, code, name, city, region, country, is_default from location where account_id = ${accountId} and is_active order by is_default desc, name, id`
}

export type DeliveryChange = {
	groupId: number
	requestedOn: string | null
	method: string
	instructions: string | null
	window: string | null
	costCentre: string | null
}

/** Deliveries of a cart that already go to this ship-to on this day by this way, other than `groupId`. */
export async function readTwinDelivery(sql: Sql, key: CartKey, { groupId, requestedOn, method }: DeliveryChange): Promise<{ id: number } | null> {
	const [row] = await sql<{ id: number }[]>`
		select o.id from delivery_group g join delivery_group o on o.account_id = g.account_id and o.order_id = g.order_id and o.id <> g.id
			and o.location_id is not distinct from g.location_id and o.requested_on is not distinct from ${requestedOn}::date and o.method = ${method}
		where g.account_id = ${key.accountId} and g.order_id = ${key.cartId} and g.id = ${groupId}`
	return row ?? null
}

/** Writes day, way and notes of a delivery. False: not of this cart. */
export async function updateDelivery(tx: Tx, key: CartKey, change: DeliveryChange): Promise<boolean> {
	const rows = await tx`
		update delivery_group set requested_on = ${change.requestedOn}, method = ${change.method}, instructions = ${change.instructions}, delivery_window = ${change.window}, cost_centre = ${change.costCentre}
		where account_id = ${key.accountId} and order_id = ${key.cartId} and id = ${change.groupId} returning 1`
	return rows.length === 1
}

/** What goes with a delivery, out of the cart: its cells, what lines keep beside them, lines left empty, the delivery. */
export async function deleteDelivery(tx: Tx, key: CartKey, groupId: number): Promise<boolean> {
	const rows = await tx`
		with cells as (
			delete from allocation a where a.account_id = ${key.accountId} and a.order_id = ${key.cartId} and a.group_id = ${groupId} returning a.line_id, a.quantity
		), gone as (
			delete from order_line l using cells c where l.account_id = ${key.accountId} and l.id = c.line_id and l.quantity = c.quantity
		), resized as (
			update order_line l set quantity = l.quantity - c.quantity from cells c where l.account_id = ${key.accountId} and l.id = c.line_id and l.quantity > c.quantity
		)
		delete from delivery_group g where g.account_id = ${key.accountId} and g.order_id = ${key.cartId} and g.id = ${groupId} returning 1`
	return rows.length === 1
}

/** Before an order is made of a cart: a delivery to which nothing goes is no delivery. */
export async function deleteBareDeliveries(tx: Tx, key: CartKey): Promise<void> {
	await tx`
		delete from delivery_group g where g.account_id = ${key.accountId} and g.order_id = ${key.cartId}
			and not exists (select 1 from allocation a where a.account_id = g.account_id and a.group_id = g.id)`
}

export async function updateCoupons(tx: Tx, key: CartKey, codes: readonly string[]): Promise<void> {
	await tx`update sales_order set coupon_codes = ${tx.array([...codes], 25)}::text[] where account_id = ${key.accountId} and id = ${key.cartId}`
}

export async function updateOverride(
	tx: Tx,
	key: CartKey,
	{
		lineId,
		override,
	}: { lineId: number; override: { unitPrice: string; reason: string; userId: number; maxPercent: number; minMarginPercent: number | null } | null },
): Promise<boolean> {
	const rows = await tx`
		update order_line set override = ${override === null ? null : tx.json(override)} where account_id = ${key.accountId} and order_id = ${key.cartId} and id = ${lineId} returning 1`
	return rows.length === 1
}

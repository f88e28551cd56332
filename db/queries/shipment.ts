import type { Sql, Tx } from '../client.server.ts'

export type ShippingHead = {
	orderId: number
	accountId: number
	sellerEntityId: number
	timeZone: string
	number: string
	stage: string
	currency: string
	rounding: 'half_away' | 'half_even'
	paymentMethod: string | null
	termsDays: number | null
	poNumber: string | null
	contactId: number | null
	crmCampaignId: number | null
	invoicePer: 'order' | 'group' | 'shipment'
	billToAccountId: number
	billTo: { number: string; name: string; address: unknown }
	ownerUserId: number | null
	reservedMinor: number | null
	/** It drew on its company's budgets. */
	hasDraws: boolean
	/** What cards pay of the order. */
	cardMinor: number
	groups: {
		id: number
		locationId: number | null
		status: string
		place: string | null
		sequence: number
		warehouseId: number | null
		shippingMinor: number
		taxMinor: number
		dueMinor: number
		/** What of that fell away before. */
		cancelledMinor: number
		shippedMinor: number
		hasShipped: boolean
	}[]
	allocations: {
		id: number
		groupId: number
		sequence: number
		kind: 'goods' | 'gift' | 'fee'
		/** Null of a fee. */
		productId: number | null
		sku: string | null
		name: string
		unitCode: string
		unitDigits: number
		unitPrice: string | null
		factorNumerator: number
		factorDenominator: number
		quantity: string
		shippedQuantity: string
		cancelledQuantity: string
		invoicedQuantity: string
		netMinor: number
		taxMinor: number
		/** What is inside, of a bundle. */
		components: SoldComponent[]
	}[]
}

export type SoldComponent = {
	id: number
	position: number
	productId: number
	sku: string
	name: string
	unitCode: string
	taxCode: string
	perBundle: string
	quantity: string
	netMinor: number
	taxMinor: number
}

/** Locks the order of a delivery; null also when the named warehouse is not the seller's. What stands beside it is read by the next statement: this one's subqueries would still see how it was before the wait. */
export async function lockOrderOfGroup(
	tx: Tx,
	question: { sellerEntityId: number; groupId: number; warehouseId: number | null },
): Promise<{ accountId: number; orderId: number } | null> {
	const [row] = await tx<{ accountId: number; orderId: number }[]>`
		select o.account_id, o.id as order_id from sales_order o join delivery_group g on g.account_id = o.account_id and g.order_id = o.id
		where g.id = ${question.groupId} and o.seller_entity_id = ${question.sellerEntityId} and o.placed_at is not null
			and (${question.warehouseId}::bigint is null or exists (select from warehouse w where w.id = ${question.warehouseId} and w.seller_entity_id = o.seller_entity_id)) for update of o`
	return row ?? null
}

/** What shipping asks of an order that is locked: one statement for any size. */
export async function readShippable(tx: Tx, key: { accountId: number; orderId: number }): Promise<ShippingHead> {
	const [row] = await tx<ShippingHead[]>`
		select o.id as order_id, o.account_id, o.seller_entity_id, s.time_zone, o.number, o.stage, o.currency, o.rounding, o.payment_method, o.terms_days, o.po_number, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id, o.crm_campaign_id,
			a.invoice_per, coalesce(a.bill_to_account_id, a.id) as bill_to_account_id, a.owner_user_id,
			(select json_build_object('number', b.number, 'name', b.name, 'address', (select to_jsonb(l) - 'account_id' - 'is_default' - 'is_active' from location l where l.account_id = b.id order by l.is_default desc, l.id limit 1))
				from account b where b.id = coalesce(a.bill_to_account_id, a.id)) as bill_to,
			(select r.amount_minor from credit_reservation r where r.account_id = o.account_id and r.order_id = o.id and r.state <> 'released') as reserved_minor,
			exists (select 1 from company_budget_draw d where d.account_id = o.account_id and d.order_id = o.id) as has_draws,
			coalesce((select sum(coalesce(t.captured_minor, t.amount_minor)) from payment_attempt t where t.account_id = o.account_id and t.order_id = o.id and t.purpose = 'order' and t.state not in ('released','failed','declined')), 0)::bigint as card_minor,
			(select json_agg(json_build_object('id', g.id, 'locationId', g.location_id, 'status', g.status, 'place', coalesce(g.address->>'name', p.name), 'sequence', g.sequence, 'warehouseId', g.warehouse_id, 'shippingMinor', g.shipping_minor - g.shipping_discount_minor,
				'taxMinor', g.tax_minor, 'dueMinor', g.due_minor, 'cancelledMinor', g.cancelled_minor, 'shippedMinor', coalesce(w.amount, 0), 'hasShipped', w.amount is not null) order by g.id)
				from delivery_group g left join location p on p.account_id = g.account_id and p.id = g.location_id
				left join lateral (select sum(l.net_minor + l.tax_minor) as amount from shipment h join shipment_line l on l.account_id = h.account_id and l.shipment_id = h.id where h.account_id = g.account_id and h.group_id = g.id) w on true
				where g.account_id = o.account_id and g.order_id = o.id) as groups,
			(select coalesce(json_agg(json_build_object('id', x.id, 'groupId', x.group_id, 'sequence', l.sequence, 'kind', l.kind, 'productId', l.product_id, 'sku', l.sku, 'name', coalesce(l.name, l.sku, ''), 'unitCode', l.unit_code, 'unitDigits', u.digits, 'unitPrice', l.unit_price::text,
				'factorNumerator', coalesce(pu.factor_numerator, 1), 'factorDenominator', coalesce(pu.factor_denominator, 1), 'quantity', x.quantity::text, 'shippedQuantity', x.shipped_quantity::text, 'cancelledQuantity', x.cancelled_quantity::text,
				'invoicedQuantity', x.invoiced_quantity::text, 'netMinor', x.net_minor, 'taxMinor', x.tax_minor,
				'components', coalesce((select json_agg(json_build_object('id', k.id, 'position', k.position, 'productId', k.product_id, 'sku', k.sku, 'name', k.name, 'unitCode', k.unit_code, 'taxCode', k.tax_code,
					'perBundle', k.per_bundle::text, 'quantity', k.quantity::text, 'netMinor', k.net_minor, 'taxMinor', k.tax_minor) order by k.position) from allocation_component k
					where k.account_id = x.account_id and k.allocation_id = x.id), '[]')) order by l.sequence, x.id), '[]')
				from allocation x join order_line l on l.account_id = x.account_id and l.id = x.line_id join unit_of_measure u on u.code = l.unit_code
				left join product p on p.id = l.product_id left join product_unit pu on pu.product_id = l.product_id and pu.unit_code = l.unit_code and pu.unit_code <> p.unit_code
				where x.account_id = o.account_id and x.order_id = o.id) as allocations
		from sales_order o join account a on a.id = o.account_id join seller_entity s on s.id = o.seller_entity_id where o.account_id = ${key.accountId} and o.id = ${key.orderId}`
	if (!row) throw new Error(`Order ${key.orderId} was locked and is gone`)
	return row
}

export type HeldStock = {
	reservations: { id: number; allocationId: number; productId: number; warehouseId: number; quantity: string }[]
	levels: { productId: number; warehouseId: number; onHand: string; incoming: string; reserved: string }[]
}

/** Locks the stock of products in the order of ids, with what is reserved for the allocations. */
export async function lockHeldStock(
	tx: Tx,
	question: { accountId: number; allocationIds: readonly number[]; productIds: readonly number[] },
): Promise<HeldStock> {
	const [row] = await tx<HeldStock[]>`
		with levels as materialized (
			select l.* from stock_level l where l.product_id = any(${tx.array([...question.productIds], 20)}::bigint[]) order by l.product_id, l.warehouse_id for update
		)
		select coalesce((select json_agg(json_build_object('productId', product_id, 'warehouseId', warehouse_id, 'onHand', on_hand::text, 'incoming', incoming::text, 'reserved', reserved::text) order by product_id, warehouse_id) from levels), '[]') as levels,
			coalesce((select json_agg(json_build_object('id', r.id, 'allocationId', r.allocation_id, 'productId', r.product_id, 'warehouseId', r.warehouse_id, 'quantity', r.quantity::text) order by r.id)
				from stock_reservation r where r.account_id = ${question.accountId} and r.state = 'live' and r.allocation_id = any(${tx.array([...question.allocationIds], 20)}::bigint[])), '[]') as reservations`
	return row ?? { reservations: [], levels: [] }
}

export type StockMoveRows = {
	reservations: readonly { id: number; quantity: string; state: string }[]
	levels: readonly { productId: number; warehouseId: number; onHandLess: string; reservedLess: string }[]
}

/** Takes the goods off the shelf: levels fall, reservations shrink or are spent. */
export async function moveStock(tx: Tx, accountId: number, { reservations, levels }: StockMoveRows, at: Date): Promise<void> {
	await tx`
		with spent as (
			update stock_reservation r set state = w.state, quantity = w.quantity from json_to_recordset(${JSON.stringify(reservations)}::text::json) as w(id bigint, quantity numeric, state text)
			where r.account_id = ${accountId} and r.id = w.id
		)
		update stock_level l set on_hand = l.on_hand - w."onHandLess", reserved = l.reserved - w."reservedLess", updated_at = ${at}
		from json_to_recordset(${JSON.stringify(levels)}::text::json) as w("productId" bigint, "warehouseId" bigint, "onHandLess" numeric, "reservedLess" numeric)
		where l.product_id = w."productId" and l.warehouse_id = w."warehouseId"`
}

export type ShipmentRow = {
	accountId: number
	orderId: number
	groupId: number
	sellerEntityId: number
	warehouseId: number | null
	carrier: string | null
	trackingNumber: string | null
	status: 'part_shipped' | 'shipped'
	at: Date
	lines: readonly { allocationId: number; quantity: string; netMinor: number; taxMinor: number }[]
	cancelled: readonly { allocationId: number; quantity: string }[]
	/** What of the delivery's price falls away with them. */
	lapsedMinor: number
}

/** A shipment under its number, its lines, and what is thereby shipped or will not come; one statement. Its order is named, or all that the account ever ordered would be looked through. */
export async function insertShipment(tx: Tx, row: ShipmentRow): Promise<{ id: number; number: string }> {
	const { accountId, orderId, groupId } = row
	const [made] = await tx<{ id: number; number: string }[]>`
		with series as (
			update number_series set next_value = next_value + 1 where seller_entity_id = ${row.sellerEntityId} and kind = 'shipment' returning prefix || lpad((next_value - 1)::text, digits, '0') as number
		), wanted as (
			select * from json_to_recordset(${JSON.stringify(row.lines)}::text::json) as w("allocationId" bigint, quantity numeric, "netMinor" bigint, "taxMinor" bigint)
		), lapsed as (
			select * from json_to_recordset(${JSON.stringify(row.cancelled)}::text::json) as w("allocationId" bigint, quantity numeric)
		), made as (
			insert into shipment (account_id, order_id, group_id, number, warehouse_id, carrier, tracking_number, shipped_at)
			select ${accountId}, ${orderId}, ${groupId}, series.number, ${row.warehouseId}, ${row.carrier}, ${row.trackingNumber}, ${row.at} from series returning id, number
		), lines as (
			insert into shipment_line (account_id, shipment_id, allocation_id, quantity, net_minor, tax_minor) select ${accountId}, made.id, w."allocationId", w.quantity, w."netMinor", w."taxMinor" from made, wanted w
		), moved as (
			update allocation a set shipped_quantity = a.shipped_quantity + coalesce(w.quantity, 0), cancelled_quantity = a.cancelled_quantity + coalesce(c.quantity, 0)
			from (select "allocationId" as id from wanted union select "allocationId" from lapsed) t left join wanted w on w."allocationId" = t.id left join lapsed c on c."allocationId" = t.id
			where a.account_id = ${accountId} and a.order_id = ${orderId} and a.id = t.id
		), closed as (
			update delivery_group set status = ${row.status}, cancelled_minor = least(greatest(0, due_minor), cancelled_minor + greatest(0, ${row.lapsedMinor})), warehouse_id = coalesce(${row.warehouseId}, warehouse_id) where account_id = ${accountId} and id = ${groupId}
		)
		select id, number from made`
	if (!made) throw new Error(`Delivery ${groupId} could not be shipped: is there a number series for shipments?`)
	return made
}

export type WarehouseRow = {
	groupId: number
	orderNumber: string
	accountName: string
	place: string | null
	city: string | null
	dueOn: string | null
	method: string
	status: string
	lines: number
	openLines: number
	carrier: string | null
	trackingNumber: string | null
	shipmentId: number | null
	shippedAt: Date | null
}

/** Deliveries to pack, the earliest promise first; or, with `onTheWay`, shipments that nobody has reported delivered. */
export async function listWarehouse(
	sql: Sql,
	question: { sellerEntityId: number; onTheWay: boolean; text: string | null; after: { dueOn: string; id: number } | null; limit: number },
): Promise<WarehouseRow[]> {
	const pattern = question.text === null ? null : `%${question.text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return sql<WarehouseRow[]>`
		select * from (
			select g.id as group_id, o.number as order_number, a.name as account_name, coalesce(g.address->>'name', p.name) as place, coalesce(g.address->>'city', p.city) as city, coalesce(g.confirmed_on, g.requested_on) as due_on, g.method,
				g.status, l.lines, l.open_lines, h.carrier, h.tracking_number, h.id as shipment_id, h.shipped_at, case when ${question.onTheWay} then h.id else g.id end as row_id
			from delivery_group g join sales_order o on o.account_id = g.account_id and o.id = g.order_id join account a on a.id = g.account_id
				left join location p on p.account_id = g.account_id and p.id = g.location_id
				left join shipment h on ${question.onTheWay} and h.account_id = g.account_id and h.group_id = g.id and h.delivered_at is null
				cross join lateral (select count(*)::int as lines, count(*) filter (where x.quantity > x.shipped_quantity + x.cancelled_quantity)::int as open_lines
					from allocation x join order_line y on y.account_id = x.account_id and y.id = x.line_id where x.account_id = g.account_id and x.group_id = g.id and y.kind <> 'fee') l
			where o.seller_entity_id = ${question.sellerEntityId} and o.stage = 'placed' and o.channel <> 'import'
				and (case when ${question.onTheWay} then h.id is not null else g.status in ('open','held','part_shipped') end)
				and (${pattern}::text is null or o.number ilike ${pattern} or a.name ilike ${pattern} or p.name ilike ${pattern} or g.address->>'name' ilike ${pattern} or p.city ilike ${pattern})
		) found
		where ${question.after?.id ?? null}::bigint is null or (coalesce(due_on, '9999-12-31'), row_id) > (${question.after?.dueOn ?? null}::date, ${question.after?.id ?? null}::bigint)
		order by coalesce(due_on, '9999-12-31'), row_id limit ${question.limit}`
}

/** Warehouses that may ship, for the form. */
export async function listWarehouses(sql: Sql, sellerEntityId: number): Promise<{ id: number; name: string }[]> {
	return sql<{ id: number; name: string }[]>`select id, name from warehouse where seller_entity_id = ${sellerEntityId} and is_active order by name, id`
}

export type DeliveredRow = {
	accountId: number
	orderId: number
	number: string
	groupId: number
	shipmentNumber: string
	contactId: number | null
	groupDelivered: boolean
	orderDelivered: boolean
}

/** Locks the order of a shipment, so that two parcels of one delivery do not arrive without seeing each other. */
export async function lockOrderOfShipment(tx: Tx, question: { sellerEntityId: number; shipmentId: number }): Promise<boolean> {
	const rows = await tx`
		select 1 from sales_order o join shipment h on h.account_id = o.account_id and h.order_id = o.id where h.id = ${question.shipmentId} and o.seller_entity_id = ${question.sellerEntityId} for update of o`
	return rows.length > 0
}

/** A shipment has arrived; its delivery too when nothing of it is left or under way. Null: unknown, or arrived before. */
export async function markShipmentDelivered(tx: Tx, input: { sellerEntityId: number; shipmentId: number; at: Date }): Promise<DeliveredRow | null> {
	const [row] = await tx<DeliveredRow[]>`
		with arrived as (
			update shipment h set status = 'delivered', delivered_at = ${input.at} from sales_order o
			where h.id = ${input.shipmentId} and h.delivered_at is null and o.account_id = h.account_id and o.id = h.order_id and o.seller_entity_id = ${input.sellerEntityId}
			returning h.account_id, h.order_id, h.group_id, h.id, h.number as shipment_number, o.number, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id
		), closed as (
			update delivery_group g set status = 'delivered' from arrived w
			where g.account_id = w.account_id and g.id = w.group_id and g.status = 'shipped'
				and not exists (select 1 from shipment h where h.account_id = g.account_id and h.group_id = g.id and h.delivered_at is null and h.id <> w.id)
			returning g.id
		)
		select w.account_id, w.order_id, w.number, w.group_id, w.shipment_number, w.contact_id, exists (select 1 from closed) as group_delivered,
			exists (select 1 from closed) and not exists (select 1 from delivery_group g where g.account_id = w.account_id and g.order_id = w.order_id and g.id <> w.group_id and g.status not in ('delivered','cancelled')) as order_delivered
		from arrived w`
	return row ?? null
}

export type ShippableView = {
	groupId: number
	orderNumber: string
	stage: string
	status: string
	accountName: string
	place: string | null
	address: Record<string, string | null> | null
	dueOn: string | null
	method: string
	instructions: string | null
	window: string | null
	warehouseId: number | null
	poNumber: string | null
	lines: {
		allocationId: number
		sequence: number
		sku: string | null
		name: string
		picture: string | null
		unitCode: string
		unitDigits: number
		quantity: string
		shippedQuantity: string
		openQuantity: string
		onHand: string | null
	}[]
	shipments: { id: number; number: string; carrier: string | null; trackingNumber: string | null; shippedAt: string; deliveredAt: string | null }[]
}

/** A delivery for whoever packs it, with what lies on the shelf. */
export async function readShippableGroup(sql: Sql, question: { sellerEntityId: number; groupId: number }): Promise<ShippableView | null> {
	const [row] = await sql<ShippableView[]>`
		select g.id as group_id, o.number as order_number, o.stage, g.status, a.name as account_name, coalesce(g.address->>'name', p.name) as place, g.address, coalesce(g.confirmed_on, g.requested_on) as due_on, g.method, g.instructions, g.delivery_window as window, g.warehouse_id, o.po_number,
			(select coalesce(json_agg(json_build_object('allocationId', x.id, 'sequence', l.sequence, 'sku', l.sku, 'name', coalesce(l.name, l.sku, ''), 'picture', d.picture, 'unitCode', l.unit_code, 'unitDigits', u.digits, 'quantity', trim_scale(x.quantity)::text,
				'shippedQuantity', trim_scale(x.shipped_quantity)::text, 'openQuantity', trim_scale(x.quantity - x.shipped_quantity - x.cancelled_quantity)::text,
				'onHand', (select trim_scale(sum(s.on_hand))::text from stock_level s where s.product_id = l.product_id and (g.warehouse_id is null or s.warehouse_id = g.warehouse_id))) order by l.sequence), '[]')
				from allocation x join order_line l on l.account_id = x.account_id and l.id = x.line_id join unit_of_measure u on u.code = l.unit_code left join product d on d.id = l.product_id
				where x.account_id = g.account_id and x.group_id = g.id and l.kind <> 'fee') as lines,
			(select coalesce(json_agg(json_build_object('id', h.id, 'number', h.number, 'carrier', h.carrier, 'trackingNumber', h.tracking_number, 'shippedAt', h.shipped_at, 'deliveredAt', h.delivered_at) order by h.id), '[]')
				from shipment h where h.account_id = g.account_id and h.group_id = g.id) as shipments
		from delivery_group g join sales_order o on o.account_id = g.account_id and o.id = g.order_id join account a on a.id = g.account_id left join location p on p.account_id = g.account_id and p.id = g.location_id
		where g.id = ${question.groupId} and o.seller_entity_id = ${question.sellerEntityId} and o.placed_at is not null`
	return row ?? null
}

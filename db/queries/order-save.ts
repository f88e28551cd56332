import type { Tx } from '../client.server.ts'

export type OrderKey = { accountId: number; orderId: number }
export type SavedLine = {
	sequence: number
	unitPrice: string | null
	resolvedMinor: number
	discountMinor: number
	netMinor: number
	taxMinor: number
	trace: unknown
	traceHash: string
	sku: string | null
	name: string
	taxCode: string
}
export type SavedPart = {
	sequence: number
	locationId: number | null
	deliverOn: string | null
	quantity: string
	unitPrice: string
	resolvedMinor: number
	trace: unknown
	traceHash: string
}
export type SavedDiscount = { sequence: number; promotionId: number; promotionName: string; phase: string; amountMinor: number }
export type SavedGroup = {
	id: number
	confirmedOn: string | null
	warehouseId: number | null
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	dueMinor: number
}
export type SavedAllocation = { sequence: number; groupId: number; netMinor: number; taxMinor: number }
export type SavedComponent = {
	sequence: number
	groupId: number
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
export type SavedTax = {
	groupId: number
	taxCode: string
	jurisdiction: string
	rate: string
	baseMinor: number
	taxMinor: number
	certificateId: number | null
}

const rows = (values: readonly unknown[]) => JSON.stringify(values)

export type SavedGift = { sequence: number; productId: number; unitCode: string; quantity: string; cells: { groupId: number; quantity: string }[] }

/** Adds the lines that promotions give, before what they reserve is looked up by their sequence. Two statements: an allocation needs its line. */
export async function addGifts(tx: Tx, key: OrderKey, gifts: readonly SavedGift[]): Promise<void> {
	const wanted = rows(gifts)
	await tx`
		insert into order_line (account_id, order_id, sequence, kind, product_id, unit_code, quantity)
		select ${key.accountId}, ${key.orderId}, w.sequence, 'gift', w."productId", w."unitCode", w.quantity
		from json_to_recordset(${wanted}::text::json) as w(sequence int, "productId" bigint, "unitCode" text, quantity numeric)`
	await allocate(tx, key, wanted)
}

export type SavedFee = Omit<SavedGift, 'productId'> & { name: string }

/** Adds the fees of an order under their names, each with its deliveries. Two statements. */
export async function addFees(tx: Tx, key: OrderKey, fees: readonly SavedFee[]): Promise<void> {
	const wanted = rows(fees)
	await tx`
		insert into order_line (account_id, order_id, sequence, kind, unit_code, quantity, name)
		select ${key.accountId}, ${key.orderId}, w.sequence, 'fee', w."unitCode", w.quantity, w.name
		from json_to_recordset(${wanted}::text::json) as w(sequence int, "unitCode" text, quantity numeric, name text)`
	await allocate(tx, key, wanted)
}

async function allocate(tx: Tx, key: OrderKey, wanted: string): Promise<void> {
	await tx`
		insert into allocation (account_id, order_id, line_id, group_id, quantity)
		select ${key.accountId}, ${key.orderId}, l.id, c."groupId", c.quantity
		from json_to_recordset(${wanted}::text::json) as w(sequence int, cells json)
			join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence
			cross join json_to_recordset(w.cells) as c("groupId" bigint, quantity numeric)`
}

/** What each line says from now on: price, discounts, trace, and the product as it was named. */
export async function saveLines(tx: Tx, key: OrderKey, lines: readonly SavedLine[]): Promise<void> {
	await tx`
		update order_line l set unit_price = w."unitPrice", resolved_minor = w."resolvedMinor", discount_minor = w."discountMinor", net_minor = w."netMinor", tax_minor = w."taxMinor",
			trace = w.trace, trace_hash = w."traceHash", sku = w.sku, name = w.name, tax_code = w."taxCode"
		from json_to_recordset(${rows(lines)}::text::json) as w(sequence int, "unitPrice" numeric, "resolvedMinor" bigint, "discountMinor" bigint, "netMinor" bigint, "taxMinor" bigint,
			trace jsonb, "traceHash" text, sku text, name text, "taxCode" text)
		where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence`
}

export async function savePriceParts(tx: Tx, key: OrderKey, parts: readonly SavedPart[]): Promise<void> {
	await tx`
		insert into price_part (account_id, line_id, location_id, deliver_on, quantity, unit_price, resolved_minor, trace, trace_hash)
		select ${key.accountId}, l.id, w."locationId", w."deliverOn", w.quantity, w."unitPrice", w."resolvedMinor", w.trace, w."traceHash"
		from json_to_recordset(${rows(parts)}::text::json) as w(sequence int, "locationId" bigint, "deliverOn" date, quantity numeric, "unitPrice" numeric, "resolvedMinor" bigint, trace jsonb, "traceHash" text)
			join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence`
}

export async function saveDiscounts(tx: Tx, key: OrderKey, discounts: readonly SavedDiscount[]): Promise<void> {
	await tx`
		insert into line_discount (account_id, line_id, promotion_id, promotion_name, phase, amount_minor)
		select ${key.accountId}, l.id, w."promotionId", w."promotionName", w.phase, w."amountMinor"
		from json_to_recordset(${rows(discounts)}::text::json) as w(sequence int, "promotionId" bigint, "promotionName" text, phase text, "amountMinor" bigint)
			join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence`
}

/** Amounts of each delivery, and its address as it stands today. */
export async function saveGroups(tx: Tx, key: OrderKey, groups: readonly SavedGroup[]): Promise<void> {
	await tx`
		update delivery_group g set confirmed_on = w."confirmedOn", warehouse_id = w."warehouseId", net_minor = w."netMinor", shipping_minor = w."shippingMinor", shipping_discount_minor = w."shippingDiscountMinor",
			tax_minor = w."taxMinor", due_minor = w."dueMinor",
			address = (select to_jsonb(a) - 'account_id' - 'is_default' - 'is_active' from location a where a.account_id = g.account_id and a.id = g.location_id)
		from json_to_recordset(${rows(groups)}::text::json) as w(id bigint, "confirmedOn" date, "warehouseId" bigint, "netMinor" bigint, "shippingMinor" bigint, "shippingDiscountMinor" bigint, "taxMinor" bigint, "dueMinor" bigint)
		where g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and g.id = w.id`
}

export async function saveAllocations(tx: Tx, key: OrderKey, allocations: readonly SavedAllocation[]): Promise<void> {
	await tx`
		update allocation a set net_minor = w."netMinor", tax_minor = w."taxMinor"
		from json_to_recordset(${rows(allocations)}::text::json) as w(sequence int, "groupId" bigint, "netMinor" bigint, "taxMinor" bigint)
			join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence
		where a.account_id = ${key.accountId} and a.order_id = ${key.orderId} and a.line_id = l.id and a.group_id = w."groupId"`
}

/** What of each allocation of a bundle is each thing inside, as it was named and taxed. */
export async function saveComponents(tx: Tx, key: OrderKey, components: readonly SavedComponent[]): Promise<void> {
	await tx`
		insert into allocation_component (account_id, order_id, allocation_id, position, product_id, sku, name, unit_code, tax_code, per_bundle, quantity, net_minor, tax_minor)
		select ${key.accountId}, ${key.orderId}, a.id, w.position, w."productId", w.sku, w.name, w."unitCode", w."taxCode", w."perBundle", w.quantity, w."netMinor", w."taxMinor"
		from json_to_recordset(${rows(components)}::text::json) as w(sequence int, "groupId" bigint, position int, "productId" bigint, sku text, name text, "unitCode" text, "taxCode" text,
			"perBundle" numeric, quantity numeric, "netMinor" bigint, "taxMinor" bigint)
			join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence
			join allocation a on a.account_id = l.account_id and a.line_id = l.id and a.group_id = w."groupId"`
}

export async function saveTaxLines(tx: Tx, key: OrderKey, taxes: readonly SavedTax[]): Promise<void> {
	await tx`
		insert into tax_line (account_id, group_id, tax_code, jurisdiction, rate, base_minor, tax_minor, certificate_id)
		select ${key.accountId}, w."groupId", w."taxCode", w.jurisdiction, w.rate, w."baseMinor", w."taxMinor", w."certificateId"
		from json_to_recordset(${rows(taxes)}::text::json) as w("groupId" bigint, "taxCode" text, jurisdiction text, rate numeric, "baseMinor" bigint, "taxMinor" bigint, "certificateId" bigint)`
}

export type PlacedHead = {
	sellerEntityId: number
	contactId: number | null
	actedByUserId: number | null
	onBehalfOfContactId: number | null
	channel: string
	poNumber: string | null
	paymentMethod: 'po' | 'card'
	termsDays: number
	goodsMinor: number
	discountMinor: number
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	totalMinor: number
	pricesIncludeTax: boolean
	explanation: unknown
	orderHash: string
	crmCampaignId: number | null
	at: Date
}

/** Makes the cart an order: number, totals and stage, at once and last, so that the database judges the whole. */
export async function placeHead(tx: Tx, key: OrderKey, head: PlacedHead): Promise<{ number: string }> {
	const [row] = await tx<{ number: string }[]>`
		with series as (
			update number_series set next_value = next_value + 1 where seller_entity_id = ${head.sellerEntityId} and kind = 'order' returning prefix, next_value - 1 as value, digits
		)
		update sales_order o set stage = 'placed', is_current = false, number = series.prefix || lpad(series.value::text, series.digits, '0'), placed_at = ${head.at}, version = o.version + 1,
			channel = ${head.channel}, acted_by_user_id = ${head.actedByUserId}, on_behalf_of_contact_id = ${head.onBehalfOfContactId},
			po_number = ${head.poNumber}, payment_method = ${head.paymentMethod}, terms_days = ${head.termsDays}, goods_minor = ${head.goodsMinor}, discount_minor = ${head.discountMinor},
			net_minor = ${head.netMinor}, shipping_minor = ${head.shippingMinor}, shipping_discount_minor = ${head.shippingDiscountMinor}, tax_minor = ${head.taxMinor}, total_minor = ${head.totalMinor}, prices_include_tax = ${head.pricesIncludeTax},
			explanation = ${tx.json(head.explanation as never)}, order_hash = ${head.orderHash}, crm_campaign_id = coalesce(o.crm_campaign_id, ${head.crmCampaignId})
		from series where o.account_id = ${key.accountId} and o.id = ${key.orderId} and o.stage in ('cart','awaiting_approval') returning o.number`
	if (!row) throw new Error(`Order ${key.orderId} could not be placed: is there a number series for orders?`)
	return row
}

/** Gives a changed order its sums and makes it placed again, under its number; last, so that the database judges the whole. */
export async function amendHead(
	tx: Tx,
	key: OrderKey,
	head: Omit<
		PlacedHead,
		'sellerEntityId' | 'contactId' | 'actedByUserId' | 'onBehalfOfContactId' | 'channel' | 'poNumber' | 'paymentMethod' | 'crmCampaignId' | 'at'
	>,
): Promise<{ number: string; version: number }> {
	const [row] = await tx<{ number: string; version: number }[]>`
		update sales_order o set stage = 'placed', version = o.version + 1, terms_days = ${head.termsDays}, goods_minor = ${head.goodsMinor}, discount_minor = ${head.discountMinor},
			net_minor = ${head.netMinor}, shipping_minor = ${head.shippingMinor}, shipping_discount_minor = ${head.shippingDiscountMinor}, tax_minor = ${head.taxMinor}, total_minor = ${head.totalMinor},
			prices_include_tax = ${head.pricesIncludeTax}, explanation = ${tx.json(head.explanation as never)}, order_hash = ${head.orderHash}
		where o.account_id = ${key.accountId} and o.id = ${key.orderId} and o.stage = 'changing' returning o.number, o.version`
	if (!row) throw new Error(`Order ${key.orderId} was being changed and is gone`)
	return row
}

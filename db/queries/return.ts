import type { ReturnReason } from '../../app/engine/invoice/plan-return.ts'
import type { Sql, Tx } from '../client.server.ts'

export type ReturnState = 'asked' | 'withdrawn' | 'approved' | 'refused' | 'received'

export type ReturnableRow = {
	allocationId: number
	/** One thing inside a bundle; null: the allocation itself. */
	componentId: number | null
	groupId: number
	place: string | null
	sequence: number
	sku: string
	name: string
	picture: string | null
	/** The bundle that it was inside. */
	bundleName: string | null
	unitCode: string
	unitDigits: number
	delivered: string
	returned: string
	/** Asked for in returns that are not decided or not here yet. */
	asked: string
}

export type ReturnableOrder = { orderId: number; number: string; currency: string; contactId: number | null; returns: number; things: ReturnableRow[] }

/** What of an order was delivered and can be given back: allocations, and of bundles what is inside; one statement. */
export async function readReturnable(sql: Sql, question: { accountId: number; number: string }): Promise<ReturnableOrder | null> {
	const [row] = await sql<ReturnableOrder[]>`
		select o.id as order_id, o.number, o.currency, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id,
			(select count(*)::int from goods_return r where r.account_id = o.account_id and r.order_id = o.id) as returns,
			(select coalesce(json_agg(json_build_object('allocationId', x.id, 'componentId', k.id, 'groupId', g.id, 'place', coalesce(g.address->>'name', p.name), 'sequence', l.sequence, 'sku', coalesce(k.sku, l.sku, ''),
				'name', coalesce(k.name, l.name, l.sku, ''), 'picture', d.picture, 'bundleName', case when k.id is not null then coalesce(l.name, l.sku) end, 'unitCode', u.code, 'unitDigits', u.digits,
				'delivered', trim_scale(round(x.shipped_quantity * coalesce(k.quantity, x.quantity) / x.quantity, 4))::text, 'returned', trim_scale(coalesce(k.returned_quantity, x.returned_quantity))::text,
				'asked', trim_scale(coalesce(w.asked, 0))::text) order by g.sequence, g.id, l.sequence, k.position), '[]')
				from allocation x join order_line l on l.account_id = x.account_id and l.id = x.line_id and l.kind in ('goods', 'gift')
				join delivery_group g on g.account_id = x.account_id and g.id = x.group_id left join location p on p.account_id = g.account_id and p.id = g.location_id
				left join allocation_component k on k.account_id = x.account_id and k.allocation_id = x.id
				left join product d on d.id = coalesce(k.product_id, l.product_id)
				join unit_of_measure u on u.code = coalesce(k.unit_code, l.unit_code)
				left join lateral (select sum(n.quantity) as asked from return_line n join goods_return r on r.account_id = n.account_id and r.id = n.return_id
					where n.account_id = x.account_id and n.allocation_id = x.id and n.component_id is not distinct from k.id and r.state in ('asked', 'approved')) w on true
				where x.account_id = o.account_id and x.order_id = o.id and x.shipped_quantity > 0) as things
		from sales_order o where o.account_id = ${question.accountId} and o.number = ${question.number} and o.placed_at is not null`
	return row ?? null
}

export type ReturnRow = {
	accountId: number
	orderId: number
	number: string
	contactId: number | null
	actedByUserId: number | null
	note: string | null
	at: Date
	lines: readonly { allocationId: number; componentId: number | null; reason: ReturnReason; quantity: string }[]
}

/** A return that was asked for, with its lines; one statement. */
export async function insertReturn(tx: Tx, row: ReturnRow): Promise<{ id: number }> {
	const [made] = await tx<{ id: number }[]>`
		with made as (
			insert into goods_return (account_id, order_id, number, contact_id, acted_by_user_id, note, asked_at)
			values (${row.accountId}, ${row.orderId}, ${row.number}, ${row.contactId}, ${row.actedByUserId}, ${row.note}, ${row.at}) returning id
		), lines as (
			insert into return_line (account_id, return_id, allocation_id, component_id, reason, quantity)
			select ${row.accountId}, made.id, w."allocationId", w."componentId", w.reason, w.quantity
			from made, json_to_recordset(${JSON.stringify(row.lines)}::text::json) as w("allocationId" bigint, "componentId" bigint, reason text, quantity numeric)
		)
		select id from made`
	if (!made) throw new Error(`Return ${row.number} was not written`)
	return made
}

/** Locks the order of a return of this seller, or of this account; what stands beside it is read next, after the wait. */
export async function lockOrderOfReturn(
	tx: Tx,
	question: { returnId: number; sellerEntityId: number | null; accountId: number | null },
): Promise<{ accountId: number; returnId: number } | null> {
	const [row] = await tx<{ accountId: number; returnId: number }[]>`
		select o.account_id, r.id as return_id from sales_order o join goods_return r on r.account_id = o.account_id and r.order_id = o.id
		where r.id = ${question.returnId} and (${question.sellerEntityId}::bigint is null or o.seller_entity_id = ${question.sellerEntityId})
			and (${question.accountId}::bigint is null or o.account_id = ${question.accountId}) for update of o`
	return row ?? null
}

export type ReturnLineRow = {
	id: number
	allocationId: number
	componentId: number | null
	sequence: number
	sku: string
	name: string
	picture: string | null
	bundleName: string | null
	place: string | null
	productId: number | null
	isTracked: boolean
	unitCode: string
	unitDigits: number
	/** How many of the product's own unit one of these is. */
	factorNumerator: number
	factorDenominator: number
	reason: ReturnReason
	quantity: string
	receivedQuantity: string
	scrappedQuantity: string
}

export type ReturnDocument = {
	id: number
	number: string
	state: ReturnState
	accountId: number
	accountName: string
	orderId: number
	orderNumber: string
	sellerEntityId: number
	timeZone: string
	currency: string
	rounding: 'half_away' | 'half_even'
	contactId: number | null
	contactName: string | null
	/** Its order drew on budgets of its company. */
	hasDraws: boolean
	note: string | null
	askedAt: Date
	decidedAt: Date | null
	decisionNote: string | null
	decidedBy: string | null
	receivedAt: Date | null
	warehouseId: number | null
	warehouseName: string | null
	lines: ReturnLineRow[]
	credits: { number: string; totalMinor: number }[]
}

/** One return with its lines and what was credited for it; null: none of this seller. */
export async function readReturn(sql: Sql, question: { sellerEntityId: number | null; returnId: number }): Promise<ReturnDocument | null> {
	const [row] = await sql<ReturnDocument[]>`
		select r.id, r.number, r.state, r.account_id, a.name as account_name, o.id as order_id, o.number as order_number, o.seller_entity_id, s.time_zone, o.currency, o.rounding, r.contact_id,
			nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name, r.note, r.asked_at, r.decided_at, r.decision_note, nullif(concat_ws(' ', u.first_name, u.last_name), '') as decided_by, r.received_at,
			r.warehouse_id, h.name as warehouse_name, exists (select 1 from company_budget_draw w where w.account_id = o.account_id and w.order_id = o.id) as has_draws,
			(select json_agg(json_build_object('id', n.id, 'allocationId', n.allocation_id, 'componentId', n.component_id, 'sequence', l.sequence, 'sku', coalesce(k.sku, l.sku, ''), 'name', coalesce(k.name, l.name, l.sku, ''),
				'picture', d.picture, 'bundleName', case when k.id is not null then coalesce(l.name, l.sku) end, 'place', coalesce(g.address->>'name', p.name), 'productId', d.id, 'isTracked', coalesce(d.stock_policy <> 'untracked', false),
				'unitCode', m.code, 'unitDigits', m.digits, 'factorNumerator', coalesce(pu.factor_numerator, 1), 'factorDenominator', coalesce(pu.factor_denominator, 1), 'reason', n.reason,
				'quantity', trim_scale(n.quantity)::text, 'receivedQuantity', trim_scale(n.received_quantity)::text, 'scrappedQuantity', trim_scale(n.scrapped_quantity)::text) order by g.sequence, g.id, l.sequence, k.position)
				from return_line n join allocation x on x.account_id = n.account_id and x.id = n.allocation_id join order_line l on l.account_id = x.account_id and l.id = x.line_id
				join delivery_group g on g.account_id = x.account_id and g.id = x.group_id left join location p on p.account_id = g.account_id and p.id = g.location_id
				left join allocation_component k on k.account_id = n.account_id and k.id = n.component_id
				left join product d on d.id = coalesce(k.product_id, l.product_id) join unit_of_measure m on m.code = coalesce(k.unit_code, l.unit_code)
				left join product_unit pu on pu.product_id = d.id and pu.unit_code = m.code and m.code <> d.unit_code
				where n.account_id = r.account_id and n.return_id = r.id) as lines,
			(select coalesce(json_agg(json_build_object('number', i.number, 'totalMinor', i.total_minor) order by i.id), '[]') from invoice i where i.account_id = r.account_id and i.return_id = r.id) as credits
		from goods_return r join sales_order o on o.account_id = r.account_id and o.id = r.order_id join account a on a.id = r.account_id join seller_entity s on s.id = o.seller_entity_id
			left join contact c on c.account_id = r.account_id and c.id = r.contact_id left join crm_user u on u.id = r.decided_by_user_id left join warehouse h on h.id = r.warehouse_id
		where r.id = ${question.returnId} and (${question.sellerEntityId}::bigint is null or o.seller_entity_id = ${question.sellerEntityId})`
	return row ?? null
}

export type ReturnListRow = {
	id: number
	number: string
	state: ReturnState
	accountName: string
	orderNumber: string
	askedAt: Date
	lines: number
	firstName: string
}

/** Returns of a seller: those that wait, the oldest first, or those that are done, the newest first. */
export async function listReturns(
	sql: Sql,
	question: { sellerEntityId: number; isDone: boolean; text: string | null; after: number | null; limit: number },
): Promise<ReturnListRow[]> {
	const { isDone, text, after } = question
	const pattern = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return sql<ReturnListRow[]>`
		select r.id, r.number, r.state, a.name as account_name, o.number as order_number, r.asked_at, n.lines, n.first_name
		from goods_return r join sales_order o on o.account_id = r.account_id and o.id = r.order_id join account a on a.id = r.account_id
			cross join lateral (select count(*)::int as lines, (array_agg(coalesce(k.name, l.name, l.sku, '') order by n.id))[1] as first_name from return_line n
				join allocation x on x.account_id = n.account_id and x.id = n.allocation_id join order_line l on l.account_id = x.account_id and l.id = x.line_id
				left join allocation_component k on k.account_id = n.account_id and k.id = n.component_id where n.account_id = r.account_id and n.return_id = r.id) n
		where o.seller_entity_id = ${question.sellerEntityId} and (r.state in ('asked', 'approved')) <> ${isDone}
			and (${after}::bigint is null or case when ${isDone} then r.id < ${after} else r.id > ${after} end)
			and (${pattern}::text is null or r.number ilike ${pattern} or a.name ilike ${pattern})
		order by case when ${isDone} then -r.id else r.id end limit ${question.limit}`
}

import type { Reason } from '../../app/engine/promotion/promotion.ts'
import type { Sql } from '../client.server.ts'
import { type StepRow, stepsOf } from './approval.ts'

export type OrderHead = {
	id: number
	number: string
	stage: string
	channel: string
	placedAt: Date
	cancelledAt: Date | null
	poNumber: string | null
	paymentMethod: string | null
	termsDays: number | null
	currency: string
	goodsMinor: number
	discountMinor: number
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	totalMinor: number
	/** Goods, discounts and line amounts have the tax in them; net amounts have not. */
	pricesIncludeTax: boolean
	orderHash: string | null
	contactName: string | null
	/** The rep, when she ordered for the buyer. */
	userName: string | null
	onBehalfReason: string | null
	/** Every promotion considered, applied or not, as decided when the order was placed. */
	verdicts: {
		promotionId: number
		phase: number
		applied: boolean
		reason: Reason
		savingMinor: number
		facts: Record<string, string | number | boolean | null>
	}[]
	promotionNames: Record<string, string>
	/** Prices that fell between the buyer's look and her order; decimals in text. */
	falls: { sequence: number; before: string; after: string }[]
}

export type OrderLineRow = {
	id: number
	sequence: number
	kind: 'goods' | 'gift' | 'fee'
	sku: string | null
	name: string
	slug: string | null
	picture: string | null
	unitCode: string
	quantity: string
	unitPrice: string | null
	resolvedMinor: number
	discountMinor: number
	netMinor: number
	taxMinor: number
	hasTrace: boolean
	/** A machine: parts belong to it. */
	hasParts: boolean
	discounts: { name: string; phase: string; amountMinor: number }[]
	/** What is inside a bundle, with its share of the price. */
	inside: { sku: string; name: string; quantity: string; netMinor: number; taxMinor: number }[]
}

export type OrderGroupRow = {
	id: number
	sequence: number
	locationId: number | null
	place: string | null
	code: string | null
	address: { line1?: string; line2?: string | null; city?: string; region?: string | null; postal_code?: string; country?: string } | null
	requestedOn: string | null
	confirmedOn: string | null
	method: string
	status: string
	instructions: string | null
	window: string | null
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	dueMinor: number
	/** What of that fell away: cancelled, or closed short. */
	cancelledMinor: number
	allocations: {
		id: number
		lineId: number
		quantity: string
		shippedQuantity: string
		cancelledQuantity: string
		netMinor: number
		taxMinor: number
	}[]
	taxes: { jurisdiction: string; taxCode: string; rate: string; baseMinor: number; taxMinor: number }[]
	shipments: {
		number: string
		status: string
		carrier: string | null
		trackingNumber: string | null
		shippedAt: string
		deliveredAt: string | null
		lines: { lineId: number; quantity: string }[]
	}[]
}

export type OrderInvoiceRow = { number: string; kind: string; issuedOn: string; dueOn: string; totalMinor: number; settledMinor: number }

export type OrderReturnRow = {
	id: number
	number: string
	state: string
	askedOn: string
	decisionNote: string | null
	goods: { name: string; quantity: string }[]
	/** Numbers of credit notes. */
	credits: string[]
}

/** How it was approved before it was placed; each step with who answered. */
export type OrderApprovalRow = { id: number; askedByName: string; askedAt: string; closedAt: string | null; currency: string; steps: StepRow[] }

export type OrderDocument = OrderHead & {
	lines: OrderLineRow[]
	groups: OrderGroupRow[]
	invoices: OrderInvoiceRow[]
	returns: OrderReturnRow[]
	approval: OrderApprovalRow | null
}

const linesOf = (sql: Sql) => sql`
	select coalesce(json_agg(json_build_object('id', l.id, 'sequence', l.sequence, 'kind', l.kind, 'sku', coalesce(l.sku, p.sku), 'name', coalesce(l.name, l.sku, p.sku), 'slug', p.slug, 'picture', p.picture,
		'unitCode', l.unit_code, 'quantity', trim_scale(l.quantity)::text, 'unitPrice', l.unit_price::text, 'resolvedMinor', l.resolved_minor, 'discountMinor', l.discount_minor, 'netMinor', l.net_minor, 'taxMinor', l.tax_minor,
		'hasTrace', l.trace is not null or exists (select 1 from price_part t where t.account_id = l.account_id and t.line_id = l.id),
		'hasParts', p.id is not null and exists (select 1 from product_relation x where x.product_id = p.id and x.kind = 'spare_part'),
		'discounts', coalesce((select json_agg(json_build_object('name', d.promotion_name, 'phase', d.phase, 'amountMinor', d.amount_minor) order by d.id) from line_discount d
			where d.account_id = l.account_id and d.line_id = l.id), '[]'),
		'inside', coalesce((select json_agg(json_build_object('sku', k.sku, 'name', k.name, 'quantity', k.quantity, 'netMinor', k.net_minor, 'taxMinor', k.tax_minor) order by k.position) from (
			select k.position, k.sku, min(k.name) as name, trim_scale(sum(k.quantity))::text as quantity, sum(k.net_minor)::bigint as net_minor, sum(k.tax_minor)::bigint as tax_minor from allocation x
				join allocation_component k on k.account_id = x.account_id and k.allocation_id = x.id where x.account_id = l.account_id and x.line_id = l.id group by k.position, k.sku) k), '[]')) order by l.sequence), '[]')
	from order_line l left join product p on p.id = l.product_id where l.account_id = o.account_id and l.order_id = o.id`

const groupsOf = (sql: Sql) => sql`
	select coalesce(json_agg(json_build_object('id', g.id, 'sequence', g.sequence, 'locationId', g.location_id, 'place', coalesce(g.address->>'name', p.name), 'code', p.code, 'address', g.address, 'requestedOn', g.requested_on,
		'confirmedOn', g.confirmed_on, 'method', g.method, 'status', g.status, 'instructions', g.instructions, 'window', g.delivery_window, 'netMinor', g.net_minor, 'shippingMinor', g.shipping_minor,
		'shippingDiscountMinor', g.shipping_discount_minor, 'taxMinor', g.tax_minor, 'dueMinor', g.due_minor, 'cancelledMinor', g.cancelled_minor,
		'allocations', coalesce((select json_agg(json_build_object('id', a.id, 'lineId', a.line_id, 'quantity', trim_scale(a.quantity)::text, 'shippedQuantity', trim_scale(a.shipped_quantity)::text,
			'cancelledQuantity', trim_scale(a.cancelled_quantity)::text, 'netMinor', a.net_minor, 'taxMinor', a.tax_minor) order by a.line_id) from allocation a where a.account_id = g.account_id and a.group_id = g.id), '[]'),
		'taxes', coalesce((select json_agg(json_build_object('jurisdiction', t.jurisdiction, 'taxCode', t.tax_code, 'rate', trim_scale(t.rate * 100)::text, 'baseMinor', t.base_minor, 'taxMinor', t.tax_minor) order by t.id)
			from tax_line t where t.account_id = g.account_id and t.group_id = g.id), '[]'),
		'shipments', coalesce((select json_agg(json_build_object('number', h.number, 'status', h.status, 'carrier', h.carrier, 'trackingNumber', h.tracking_number, 'shippedAt', h.shipped_at, 'deliveredAt', h.delivered_at,
			'lines', (select coalesce(json_agg(json_build_object('lineId', a.line_id, 'quantity', trim_scale(w.quantity)::text) order by a.line_id), '[]') from shipment_line w
				join allocation a on a.account_id = w.account_id and a.id = w.allocation_id where w.account_id = h.account_id and w.shipment_id = h.id)) order by h.id)
			from shipment h where h.account_id = g.account_id and h.group_id = g.id), '[]')) order by g.sequence, g.id), '[]')
	from delivery_group g left join location p on p.account_id = g.account_id and p.id = g.location_id where g.account_id = o.account_id and g.order_id = o.id`

const returnsOf = (sql: Sql) => sql`
	select coalesce(json_agg(json_build_object('id', r.id, 'number', r.number, 'state', r.state, 'askedOn', to_char(r.asked_at at time zone (select time_zone from seller_entity s where s.id = o.seller_entity_id), 'YYYY-MM-DD'),
		'decisionNote', r.decision_note, 'goods', (select json_agg(json_build_object('name', coalesce(k.name, l.name, l.sku, ''), 'quantity', trim_scale(n.quantity)::text) order by n.id) from return_line n
			join allocation x on x.account_id = n.account_id and x.id = n.allocation_id join order_line l on l.account_id = x.account_id and l.id = x.line_id
			left join allocation_component k on k.account_id = n.account_id and k.id = n.component_id where n.account_id = r.account_id and n.return_id = r.id),
		'credits', (select coalesce(json_agg(i.number order by i.id), '[]') from invoice i where i.account_id = r.account_id and i.return_id = r.id)) order by r.id), '[]')
	from goods_return r where r.account_id = o.account_id and r.order_id = o.id`

/** One placed order of an account with everything its page shows, as it was stored: one statement, whatever its size. */
export async function readOrder(sql: Sql, question: { accountId: number; number: string; locale: string }): Promise<OrderDocument | null> {
	const [row] = await sql<OrderDocument[]>`
		select o.id, o.number, o.stage, o.channel, o.placed_at, o.cancelled_at, o.po_number, o.payment_method, o.terms_days, o.currency, o.goods_minor, o.discount_minor, o.net_minor, o.shipping_minor,
			o.shipping_discount_minor, o.tax_minor, o.total_minor, o.prices_include_tax, o.order_hash, o.on_behalf_reason, concat_ws(' ', c.first_name, c.last_name) as contact_name,
			(select concat_ws(' ', u.first_name, u.last_name) from crm_user u where u.id = o.acted_by_user_id) as user_name,
			coalesce(nullif(o.explanation->'verdicts', 'null'), '[]') as verdicts,
			coalesce(o.explanation->'falls', '[]') as falls,
			coalesce((select json_object_agg(x.promotion_id, coalesce(o.explanation#>>array['names', x.promotion_id::text, ${question.locale}::text], o.explanation#>>array['names', x.promotion_id::text, 'en'], x.name))
				from (select distinct on (t.promotion_id) t.promotion_id, t.name
				from jsonb_array_elements(o.explanation->'verdicts') v join promotion_text t on t.promotion_id = (v->>'promotionId')::bigint and t.locale in (${question.locale}, 'en')
				order by t.promotion_id, t.locale = ${question.locale} desc) x), '{}') as promotion_names,
			(${linesOf(sql)}) as lines, (${groupsOf(sql)}) as groups,
			(select coalesce(json_agg(json_build_object('number', i.number, 'kind', i.kind, 'issuedOn', i.issued_on, 'dueOn', i.due_on, 'totalMinor', i.total_minor, 'settledMinor', i.settled_minor) order by i.id), '[]')
				from invoice i where i.account_id = o.account_id and i.order_id = o.id) as invoices, (${returnsOf(sql)}) as returns,
			(select json_build_object('id', r.id, 'askedByName', concat_ws(' ', k.first_name, k.last_name), 'askedAt', r.asked_at, 'closedAt', r.closed_at, 'currency', r.currency, 'steps', (${stepsOf(sql)}))
				from approval_request r join contact k on k.account_id = r.account_id and k.id = r.asked_by_contact_id
				where r.account_id = o.account_id and r.order_id = o.id and r.state = 'approved' order by r.id desc limit 1) as approval
		from sales_order o left join contact c on c.account_id = o.account_id and c.id = coalesce(o.on_behalf_of_contact_id, o.contact_id)
		where o.account_id = ${question.accountId} and o.number = ${question.number} and o.placed_at is not null`
	return row ?? null
}

export type StoredTrace = {
	name: string
	currency: string
	traces: { trace: unknown; hash: string | null; place: string | null; deliverOn: string | null; quantity: string }[]
}

/** The public trace of a line as it was stored with the order; a line of several prices has one for each part. */
export async function readStoredTrace(sql: Sql, question: { accountId: number; number: string; sequence: number }): Promise<StoredTrace | null> {
	const [row] = await sql<StoredTrace[]>`
		select coalesce(l.name, l.sku) as name, o.currency,
			case when l.trace is not null then json_build_array(json_build_object('trace', l.trace->'public', 'hash', l.trace_hash, 'quantity', trim_scale(l.quantity)::text))
				else coalesce((select json_agg(json_build_object('trace', t.trace->'public', 'hash', t.trace_hash, 'place', coalesce((select g.address->>'name' from delivery_group g where g.account_id = l.account_id and g.order_id = l.order_id and g.location_id = t.location_id limit 1), p.name), 'deliverOn', t.deliver_on, 'quantity', trim_scale(t.quantity)::text) order by t.id)
					from price_part t left join location p on p.account_id = t.account_id and p.id = t.location_id where t.account_id = l.account_id and t.line_id = l.id), '[]') end as traces
		from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.sequence = ${question.sequence}
		where o.account_id = ${question.accountId} and o.number = ${question.number} and o.placed_at is not null`
	return row && row.traces.length > 0 ? row : null
}

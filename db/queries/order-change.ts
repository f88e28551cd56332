import type { PrivateTrace, PublicTrace } from '../../app/engine/pricing/price-trace.ts'
import type { Sql, Tx } from '../client.server.ts'
import type { OrderKey } from './order-save.ts'

export type PlacedLine = {
	id: number
	sequence: number
	kind: 'goods' | 'gift' | 'fee'
	productId: number | null
	unitCode: string
	chosen: number[] | null
	/** A quote or a rep fixed its price. */
	isFixed: boolean
	sku: string | null
	name: string
	picture: string | null
	quantity: string
	unitPrice: string | null
	resolvedMinor: number
	netMinor: number
	trace: { public: PublicTrace; private: PrivateTrace } | null
	promotions: { id: number | null; name: string }[]
}

export type PlacedGroup = {
	id: number
	sequence: number
	locationId: number | null
	place: string | null
	requestedOn: string | null
	confirmedOn: string | null
	method: string
	status: string
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	dueMinor: number
	/** What a card is to pay of it, or null: none. */
	cardMinor: number | null
}

export type PlacedOrder = {
	orderId: number
	number: string
	stage: string
	version: number
	placedAt: Date
	currency: string
	rounding: 'half_away' | 'half_even'
	locale: string
	paymentMethod: 'po' | 'card' | null
	poNumber: string | null
	contactId: number | null
	billToAccountId: number
	goodsMinor: number
	discountMinor: number
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	totalMinor: number
	termsDays: number | null
	creditMinor: number
	hasShipped: boolean
	/** A part of it was cancelled. */
	hasCut: boolean
	/** It draws beyond a budget of its company, which somebody released. */
	isReleased: boolean
	isImported: boolean
	/** Promotions that acted on it. */
	promotionIds: number[]
	lines: PlacedLine[]
	groups: PlacedGroup[]
	cells: { lineId: number; groupId: number; quantity: string }[]
}

/** A placed order with all that a change of it asks; one statement for any size. Null: no such order of this account. */
export async function readPlacedOrder(sql: Sql, key: OrderKey): Promise<PlacedOrder | null> {
	const [row] = await sql<PlacedOrder[]>`
		select o.id as order_id, o.number, o.stage, o.version, o.placed_at, o.currency, o.rounding, o.locale, o.payment_method, o.po_number, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id,
			coalesce(a.bill_to_account_id, a.id) as bill_to_account_id, o.goods_minor, o.discount_minor, o.net_minor, o.shipping_minor, o.shipping_discount_minor, o.tax_minor, o.total_minor, o.terms_days,
			coalesce((select r.amount_minor from credit_reservation r where r.account_id = o.account_id and r.order_id = o.id and r.state = 'live'), 0)::bigint as credit_minor,
			exists (select 1 from shipment s where s.account_id = o.account_id and s.order_id = o.id) or exists (select 1 from invoice i where i.account_id = o.account_id and i.order_id = o.id)
				or exists (select 1 from delivery_group g where g.account_id = o.account_id and g.order_id = o.id and g.status <> 'open') as has_shipped,
			exists (select 1 from allocation x where x.account_id = o.account_id and x.order_id = o.id and x.cancelled_quantity > 0) as has_cut,
			exists (select 1 from company_budget_draw d where d.account_id = o.account_id and d.order_id = o.id and d.beyond_minor > 0) as is_released,
			o.channel = 'import' as is_imported,
			coalesce((select array_agg(distinct x.id) from (select d.promotion_id as id from line_discount d join order_line l on l.account_id = d.account_id and l.id = d.line_id where l.account_id = o.account_id and l.order_id = o.id
				union select (v->>'promotionId')::bigint from jsonb_array_elements(case when jsonb_typeof(o.explanation->'verdicts') = 'array' then o.explanation->'verdicts' end) v where (v->>'applied')::boolean) x where x.id is not null), '{}') as promotion_ids,
			(select coalesce(json_agg(json_build_object('id', l.id, 'sequence', l.sequence, 'kind', l.kind, 'productId', l.product_id, 'unitCode', l.unit_code, 'chosen', l.chosen, 'isFixed', l.override is not null or l.quoted is not null,
				'sku', coalesce(l.sku, p.sku), 'name', coalesce(l.name, l.sku, p.sku, ''), 'picture', p.picture, 'quantity', trim_scale(l.quantity)::text, 'unitPrice', l.unit_price::text, 'resolvedMinor', l.resolved_minor, 'netMinor', l.net_minor,
				'trace', case when jsonb_typeof(l.trace->'public') = 'object' then l.trace end,
				'promotions', coalesce((select json_agg(json_build_object('id', d.promotion_id, 'name', d.promotion_name) order by d.id) from line_discount d where d.account_id = l.account_id and d.line_id = l.id), '[]')) order by l.sequence), '[]')
				from order_line l left join product p on p.id = l.product_id where l.account_id = o.account_id and l.order_id = o.id) as lines,
			(select coalesce(json_agg(json_build_object('id', g.id, 'sequence', g.sequence, 'locationId', g.location_id, 'place', coalesce(g.address->>'name', p.name), 'requestedOn', g.requested_on, 'confirmedOn', g.confirmed_on, 'method', g.method,
				'status', g.status, 'netMinor', g.net_minor, 'shippingMinor', g.shipping_minor, 'shippingDiscountMinor', g.shipping_discount_minor, 'taxMinor', g.tax_minor, 'dueMinor', g.due_minor,
				'cardMinor', (select sum(t.amount_minor) from payment_attempt t where t.account_id = g.account_id and t.group_id = g.id and t.order_id = o.id and t.purpose = 'order' and t.state not in ('released','failed','declined'))) order by g.sequence, g.id), '[]')
				from delivery_group g left join location p on p.account_id = g.account_id and p.id = g.location_id where g.account_id = o.account_id and g.order_id = o.id) as groups,
			(select coalesce(json_agg(json_build_object('lineId', x.line_id, 'groupId', x.group_id, 'quantity', trim_scale(x.quantity)::text) order by x.id), '[]')
				from allocation x join order_line l on l.account_id = x.account_id and l.id = x.line_id and l.kind = 'goods' where x.account_id = o.account_id and x.order_id = o.id) as cells
		from sales_order o join account a on a.id = o.account_id where o.account_id = ${key.accountId} and o.id = ${key.orderId} and o.placed_at is not null`
	return row ?? null
}

/** An order by its number; nothing is locked. */
export async function findPlaced(sql: Sql, question: { accountId: number; number: string }): Promise<{ orderId: number; version: number } | null> {
	const [row] = await sql<{ orderId: number; version: number }[]>`
		select id as order_id, version from sales_order where account_id = ${question.accountId} and number = ${question.number} and placed_at is not null`
	return row ?? null
}

/** Keeps the document as it reads now, with why each line cost what it did. */
export async function keepVersion(tx: Tx, key: OrderKey, kept: { version: number; changeId: number; document: object; at: Date }): Promise<void> {
	await tx`
		insert into order_version (account_id, order_id, version, change_id, document, traces, replaced_at)
		select ${key.accountId}, ${key.orderId}, ${kept.version}, ${kept.changeId}, ${tx.json(kept.document as never)}, coalesce(jsonb_object_agg(l.sequence, l.trace) filter (where l.trace is not null), '{}'), ${kept.at}
		from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId}`
}

/** Gives back what an order holds of budgets, promotions, contract periods and stock, to be held anew; the counters are locked, ids ascending. Four statements. */
export async function letGo(tx: Tx, key: OrderKey, at: Date): Promise<void> {
	await tx`
		with freed as (
			delete from company_budget_draw where account_id = ${key.accountId} and order_id = ${key.orderId} returning budget_id, starts_on, reserved_minor
		)
		update company_budget_period p set reserved_minor = p.reserved_minor - f.reserved_minor, beyond_minor = least(p.beyond_minor, greatest(0, p.reserved_minor - f.reserved_minor + p.spent_minor - p.amount_minor))
		from freed f where p.account_id = ${key.accountId} and p.budget_id = f.budget_id and p.starts_on = f.starts_on`
	await tx`
		with freed as (
			delete from promotion_reservation where account_id = ${key.accountId} and order_id = ${key.orderId} returning budget_id, amount_minor, uses, state
		)
		update promotion_budget b set reserved_minor = b.reserved_minor - f.amount_minor, reserved_uses = b.reserved_uses - f.uses from freed f where b.id = f.budget_id and f.state = 'reserved'`
	await tx`
		with freed as (
			delete from period_commitment where account_id = ${key.accountId} and order_id = ${key.orderId} returning price_book_id, product_id, unit_code, period_start, quantity
		)
		update period_counter c set committed_quantity = c.committed_quantity - f.quantity from freed f
		where c.account_id = ${key.accountId} and c.price_book_id = f.price_book_id and c.product_id = f.product_id and c.unit_code = f.unit_code and c.period_start = f.period_start`
	await tx`
		with freed as (
			delete from stock_reservation where account_id = ${key.accountId} and order_id = ${key.orderId} returning product_id, warehouse_id, quantity, state
		), sums as (select product_id, warehouse_id, sum(quantity) as quantity from freed where state = 'live' group by 1, 2)
		update stock_level s set reserved = s.reserved - f.quantity, updated_at = ${at} from sums f where s.product_id = f.product_id and s.warehouse_id = f.warehouse_id`
}

/**
 * Locks every counter that a change of an order could touch, in the order in which a submit locks: credit, the company's
 * budgets, promotions' budgets, contract periods, stock, ids ascending. More than it needs, so that nothing is locked
 * later out of turn. Five statements.
 */
export async function lockCounters(
	tx: Tx,
	key: OrderKey,
	touched: { billToAccountId: number; promotionIds: readonly number[]; productIds: readonly number[] },
): Promise<void> {
	const products = tx.array([...touched.productIds], 20)
	await tx`select 1 from credit_profile where account_id = ${touched.billToAccountId} for update`
	await tx`select 1 from company_budget_period where account_id = ${key.accountId} order by budget_id, starts_on for update`
	await tx`
		select 1 from promotion_budget b where b.promotion_id = any(${tx.array([...touched.promotionIds], 20)}::bigint[])
			or b.id in (select r.budget_id from promotion_reservation r where r.account_id = ${key.accountId} and r.order_id = ${key.orderId}) order by b.id for update`
	await tx`
		select 1 from period_counter where account_id = ${key.accountId} and product_id = any(${products}::bigint[]) order by price_book_id, product_id, unit_code collate "C" for update`
	await tx`select 1 from stock_level where product_id = any(${products}::bigint[]) order by product_id, warehouse_id for update`
}

/** Every product that a change of an order could touch: what it has, gifts and what is inside bundles included, and what it shall have. */
export async function readTouchedProducts(sql: Sql, key: OrderKey, wantedIds: readonly number[]): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		with own as (
			select l.product_id as id from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.product_id is not null union select unnest(${sql.array([...wantedIds], 20)}::bigint[])
		)
		select id from own union select b.component_id from bundle_component b where b.bundle_id in (select id from own)
			union select r.product_id from stock_reservation r where r.account_id = ${key.accountId} and r.order_id = ${key.orderId} order by 1`
	return rows.map(({ id }) => id)
}

export type WantedRows = {
	lines: readonly { id: number; sequence: number; productId: number; unitCode: string; quantity: string; chosen: readonly number[] | null }[]
	groups: readonly { id: number; sequence: number; locationId: number | null; requestedOn: string | null; method: string }[]
	/** By sequences. */
	cells: readonly { line: number; group: number; quantity: string }[]
}

/** Takes everything off an order that follows from its goods, and what of them does not stay; it is being changed from here on. One statement. */
async function clearDocument(tx: Tx, key: OrderKey, keptLineIds: readonly number[]): Promise<void> {
	const kept = tx.array([...keptLineIds], 20)
	await tx`
		with begun as (
			update sales_order set stage = 'changing' where account_id = ${key.accountId} and id = ${key.orderId}
		), parts as (
			delete from price_part t using order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and t.account_id = l.account_id and t.line_id = l.id
		), discounts as (
			delete from line_discount d using order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and d.account_id = l.account_id and d.line_id = l.id
		), taxes as (
			delete from tax_line t using delivery_group g where g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and t.account_id = g.account_id and t.group_id = g.id
		), components as (
			delete from allocation_component where account_id = ${key.accountId} and order_id = ${key.orderId}
		), cells as (
			delete from allocation where account_id = ${key.accountId} and order_id = ${key.orderId}
		), cases as (
			update support_case c set order_line_id = null from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and c.account_id = l.account_id and c.order_line_id = l.id
				and (l.kind <> 'goods' or not l.id = any(${kept}::bigint[]))
		)
		delete from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and (l.kind <> 'goods' or not l.id = any(${kept}::bigint[]))`
}

/** Writes the document as it shall be over an order whose counters are let go: six statements for any size. */
export async function rewriteDocument(
	tx: Tx,
	key: OrderKey,
	wanted: WantedRows,
	by: { contactId: number | null; userId: number | null; at: Date },
): Promise<void> {
	await clearDocument(
		tx,
		key,
		wanted.lines.filter(({ id }) => id > 0).map(({ id }) => id),
	)
	const groups = JSON.stringify(wanted.groups)
	// Two deliveries may change places: first both leave theirs.
	await tx`
		update delivery_group g set method = 'moving ' || g.id from json_to_recordset(${groups}::text::json) as w(id bigint, "locationId" bigint, "requestedOn" date)
		where g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and g.id = w.id and (g.location_id, g.requested_on) is distinct from (w."locationId", w."requestedOn")`
	await tx`
		with wanted as (
			select * from json_to_recordset(${groups}::text::json) as w(id bigint, sequence int, "locationId" bigint, "requestedOn" date, method text)
		), moved as (
			update delivery_group g set location_id = w."locationId", requested_on = w."requestedOn", method = w.method, sequence = w.sequence from wanted w
			where g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and g.id = w.id
		), bare as (
			update delivery_group g set method = 'moving ' || g.id where g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and not exists (select 1 from wanted w where w.id = g.id)
		)
		select 1`
	await tx`
		with lines as (
			select * from json_to_recordset(${JSON.stringify(wanted.lines)}::text::json) as w(id bigint, sequence int, "productId" bigint, "unitCode" text, quantity numeric, chosen bigint[])
		), places as (
			insert into delivery_group (account_id, order_id, location_id, requested_on, method, sequence)
			select ${key.accountId}, ${key.orderId}, w."locationId", w."requestedOn", w.method, w.sequence
			from json_to_recordset(${groups}::text::json) as w(id bigint, sequence int, "locationId" bigint, "requestedOn" date, method text) where w.id < 0
		), resized as (
			update order_line l set quantity = w.quantity from lines w where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.id = w.id
		)
		insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, chosen, added_by_contact_id, added_by_user_id, created_at)
		select ${key.accountId}, ${key.orderId}, w.sequence, w."productId", w."unitCode", w.quantity, w.chosen, ${by.contactId}, ${by.userId}, ${by.at} from lines w where w.id < 0`
	await tx`
		insert into allocation (account_id, order_id, line_id, group_id, quantity)
		select ${key.accountId}, ${key.orderId}, l.id, g.id, w.quantity from json_to_recordset(${JSON.stringify(wanted.cells)}::text::json) as w(line int, "group" int, quantity numeric)
			join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.line
			join delivery_group g on g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and g.sequence = w."group" and g.method not like 'moving %'`
	await tx`delete from delivery_group where account_id = ${key.accountId} and order_id = ${key.orderId} and method like 'moving %'`
}

/** What an order holds of its bill-to's credit moves by the difference; false when a rise does not fit the line. */
export async function changeCredit(
	tx: Tx,
	key: OrderKey,
	change: { billToAccountId: number; beforeMinor: number; afterMinor: number; at: Date },
): Promise<boolean> {
	const more = change.afterMinor - change.beforeMinor
	const rows = await tx`
		with moved as (
			update credit_profile set reserved_minor = reserved_minor + ${more}, updated_at = ${change.at}
			where account_id = ${change.billToAccountId} and (${more}::bigint <= 0 or open_invoice_minor + unbilled_minor + reserved_minor + ${more} <= limit_minor) returning account_id
		)
		insert into credit_reservation (account_id, bill_to_account_id, order_id, amount_minor, created_at) select ${key.accountId}, account_id, ${key.orderId}, ${change.afterMinor}, ${change.at} from moved
		on conflict (account_id, order_id) do update set amount_minor = excluded.amount_minor, state = 'live' returning 1`
	return rows.length === 1
}

/** What cards are to pay of deliveries that come to less now. */
export async function lowerCards(tx: Tx, key: OrderKey, groups: readonly { groupId: number; amountMinor: number }[], at: Date): Promise<void> {
	await tx`
		update payment_attempt p set amount_minor = w."amountMinor", updated_at = ${at} from json_to_recordset(${JSON.stringify(groups)}::text::json) as w("groupId" bigint, "amountMinor" bigint)
		where p.account_id = ${key.accountId} and p.order_id = ${key.orderId} and p.group_id = w."groupId" and p.purpose = 'order' and p.state in ('scheduled','prepared','authorised')`
}

export type ChangeRow = {
	id: number
	orderId: number
	number: string
	orderVersion: number
	side: 'buyer' | 'house'
	contactId: number | null
	contactName: string | null
	userId: number | null
	userName: string | null
	reason: string | null
	wanted: unknown
	delta: unknown
	hash: string
	state: 'waiting' | 'applied' | 'refused' | 'withdrawn' | 'expired'
	waitsFor: ('buyer' | 'approver' | 'house')[]
	consents: { as: string; contactId: number | null; userId: number | null; name: string; at: string }[]
	answer: string | null
	proposedAt: Date
	expiresAt: Date
	closedAt: Date | null
}

const changeColumns = (sql: Sql) => sql`
	c.id, c.order_id, o.number, c.order_version, c.side, c.contact_id, (select trim(concat_ws(' ', k.first_name, k.last_name)) from contact k where k.account_id = c.account_id and k.id = c.contact_id) as contact_name,
	c.user_id, (select concat_ws(' ', u.first_name, u.last_name) from crm_user u where u.id = c.user_id) as user_name, c.reason, c.wanted, c.delta, c.hash, c.state, c.waits_for, c.consents, c.answer, c.proposed_at, c.expires_at, c.closed_at`

/** The proposals about an order, newest first; under the order's lock what is read here stays so. */
export async function readChanges(sql: Sql, key: OrderKey): Promise<ChangeRow[]> {
	return sql<ChangeRow[]>`
		select ${changeColumns(sql)} from order_change c join sales_order o on o.account_id = c.account_id and o.id = c.order_id where c.account_id = ${key.accountId} and c.order_id = ${key.orderId} order by c.id desc`
}

export type NewChange = Pick<ChangeRow, 'orderVersion' | 'side' | 'contactId' | 'userId' | 'reason' | 'wanted' | 'delta' | 'hash' | 'waitsFor'> & {
	at: Date
	expiresAt: Date
}

export async function insertChange(tx: Tx, key: OrderKey, change: NewChange): Promise<{ id: number }> {
	const [row] = await tx<{ id: number }[]>`
		insert into order_change (account_id, order_id, order_version, side, contact_id, user_id, reason, wanted, delta, hash, waits_for, proposed_at, expires_at)
		values (${key.accountId}, ${key.orderId}, ${change.orderVersion}, ${change.side}, ${change.contactId}, ${change.userId}, ${change.reason}, ${tx.json(change.wanted as never)}, ${tx.json(change.delta as never)}, ${change.hash},
			${tx.array([...change.waitsFor], 25)}::text[], ${change.at}, ${change.expiresAt}) returning id`
	if (!row) throw new Error('A change could not be written')
	return row
}

/** Writes what became of a proposal: who said yes, who is left, or how it ended. */
export async function saveChangeState(
	tx: Tx,
	key: { accountId: number; changeId: number },
	now: Pick<ChangeRow, 'state' | 'waitsFor' | 'consents' | 'answer'> & { at: Date },
): Promise<void> {
	await tx`
		update order_change set state = ${now.state}, waits_for = ${tx.array([...now.waitsFor], 25)}::text[], consents = ${tx.json(now.consents as never)}, answer = ${now.answer},
			closed_at = ${now.state === 'waiting' ? null : now.at} where account_id = ${key.accountId} and id = ${key.changeId}`
}

export type OrderVersionRow = { version: number; changeId: number; replacedAt: Date; totalMinor: number }

/** The documents that an order was before its changes, oldest first. */
export async function listVersions(sql: Sql, key: OrderKey): Promise<OrderVersionRow[]> {
	return sql<OrderVersionRow[]>`
		select version, change_id, replaced_at, (document->>'totalMinor')::bigint as total_minor from order_version where account_id = ${key.accountId} and order_id = ${key.orderId} order by version`
}

/** One of them, as it was kept. */
export async function readVersion(sql: Sql, key: OrderKey, version: number): Promise<{ document: unknown; replacedAt: Date } | null> {
	const [row] = await sql<{ document: unknown; replacedAt: Date }[]>`
		select document, replaced_at from order_version where account_id = ${key.accountId} and order_id = ${key.orderId} and version = ${version}::bigint`
	return row ?? null
}
export type EndedChange = Pick<ChangeRow, 'id' | 'orderId' | 'number' | 'side' | 'contactId'> & {
	accountId: number
	ownerUserId: number | null
	isHeard: boolean
}

/** Proposals whose time is over end, at most `most` at once. `isHeard`: somebody else than who proposed it knew of it. */
export async function endChanges(tx: Tx, at: Date, most: number): Promise<EndedChange[]> {
	return tx<EndedChange[]>`
		with over as materialized (
			select account_id, id from order_change where state = 'waiting' and expires_at <= ${at} order by expires_at limit ${most} for update skip locked
		), ended as (
			update order_change c set state = 'expired', closed_at = ${at} from over v where c.account_id = v.account_id and c.id = v.id returning c.*
		)
		select c.account_id, c.id, c.order_id, o.number, c.side, coalesce(case when c.side = 'buyer' then c.contact_id end, o.on_behalf_of_contact_id, o.contact_id) as contact_id, a.owner_user_id,
			c.side = 'house' or c.waits_for[1] <> 'buyer' as is_heard
		from ended c join sales_order o on o.account_id = c.account_id and o.id = c.order_id join account a on a.id = c.account_id order by c.id`
}

import type { Sql } from '../client.server.ts'

export type Reader = {
	email: string
	firstName: string
	lastName: string
	locale: string
	accountId: number | null
	contactId: number | null
	sellerName: string
}

export type OrderFacts = Reader & {
	orderId: number
	number: string
	poNumber: string | null
	currency: string
	netMinor: number
	discountMinor: number
	shippingMinor: number
	taxMinor: number
	totalMinor: number
	goodsMinor: number
	pricesIncludeTax: boolean
	termsDays: number | null
	/** The rep who did it for the reader, if one did. */
	repName: string | null
	lines: { kind: string; sku: string | null; name: string; quantity: number; netMinor: number; taxMinor: number }[]
	deliveries: { place: string; on: string | null; status: string }[]
}

/** An order as its buyer is told of it: the person whose order it is, what is in it, where it goes. */
export async function readOrderFacts(sql: Sql, orderId: number): Promise<OrderFacts | null> {
	const [row] = await sql<OrderFacts[]>`
		select o.id as order_id, o.number, o.po_number, o.currency, o.net_minor, o.discount_minor, o.shipping_minor - o.shipping_discount_minor as shipping_minor, o.tax_minor, o.total_minor, o.goods_minor, o.prices_include_tax,
			o.terms_days, c.email, c.first_name, c.last_name, c.locale, o.account_id, c.id as contact_id, s.name as seller_name, u.first_name || ' ' || u.last_name as rep_name,
			coalesce((select json_agg(json_build_object('kind', l.kind, 'sku', l.sku, 'name', coalesce(l.name, t.name, g.sku), 'quantity', (l.quantity * 10000)::bigint, 'netMinor', l.net_minor, 'taxMinor', l.tax_minor) order by l.sequence)
				from order_line l left join product g on g.id = l.product_id left join product_text t on t.product_id = g.id and t.locale = c.locale
				where l.account_id = o.account_id and l.order_id = o.id), '[]') as lines,
			coalesce((select json_agg(json_build_object('place', coalesce(p.name, d.address ->> 'name', ''), 'on', coalesce(d.confirmed_on, d.requested_on), 'status', d.status) order by d.sequence, d.id)
				from delivery_group d left join location p on p.account_id = d.account_id and p.id = d.location_id where d.account_id = o.account_id and d.order_id = o.id), '[]') as deliveries
		from sales_order o join contact c on c.account_id = o.account_id and c.id = coalesce(o.on_behalf_of_contact_id, o.contact_id)
		join seller_entity s on s.id = o.seller_entity_id left join crm_user u on u.id = o.acted_by_user_id
		where o.id = ${orderId} and o.number is not null and c.email is not null and c.is_active`
	return row ?? null
}

export type InvoiceFacts = Reader & {
	number: string
	currency: string
	totalMinor: number
	settledMinor: number
	taxMinor: number
	pricesIncludeTax: boolean
	dueOn: string
	orderNumber: string | null
}

/** An invoice as it is told to who ordered, else to the owner of the account. */
export async function readInvoiceFacts(sql: Sql, invoiceId: number): Promise<InvoiceFacts | null> {
	const [row] = await sql<InvoiceFacts[]>`
		select i.number, i.currency, i.total_minor, i.settled_minor, i.tax_minor, coalesce(o.prices_include_tax, false) as prices_include_tax, i.due_on, o.number as order_number, c.email, c.first_name, c.last_name, c.locale,
			i.account_id, c.id as contact_id, s.name as seller_name
		from invoice i join seller_entity s on s.id = i.seller_entity_id left join sales_order o on o.account_id = i.account_id and o.id = i.order_id
		join lateral (select c.* from contact c where c.account_id = i.account_id and c.is_active and c.email is not null
			order by (c.id = coalesce(o.on_behalf_of_contact_id, o.contact_id)) desc nulls last, (c.role = 'owner') desc, c.id limit 1) c on true
		where i.id = ${invoiceId}`
	return row ?? null
}

export type ReceiptFacts = Reader & { currency: string; amountMinor: number; appliedMinor: number; settled: { number: string; amountMinor: number }[] }

/** A payment as it is told to who paid, else to the owner of the account. */
export async function readReceiptFacts(sql: Sql, key: { accountId: number; paymentId: number; contactId: number | null }): Promise<ReceiptFacts | null> {
	const [row] = await sql<ReceiptFacts[]>`
		select p.currency, p.amount_minor, p.applied_minor, c.email, c.first_name, c.last_name, c.locale, p.account_id, c.id as contact_id, s.name as seller_name,
			coalesce((select json_agg(json_build_object('number', i.number, 'amountMinor', x.amount_minor) order by i.due_on, i.id)
				from payment_application x join invoice i on i.account_id = x.account_id and i.id = x.invoice_id where x.account_id = p.account_id and x.payment_id = p.id), '[]') as settled
		from payment p join account a on a.id = p.account_id join seller_entity s on s.id = a.seller_entity_id
		join lateral (select c.* from contact c where c.account_id = p.account_id and c.is_active and c.email is not null order by (c.id = ${key.contactId}::bigint) desc nulls last, (c.role = 'owner') desc, c.id limit 1) c on true
		where p.account_id = ${key.accountId} and p.id = ${key.paymentId}`
	return row ?? null
}

export type ReturnFacts = Reader & {
	number: string
	orderNumber: string
	currency: string
	decisionNote: string | null
	lines: { name: string; quantity: number; received: number }[]
	/** Credit notes of it, and what they come to: negative. */
	credits: string[]
	creditedMinor: number
}

/** A return as it is told to who asked for it, else to who ordered. */
export async function readReturnFacts(sql: Sql, returnId: number): Promise<ReturnFacts | null> {
	const [row] = await sql<ReturnFacts[]>`
		select r.number, o.number as order_number, o.currency, r.decision_note, c.email, c.first_name, c.last_name, c.locale, r.account_id, c.id as contact_id, s.name as seller_name,
			(select json_agg(json_build_object('name', coalesce(k.name, l.name, l.sku, ''), 'quantity', (n.quantity * 10000)::bigint, 'received', (n.received_quantity * 10000)::bigint) order by n.id) from return_line n
				join allocation x on x.account_id = n.account_id and x.id = n.allocation_id join order_line l on l.account_id = x.account_id and l.id = x.line_id
				left join allocation_component k on k.account_id = n.account_id and k.id = n.component_id where n.account_id = r.account_id and n.return_id = r.id) as lines,
			coalesce((select array_agg(i.number order by i.id) from invoice i where i.account_id = r.account_id and i.return_id = r.id), '{}') as credits,
			coalesce((select sum(i.total_minor) from invoice i where i.account_id = r.account_id and i.return_id = r.id), 0)::bigint as credited_minor
		from goods_return r join sales_order o on o.account_id = r.account_id and o.id = r.order_id join seller_entity s on s.id = o.seller_entity_id
			join contact c on c.account_id = r.account_id and c.id = coalesce(r.contact_id, o.on_behalf_of_contact_id, o.contact_id)
		where r.id = ${returnId} and c.email is not null and c.is_active`
	return row ?? null
}

export type GoalFacts = {
	email: string
	firstName: string
	lastName: string
	locale: string
	sellerName: string
	currency: string
	targetMinor: number
	achievedMinor: number
	endsOn: string
}

export async function readGoalFacts(sql: Sql, goalId: number): Promise<GoalFacts | null> {
	const [row] = await sql<GoalFacts[]>`
		select u.email, u.first_name, u.last_name, u.locale, s.name as seller_name, g.currency, g.target_minor, g.achieved_minor, g.ends_on
		from sales_goal g join crm_user u on u.id = g.user_id join seller_entity s on s.id = u.seller_entity_id where g.id = ${goalId} and u.is_active`
	return row ?? null
}

export type StandingFacts = Reader & { name: string; stores: string[] }

/** A standing order as it is told to the buyer in whose name it runs. */
export async function readStandingFacts(sql: Sql, standingOrderId: number): Promise<StandingFacts | null> {
	const [row] = await sql<StandingFacts[]>`
		select o.name, c.email, c.first_name, c.last_name, c.locale, o.account_id, c.id as contact_id, s.name as seller_name,
			coalesce((select array_agg(distinct d.name) from standing_line l join location d on d.account_id = l.account_id and d.id = l.location_id where l.account_id = o.account_id and l.standing_order_id = o.id and l.quantity > 0), '{}') as stores
		from standing_order o join account a on a.id = o.account_id join seller_entity s on s.id = a.seller_entity_id join contact c on c.account_id = o.account_id and c.id = o.contact_id
		where o.id = ${standingOrderId} and c.email is not null and c.is_active`
	return row ?? null
}

export type ApprovalFacts = Reader & {
	requestId: number
	expiresAt: Date
	askerName: string
	accountName: string
	currency: string
	totalMinor: number
	state: string
	message: string | null
	orderVersion: number
	/** In whose place she is asked. */
	awayName: string | null
	lines: { name: string; quantity: number }[]
}

/** A request for approval as one person is told of it; null where she cannot be written to. */
export async function readApprovalFacts(
	sql: Sql,
	question: { accountId: number; requestId: number; contactId: number; forContactId: number | null },
): Promise<ApprovalFacts | null> {
	const [row] = await sql<ApprovalFacts[]>`
		select r.id as request_id, r.expires_at, concat_ws(' ', k.first_name, k.last_name) as asker_name, a.name as account_name, r.currency, r.total_minor, r.state, r.message,
			(select o.version from sales_order o where o.account_id = r.account_id and o.id = r.order_id) as order_version, (select concat_ws(' ', f.first_name, f.last_name) from contact f where f.account_id = r.account_id and f.id = ${question.forContactId}) as away_name,
			c.email, c.first_name, c.last_name, c.locale, c.account_id, c.id as contact_id, s.name as seller_name,
			coalesce((select json_agg(json_build_object('name', coalesce(t.name, e.name, p.sku), 'quantity', (l.quantity * 10000)::bigint) order by l.sequence)
				from order_line l join product p on p.id = l.product_id left join product_text t on t.product_id = p.id and t.locale = c.locale left join product_text e on e.product_id = p.id and e.locale = 'en'
				where l.account_id = r.account_id and l.order_id = r.order_id), '[]') as lines
		from approval_request r join contact c on c.account_id = r.account_id and c.id = ${question.contactId} and c.is_active and c.email is not null
			join contact k on k.account_id = r.account_id and k.id = r.asked_by_contact_id join account a on a.id = r.account_id join seller_entity s on s.id = a.seller_entity_id
		where r.account_id = ${question.accountId} and r.id = ${question.requestId}`
	return row ?? null
}

export type DeputyFacts = Reader & { awayContactId: number; awayName: string; deputyName: string; namedByName: string; fromOn: string; untilOn: string }

/** A deputy's days as they are told to her or to whom she stands in for. Null: they are over. */
export async function readDeputyFacts(sql: Sql, question: { accountId: number; deputyId: number; contactId: number }): Promise<DeputyFacts | null> {
	const [row] = await sql<DeputyFacts[]>`
		select d.contact_id as away_contact_id, concat_ws(' ', w.first_name, w.last_name) as away_name, concat_ws(' ', v.first_name, v.last_name) as deputy_name, concat_ws(' ', n.first_name, n.last_name) as named_by_name,
			d.from_on, d.until_on, c.email, c.first_name, c.last_name, c.locale, c.account_id, c.id as contact_id, s.name as seller_name
		from approval_deputy d join contact w on w.account_id = d.account_id and w.id = d.contact_id join contact v on v.account_id = d.account_id and v.id = d.deputy_contact_id
			join contact n on n.account_id = d.account_id and n.id = d.named_by_contact_id join contact c on c.account_id = d.account_id and c.id = ${question.contactId} and c.is_active and c.email is not null
			join account a on a.id = d.account_id join seller_entity s on s.id = a.seller_entity_id
		where d.account_id = ${question.accountId} and d.id = ${question.deputyId} and d.ended_at is null`
	return row ?? null
}

export type CertificateFacts = Reader & { number: string; jurisdiction: string; expiresOn: string; decisionNote: string | null }

/** A certificate as it is told to who handed it in. */
export async function readCertificateFacts(sql: Sql, certificateId: number): Promise<CertificateFacts | null> {
	const [row] = await sql<CertificateFacts[]>`
		select x.number, x.jurisdiction, x.expires_on, x.decision_note, c.email, c.first_name, c.last_name, c.locale, x.account_id, c.id as contact_id, s.name as seller_name
		from exemption_certificate x join account a on a.id = x.account_id join seller_entity s on s.id = a.seller_entity_id join contact c on c.account_id = x.account_id and c.id = x.contact_id
		where x.id = ${certificateId} and x.state <> 'waiting' and c.email is not null and c.is_active`
	return row ?? null
}

export type QuoteFacts = Reader & {
	number: string
	/** Nobody signs in at its account yet. */
	isProspects: boolean
	currency: string
	validOn: string
	pricesIncludeTax: boolean
	totalMinor: number | null
	note: string | null
	lines: { name: string; quantity: number; totalMinor: number | null }[]
}

/** A quote as the version that an event tells of said it, for who asked. */
export async function readQuoteFacts(sql: Sql, { quoteId, version }: { quoteId: number; version: number }): Promise<QuoteFacts | null> {
	const [row] = await sql<QuoteFacts[]>`
		select q.number, q.currency, (select a.status = 'prospect' from account a where a.id = q.account_id) as is_prospects, s.prices_include_tax, coalesce(v.valid_on, q.valid_on) as valid_on, v.total_minor, v.note, c.email, c.first_name, c.last_name, c.locale, q.account_id, c.id as contact_id, s.name as seller_name,
			coalesce((select json_agg(json_build_object('name', coalesce(t.name, e.name, p.sku), 'quantity', (l.quantity * 10000)::bigint, 'totalMinor', l.total_minor) order by l.position)
				from quote_line l join product p on p.id = l.product_id left join product_text t on t.product_id = p.id and t.locale = c.locale left join product_text e on e.product_id = p.id and e.locale = 'en'
				where l.account_id = v.account_id and l.quote_id = v.quote_id and l.version = v.version), '[]') as lines
		from quote q join quote_version v on v.account_id = q.account_id and v.quote_id = q.id and v.version = ${version} join seller_entity s on s.id = q.seller_entity_id
			join contact c on c.account_id = q.account_id and c.id = q.contact_id
		where q.id = ${quoteId} and coalesce(v.valid_on, q.valid_on) is not null and c.email is not null and c.is_active`
	return row ?? null
}

export type CaseFacts = Reader & { number: string; subject: string }

/** A case as it is told to who opened it. */
export async function readCaseFacts(sql: Sql, caseId: number): Promise<CaseFacts | null> {
	const [row] = await sql<CaseFacts[]>`
		select k.number, k.subject, c.email, c.first_name, c.last_name, c.locale, k.account_id, c.id as contact_id, s.name as seller_name
		from support_case k join account a on a.id = k.account_id join seller_entity s on s.id = a.seller_entity_id join contact c on c.account_id = k.account_id and c.id = k.contact_id
		where k.id = ${caseId} and c.email is not null and c.is_active`
	return row ?? null
}

/** A person of an account, for what is told to her herself. */
export async function readPersonFacts(sql: Sql, key: { accountId: number; contactId: number }): Promise<(Reader & { accountName: string }) | null> {
	const [row] = await sql<(Reader & { accountName: string })[]>`
		select c.email, c.first_name, c.last_name, c.locale, c.account_id, c.id as contact_id, s.name as seller_name, a.name as account_name
		from contact c join account a on a.id = c.account_id join seller_entity s on s.id = a.seller_entity_id
		where c.account_id = ${key.accountId} and c.id = ${key.contactId} and c.email is not null and c.is_active and a.status = 'active'`
	return row ?? null
}

export type ChangeFacts = Reader & {
	number: string
	currency: string
	beforeMinor: number
	afterMinor: number
	reason: string | null
	answer: string | null
	expiresOn: string
	byName: string | null
	lines: { name: string; before: string | null; after: string | null }[]
}

/** A proposed change of an order as one person of the account is told of it. */
export async function readChangeFacts(sql: Sql, question: { changeId: number; contactId: number }): Promise<ChangeFacts | null> {
	const [row] = await sql<ChangeFacts[]>`
		select k.email, k.first_name, k.last_name, k.locale, k.account_id, k.id as contact_id, s.name as seller_name, o.number, o.currency, (c.delta#>>'{sums,totalMinor,before}')::bigint as before_minor,
			(c.delta#>>'{sums,totalMinor,after}')::bigint as after_minor, c.reason, c.answer, to_char(c.expires_at at time zone s.time_zone, 'YYYY-MM-DD') as expires_on,
			coalesce((select concat_ws(' ', u.first_name, u.last_name) from crm_user u where u.id = c.user_id), (select concat_ws(' ', b.first_name, b.last_name) from contact b where b.account_id = c.account_id and b.id = c.contact_id)) as by_name,
			(select coalesce(json_agg(json_build_object('name', l->>'name', 'before', l#>>'{quantity,before}', 'after', l#>>'{quantity,after}')), '[]') from jsonb_array_elements(c.delta->'lines') l
				where l->'quantity'->'before' is distinct from l->'quantity'->'after') as lines
		from order_change c join sales_order o on o.account_id = c.account_id and o.id = c.order_id join seller_entity s on s.id = o.seller_entity_id
			join contact k on k.account_id = c.account_id and k.id = ${question.contactId} where c.id = ${question.changeId} and k.email is not null and k.is_active`
	return row ?? null
}

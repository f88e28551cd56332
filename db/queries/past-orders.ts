import type { Sql } from '../client.server.ts'
import type { OrderFacts } from './order-facts.ts'

type PastPart = { locationId: number | null; deliverOn: string | null; quantity: string; unitPrice: string; resolvedMinor: number; promotable: boolean }

export type PastLine = {
	sequence: number
	kind: 'goods' | 'gift'
	productId: number
	unitCode: string
	unitDigits: number
	quantity: string
	unitPrice: string | null
	resolvedMinor: number
	netMinor: number
	taxCode: string
	promotable: boolean
	floorPrice: string | null
	unitCost: string | null
	categoryIds: number[]
	relations: { kind: string; productId: number; owned: boolean }[]
	parts: PastPart[]
}

export type PastGroup = {
	id: number
	locationId: number | null
	requestedOn: string | null
	method: string
	shippingMinor: number
	country: string | null
	region: string | null
	postalCode: string | null
}

export type PastOrderRow = {
	id: number
	accountId: number
	currency: string
	rounding: 'half_away' | 'half_even'
	channel: string
	paymentMethod: string | null
	couponCodes: string[]
	placedAt: Date
	/** With microseconds, so that the next page begins exactly where this one ended. */
	cursorAt: string
	discountMinor: number
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	totalMinor: number
	/** Null: the order was not priced here (imported). */
	verdicts:
		| {
				promotionId: number
				reason: string
				applied: boolean
				facts: Record<string, string | number | boolean | null>
				savingMinor: number
				lapsedMinor: number
		  }[]
		| null
	termsDays: number
	standing: 'good' | 'watch' | 'hold' | 'new'
	ancestorIds: number[]
	buyerGroupIds: number[]
	isFirst: boolean
	campaignIds: number[]
	lines: PastLine[]
	groups: PastGroup[]
	allocations: { sequence: number; groupId: number; quantity: string }[]
}

export type PastQuestion = { sellerEntityId: number; from: Date; to: Date; after: { at: string; orderId: number } | null; limit: number }

const inPeriod = (sql: Sql, { sellerEntityId, from, to }: PastQuestion) =>
	sql`o.seller_entity_id = ${sellerEntityId} and o.placed_at >= ${from} and o.placed_at < ${to} and o.stage in ('placed','closed')`

export async function countPastOrders(sql: Sql, question: PastQuestion): Promise<number> {
	const [row] = await sql<{ count: number }[]>`select count(*)::int as count from sales_order o where ${inPeriod(sql, question)}`
	return row?.count ?? 0
}

/** Whether promotions might touch a price, by the book that its stored trace names; without a trace nobody forbade it. */
const promotable = (sql: Sql, trace: ReturnType<Sql>) => sql`
	case when jsonb_typeof(${trace}->'public') = 'object' then coalesce((select b.is_promotable from jsonb_array_elements(${trace}->'public'->'candidates') c join price_book b on b.id = (c->>'bookId')::bigint where c->>'status' = 'won' limit 1), false) else true end`

/** A page of a seller's placed orders with all that a replay asks, in the order in which they were placed: one statement for any size. */
export async function readPastOrders(sql: Sql, question: PastQuestion): Promise<PastOrderRow[]> {
	const { after, limit } = question
	return sql<PastOrderRow[]>`
		with recursive page as materialized (
			select o.* from sales_order o where ${inPeriod(sql, question)} and (${after?.at ?? null}::text is null or (o.placed_at, o.id) > (${after?.at ?? null}::text::timestamptz, ${after?.orderId ?? null}::bigint))
			order by o.placed_at, o.id limit ${limit}
		), line as (
			select a.id as account_id, a.parent_id, 1 as depth from account a where a.id in (select account_id from page) and a.parent_id is not null
			union all select line.account_id, p.parent_id, line.depth + 1 from line join account p on p.id = line.parent_id where p.parent_id is not null
		), lineage as materialized (
			select account_id, json_agg(parent_id order by depth) as ids from line group by account_id
		)
		select o.id, o.account_id, o.currency, o.rounding, o.channel, o.payment_method, o.coupon_codes, o.placed_at, o.placed_at::text as cursor_at, o.discount_minor, o.net_minor, o.shipping_minor,
			o.shipping_discount_minor, o.tax_minor, o.total_minor, nullif(o.explanation->'verdicts', 'null') as verdicts, a.terms_days, a.standing, coalesce(lineage.ids, '[]') as ancestor_ids,
			coalesce((select json_agg(m.buyer_group_id order by m.buyer_group_id) from buyer_group_member m where m.account_id = o.account_id), '[]') as buyer_group_ids,
			not exists (select from sales_order x where x.account_id = o.account_id and x.placed_at is not null and (x.placed_at, x.id) < (o.placed_at, o.id)) as is_first,
			coalesce((select json_agg(distinct x.id) from (
				select t.crm_campaign_id as id from campaign_touch t where t.contact_id = coalesce(o.on_behalf_of_contact_id, o.contact_id) and t.confirmed_at <= o.placed_at and t.crm_campaign_id is not null
				union select m.campaign_id from crm_campaign_member m where m.contact_id = coalesce(o.on_behalf_of_contact_id, o.contact_id) and m.responded_at <= o.placed_at) x), '[]') as campaign_ids,
			(select coalesce(json_agg(json_build_object('sequence', l.sequence, 'kind', l.kind, 'productId', l.product_id, 'unitCode', l.unit_code, 'unitDigits', u.digits, 'quantity', l.quantity::text,
				'unitPrice', l.unit_price::text, 'resolvedMinor', l.resolved_minor, 'netMinor', l.net_minor, 'taxCode', coalesce(l.tax_code, p.tax_code), 'promotable', ${promotable(sql, sql`l.trace`)},
				'floorPrice', case when jsonb_typeof(l.trace->'private') = 'object' then l.trace->'private'->>'floorPrice' else p.floor_price::text end,
				'unitCost', coalesce(l.trace->'private'->>'unitCost', p.unit_cost::text),
				'categoryIds', coalesce((select f.category_ids from product_search f where f.product_id = p.id limit 1), '{}'),
				'relations', coalesce((select json_agg(json_build_object('kind', r.kind, 'productId', r.product_id,
					'owned', exists (select from owned_machine w where w.account_id = o.account_id and w.product_id = r.product_id)) order by r.kind, r.product_id)
					from product_relation r where r.related_id = p.id and r.kind in ('accessory','spare_part')), '[]'),
				'parts', coalesce((select json_agg(json_build_object('locationId', t.location_id, 'deliverOn', t.deliver_on, 'quantity', t.quantity::text, 'unitPrice', t.unit_price::text, 'resolvedMinor', t.resolved_minor,
					'promotable', ${promotable(sql, sql`t.trace`)}) order by t.id) from price_part t where t.account_id = l.account_id and t.line_id = l.id), '[]')
				) order by l.sequence), '[]')
				from order_line l join product p on p.id = l.product_id join unit_of_measure u on u.code = l.unit_code
				where l.account_id = o.account_id and l.order_id = o.id and l.kind in ('goods','gift')) as lines,
			(select coalesce(json_agg(json_build_object('id', g.id, 'locationId', g.location_id, 'requestedOn', g.requested_on, 'method', g.method, 'shippingMinor', g.shipping_minor,
				'country', coalesce(g.address->>'country', k.country), 'region', coalesce(g.address->>'region', k.region), 'postalCode', coalesce(g.address->>'postal_code', k.postal_code)) order by g.id), '[]')
				from delivery_group g left join location k on k.account_id = g.account_id and k.id = g.location_id where g.account_id = o.account_id and g.order_id = o.id) as groups,
			(select coalesce(json_agg(json_build_object('sequence', l.sequence, 'groupId', x.group_id, 'quantity', x.quantity::text)), '[]')
				from allocation x join order_line l on l.account_id = x.account_id and l.id = x.line_id where x.account_id = o.account_id and x.order_id = o.id) as allocations
		from page o join account a on a.id = o.account_id left join lineage on lineage.account_id = o.account_id
		order by o.placed_at, o.id`
}

export type PastFacts = {
	taxRates: OrderFacts['taxRates']
	certificates: (OrderFacts['certificates'][number] & { accountId: number })[]
	promotions: PastPromotion[]
}

export type PastPromotion = {
	id: number
	lane: string
	priority: number
	isGlobalExclusive: boolean
	includesProtected: boolean
	currency: string | null
	couponCode: string | null
	conditions: unknown
	benefit: unknown
	/** What a change replaced, and when, earliest first: what held before it. */
	earlier: { at: string; before: Partial<PastPromotion> }[]
	policy: 'reject' | 'cap' | null
}

/** What past orders were taxed and promoted by: rates, certificates, promotions with what they were before each change. */
export async function readPastFacts(
	sql: Sql,
	question: { sellerEntityId: number; accountIds: readonly number[]; promotionIds: readonly number[] },
): Promise<PastFacts> {
	const [row] = await sql<PastFacts[]>`
		select coalesce((select json_agg(json_build_object('id', r.id, 'jurisdiction', r.jurisdiction, 'country', r.country, 'region', r.region, 'postalPrefix', r.postal_prefix, 'taxCode', r.tax_code,
				'rate', r.rate::text, 'taxesShipping', r.taxes_shipping, 'taxesFees', r.taxes_fees, 'validFrom', r.valid_from, 'validTo', r.valid_to) order by r.id)
				from tax_rate r where r.seller_entity_id = ${question.sellerEntityId}), '[]') as tax_rates,
			coalesce((select json_agg(json_build_object('id', c.id, 'accountId', c.account_id, 'jurisdiction', c.jurisdiction, 'number', c.number, 'taxCodes', c.tax_codes, 'validFrom', c.valid_from, 'expiresOn', c.expires_on) order by c.id)
				from exemption_certificate c where c.account_id = any(${sql.array([...question.accountIds], 20)}::bigint[]) and c.state = 'accepted'), '[]') as certificates,
			coalesce((select json_agg(json_build_object('id', p.id, 'lane', p.lane, 'priority', p.priority, 'isGlobalExclusive', p.is_global_exclusive, 'includesProtected', p.includes_protected, 'currency', p.currency,
				'couponCode', p.coupon_code, 'conditions', p.conditions, 'benefit', p.benefit,
				'policy', (select b.policy from promotion_budget b where b.promotion_id = p.id order by b.id limit 1),
				'earlier', coalesce((select json_agg(json_build_object('at', e.at, 'before', e.before) order by e.at, e.id) from audit_entry e where e.subject = 'promotion:' || p.id and e.action = 'promotion.changed'), '[]')) order by p.id)
				from promotion p where p.seller_entity_id = ${question.sellerEntityId} and p.id = any(${sql.array([...question.promotionIds], 20)}::bigint[])), '[]') as promotions`
	return row ?? { taxRates: [], certificates: [], promotions: [] }
}

export type TrialGift = {
	productId: number
	unitCode: string
	unitDigits: number
	taxCode: string
	unitCost: string | null
	prices: { currency: string; unitPrice: string }[]
}

/** A product that a promotion on trial would give, with its lowest list price in each currency. */
export async function readTrialGift(sql: Sql, question: { sellerEntityId: number; productId: number; unit: string }): Promise<TrialGift | null> {
	const [row] = await sql<TrialGift[]>`
		select p.id as product_id, m.code as unit_code, m.digits as unit_digits, p.tax_code, p.unit_cost::text as unit_cost,
			coalesce((select json_agg(json_build_object('currency', x.currency, 'unitPrice', x.price::text)) from (
				select b.currency, min(e.tier_price[1]) as price from price_book_entry e join price_book b on b.id = e.price_book_id
				where e.product_id = p.id and e.unit_code = ${question.unit} and b.rung = 'base' and b.status = 'published' group by b.currency) x), '[]') as prices
		from product p join unit_of_measure m on m.code = ${question.unit} where p.id = ${question.productId} and p.seller_entity_id = ${question.sellerEntityId}`
	return row ?? null
}

import type { ApprovalPerson, ApprovalRule } from '../../app/engine/approval/steps-to-take.ts'
import type { CompanyBudget } from '../../app/engine/budget/draw-on-budgets.ts'
import type { Sql } from '../client.server.ts'

/** A product that a promotion gives, in the unit it gives. */
export type GiftRow = {
	productId: number
	unitCode: string
	unitDigits: number
	factorNumerator: number
	factorDenominator: number
	ownUnitCode: string
	ownUnitDigits: number
	sku: string
	slug: string
	names: Record<string, string>
	picture: string | null
	productClass: string
	status: string
	taxCode: string
	stockPolicy: string
	leadDays: number
	minimumQuantity: string
	grantPolicyIds: number[]
	denyPolicyIds: number[]
}

export type PromotionRow = {
	id: number
	code: string
	names: Record<string, string>
	lane: string
	priority: number
	isGlobalExclusive: boolean
	includesProtected: boolean
	currency: string | null
	couponCode: string | null
	conditions: unknown
	benefit: unknown
	validFrom: Date | null
	validTo: Date | null
	status: string
	gift: GiftRow | null
	budgets: { id: number; locationId: number | null; policy: 'reject' | 'cap'; remainingMinor: number | null; remainingUses: number | null }[]
}

export type BuyerQuestion = {
	sellerEntityId: number
	accountId: number | null
	ancestorIds: readonly number[]
	buyerGroupIds: readonly number[]
	at: Date
	/** Promotions that acted on the order that is being changed: they count though they were taken back since. */
	keptPromotionIds?: readonly number[]
}

/** Published promotions that hold now and are addressed to the account, its groups or everybody, with what is left of their budgets. */
export async function readPromotions(sql: Sql, question: BuyerQuestion): Promise<PromotionRow[]> {
	const accounts = sql.array([...(question.accountId === null ? [] : [question.accountId]), ...question.ancestorIds], 20)
	const groups = sql.array([...question.buyerGroupIds], 20)
	return sql<PromotionRow[]>`
		select p.id, p.code, p.lane, p.priority, p.is_global_exclusive, p.includes_protected, p.currency, p.coupon_code, p.conditions, p.benefit, p.valid_from, p.valid_to, p.status,
			coalesce((select json_object_agg(t.locale, t.name) from promotion_text t where t.promotion_id = p.id), '{}') as names,
			(select json_build_object('productId', g.id, 'unitCode', m.code, 'unitDigits', m.digits, 'factorNumerator', coalesce(u.factor_numerator, 1), 'factorDenominator', coalesce(u.factor_denominator, 1),
				'ownUnitCode', o.code, 'ownUnitDigits', o.digits, 'sku', g.sku, 'slug', g.slug, 'picture', g.picture, 'productClass', g.product_class, 'status', g.status, 'taxCode', g.tax_code,
				'stockPolicy', g.stock_policy, 'leadDays', g.lead_days, 'minimumQuantity', g.minimum_quantity::text, 'grantPolicyIds', g.grant_policy_ids, 'denyPolicyIds', g.deny_policy_ids,
				'names', coalesce((select json_object_agg(t.locale, t.name) from product_text t where t.product_id = g.id), '{}'))
				from product g join unit_of_measure o on o.code = g.unit_code left join product_unit u on u.product_id = g.id and u.unit_code = p.benefit->>'unit' and u.unit_code <> g.unit_code
					join unit_of_measure m on m.code = p.benefit->>'unit' and (u.unit_code is not null or m.code = g.unit_code)
				where p.benefit->>'kind' = 'gift' and g.id = (p.benefit->>'productId')::bigint and g.seller_entity_id = p.seller_entity_id) as gift,
			coalesce((select json_agg(json_build_object('id', b.id, 'locationId', b.location_id, 'policy', b.policy, 'remainingMinor', b.limit_minor - b.reserved_minor - b.committed_minor,
				'remainingUses', b.limit_uses - b.reserved_uses - b.committed_uses) order by b.id)
				from promotion_budget b where b.promotion_id = p.id
					and (b.account_id is null or b.account_id = any(${accounts}::bigint[])) and (b.buyer_group_id is null or b.buyer_group_id = any(${groups}::bigint[]))), '[]') as budgets
		from promotion p
		where p.seller_entity_id = ${question.sellerEntityId} and (p.status = 'published' or p.id = any(${sql.array([...(question.keptPromotionIds ?? [])], 20)}::bigint[])) and p.valid_from <= ${question.at} and (p.valid_to is null or p.valid_to > ${question.at})
			and (not exists (select 1 from promotion_audience a where a.promotion_id = p.id)
				or exists (select 1 from promotion_audience a where a.promotion_id = p.id and (a.account_id = any(${accounts}::bigint[]) or a.buyer_group_id = any(${groups}::bigint[]))))
		order by p.id`
}

export type OrderFacts = {
	taxRates: {
		id: number
		jurisdiction: string
		country: string
		region: string | null
		postalPrefix: string | null
		taxCode: string
		rate: string
		taxesShipping: boolean
		taxesFees: boolean
		validFrom: string
		validTo: string | null
	}[]
	shippingRates: {
		id: number
		method: string
		currency: string
		country: string
		region: string | null
		postalPrefix: string | null
		bandBy: 'weight' | 'amount'
		bandFrom: number
		priceMinor: number
		transitDays: number
		transitBy: 'working' | 'calendar'
	}[]
	certificates: { id: number; jurisdiction: string; number: string; taxCodes: string[] | null; validFrom: string; expiresOn: string }[]
	/** CRM campaigns that the contact answered (confirmed touches and responded memberships). */
	campaignIds: number[]
	hasOrdered: boolean
	pricesIncludeTax: boolean
	cardAuthorisationDays: number
	credit: { billToAccountId: number; currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number } | null
	overdueDays: number
	/** When the warehouses of those places send; days from yesterday on. */
	warehouses: { id: number; timeZone: string | null; cutOff: string | null; worksOn: number[]; closedOn: string[] }[]
	zones: { warehouseId: number; country: string; region: string | null; postalPrefix: null; rank: number }[]
	/** Whether the account has an order with the PO number asked about. */
	isPoNumberUsed: boolean
	feeRules: {
		id: number
		kind: 'handling' | 'small_order'
		names: Record<string, string>
		currency: string
		amountMinor: number
		per: 'order' | 'delivery'
		belowMinor: number | null
		buyerGroupId: number | null
		validFrom: string
		validTo: string | null
	}[]
	/** The outside service that says this seller's tax; null: its own table. */
	taxService: TaxServiceRow | null
	/** What was quoted last for the cart asked about. */
	taxQuote: TaxQuoteRow | null
	/** What the company says its orders must be asked for first. */
	approvalRules: ApprovalRule[]
	/** What it lets be ordered for its stores, cost centres and buyers, with what is drawn in this quarter's periods. */
	companyBudgets: CompanyBudget[]
	/** Who of the company can sign in and do more than look. */
	approvalPeople: (ApprovalPerson & { name: string })[]
}

export type TaxServiceRow = {
	kind: 'avatax'
	companyCode: string
	onFailure: 'refuse' | 'table'
	/** The service's code of each of ours. */
	codes: Record<string, string>
	/** Where goods are sent from, as far as the seller has said it. */
	from: Partial<Record<'line1' | 'line2' | 'city' | 'region' | 'postalCode' | 'country', string | null>>
}

export type TaxQuoteRow = { basesHash: string; source: 'service' | 'table'; lines: unknown; quotedAt: string }

type Fragment = ReturnType<Sql>

/** When the warehouses send whose zones `z` are served, as JSON; days that are over are left out. */
export const warehouseHours = (sql: Sql, { sellerEntityId, isServed, at }: { sellerEntityId: number; isServed: Fragment; at: Date }) => sql`
	coalesce((select json_agg(json_build_object('id', w.id, 'timeZone', w.time_zone, 'cutOff', w.cut_off, 'worksOn', w.works_on,
			'closedOn', coalesce((select json_agg(c.day order by c.day) from unnest(w.closed_on) c(day) where c.day >= ${at}::timestamptz::date - 2), '[]')) order by w.id)
		from warehouse w where w.seller_entity_id = ${sellerEntityId} and w.is_active and exists (select from warehouse_zone z where z.warehouse_id = w.id and ${isServed})), '[]')`

/** What an order depends on beside its lines: rates of the places it goes to, certificates, campaign answers, credit. One statement. */
export async function readOrderFacts(
	sql: Sql,
	question: {
		sellerEntityId: number
		accountId: number
		billToAccountId: number
		contactId: number | null
		orderId: number
		countries: readonly string[]
		poNumber: string | null
		at: Date
	},
): Promise<OrderFacts> {
	const countries = sql.array([...question.countries], 25)
	const [row] = await sql<OrderFacts[]>`
		select s.prices_include_tax, s.card_authorisation_days,
			case when s.tax_service is not null then json_build_object('kind', s.tax_service, 'companyCode', s.tax_company_code, 'onFailure', s.tax_on_failure, 'codes', s.tax_service_codes,
				'from', s.address || jsonb_build_object('country', s.country)) end as tax_service,
			(select json_build_object('basesHash', q.bases_hash, 'source', q.source, 'lines', q.lines, 'quotedAt', q.quoted_at) from tax_quote q
				where s.tax_service is not null and q.account_id = ${question.accountId} and q.order_id = ${question.orderId}) as tax_quote,
			coalesce((select json_agg(json_build_object('id', r.id, 'jurisdiction', r.jurisdiction, 'country', r.country, 'region', r.region, 'postalPrefix', r.postal_prefix, 'taxCode', r.tax_code,
				'rate', r.rate::text, 'taxesShipping', r.taxes_shipping, 'taxesFees', r.taxes_fees, 'validFrom', r.valid_from, 'validTo', r.valid_to) order by r.id)
				from tax_rate r where r.seller_entity_id = s.id and r.country = any(${countries}::text[])), '[]') as tax_rates,
			coalesce((select json_agg(json_build_object('id', r.id, 'method', r.method, 'currency', r.currency, 'country', r.country, 'region', r.region, 'postalPrefix', r.postal_prefix,
				'bandBy', r.band_by, 'bandFrom', r.band_from, 'priceMinor', r.price_minor, 'transitDays', r.transit_days, 'transitBy', r.transit_by) order by r.id)
				from shipping_rate r where r.seller_entity_id = s.id and r.country = any(${countries}::text[])), '[]') as shipping_rates,
			coalesce((select json_agg(json_build_object('id', f.id, 'kind', f.kind, 'names', f.names, 'currency', f.currency, 'amountMinor', f.amount_minor, 'per', f.per, 'belowMinor', f.below_minor,
				'buyerGroupId', f.buyer_group_id, 'validFrom', f.valid_from, 'validTo', f.valid_to) order by f.id)
				from fee_rule f where f.seller_entity_id = s.id and (f.valid_to is null or f.valid_to > (${question.at}::timestamptz at time zone s.time_zone)::date)), '[]') as fee_rules,
			coalesce((select json_agg(json_build_object('id', c.id, 'jurisdiction', c.jurisdiction, 'number', c.number, 'taxCodes', c.tax_codes, 'validFrom', c.valid_from, 'expiresOn', c.expires_on) order by c.id)
				from exemption_certificate c where c.account_id = ${question.accountId} and c.state = 'accepted'), '[]') as certificates,
			coalesce((select json_agg(distinct x.id) from (
				select t.crm_campaign_id as id from campaign_touch t where t.contact_id = ${question.contactId} and t.confirmed_at is not null and t.crm_campaign_id is not null
				union select m.campaign_id from crm_campaign_member m where m.contact_id = ${question.contactId} and m.responded_at is not null) x), '[]') as campaign_ids,
			coalesce((select json_agg(json_build_object('warehouseId', z.warehouse_id, 'country', z.country, 'region', nullif(z.region, ''), 'postalPrefix', null, 'rank', z.rank) order by z.rank, z.warehouse_id)
				from warehouse_zone z join warehouse w on w.id = z.warehouse_id and w.is_active where w.seller_entity_id = s.id and z.country = any(${countries}::text[])), '[]') as zones,
			${warehouseHours(sql, { sellerEntityId: question.sellerEntityId, isServed: sql`z.country = any(${countries}::text[])`, at: question.at })} as warehouses,
			exists (select 1 from purchase_order_number n where n.account_id = ${question.accountId} and n.po_number = ${question.poNumber}) as is_po_number_used,
			exists (select 1 from sales_order o where o.account_id = ${question.accountId} and o.placed_at <= ${question.at} and o.id <> ${question.orderId}) as has_ordered,
			(select json_build_object('billToAccountId', c.account_id, 'currency', c.currency, 'limitMinor', c.limit_minor, 'openInvoiceMinor', c.open_invoice_minor, 'unbilledMinor', c.unbilled_minor,
				'reservedMinor', c.reserved_minor) from credit_profile c where c.account_id = ${question.billToAccountId}) as credit,
			coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name, 'step', r.step, 'currency', r.currency, 'atLeastMinor', r.at_least_minor, 'contactId', r.contact_id,
				'costCentre', r.cost_centre, 'categoryId', r.category_id, 'approverContactId', r.approver_contact_id, 'beyondBudget', r.beyond_budget) order by r.step, r.id)
				from approval_rule r where r.account_id = ${question.accountId} and r.ended_at is null), '[]') as approval_rules,
			coalesce((select json_agg(json_build_object('id', b.id, 'name', b.name, 'locationId', b.location_id, 'costCentre', b.cost_centre, 'contactId', b.contact_id, 'period', b.period, 'currency', b.currency,
				'amountMinor', b.amount_minor, 'onBeyond', b.on_beyond, 'counters', coalesce((select json_agg(json_build_object('startsOn', p.starts_on, 'amountMinor', p.amount_minor, 'drawnMinor', p.reserved_minor + p.spent_minor))
					from company_budget_period p where p.account_id = b.account_id and p.budget_id = b.id and p.starts_on >= date_trunc('quarter', ${question.at}::timestamptz at time zone s.time_zone)::date), '[]')) order by b.id)
				from company_budget b where b.account_id = ${question.accountId} and b.ended_at is null), '[]') as company_budgets,
			coalesce((select json_agg(json_build_object('contactId', k.id, 'role', k.role, 'name', concat_ws(' ', k.first_name, k.last_name)) order by k.id)
				from contact k where k.account_id = ${question.accountId} and k.is_active and k.role <> 'viewer'
					and exists (select 1 from login g where g.account_id = k.account_id and g.contact_id = k.id and g.is_active)), '[]') as approval_people,
			coalesce((select (${question.at}::timestamptz at time zone s.time_zone)::date - min(i.due_on) from invoice i
				where i.account_id = ${question.billToAccountId} and i.kind = 'invoice' and i.settled_minor <> i.total_minor), 0)::int as overdue_days
		from seller_entity s where s.id = ${question.sellerEntityId}`
	if (!row) throw new Error(`Seller ${question.sellerEntityId} does not exist`)
	return row
}

export type StockRow = { productId: number; warehouseId: number; available: string; receipts: { expectedOn: string; quantity: string }[] }

/** What can be promised of each product from each warehouse: on hand less reservations, and receipts to come. */
export async function readStock(sql: Sql, productIds: readonly number[]): Promise<StockRow[]> {
	return sql<StockRow[]>`
		select l.product_id, l.warehouse_id, (l.on_hand - l.reserved)::text as available,
			coalesce((select json_agg(json_build_object('expectedOn', r.expected_on, 'quantity', r.quantity::text) order by r.expected_on, r.id)
				from stock_receipt r where r.product_id = l.product_id and r.warehouse_id = l.warehouse_id and r.received_at is null), '[]') as receipts
		from stock_level l join warehouse w on w.id = l.warehouse_id and w.is_active
		where l.product_id = any(${sql.array([...productIds], 20)}::bigint[])
		order by l.product_id, l.warehouse_id`
}

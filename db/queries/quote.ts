import type { QuoteState } from '../../app/engine/quote/quote.ts'
import type { Sql } from '../client.server.ts'
import { isOf, type WhoseQuote } from './quote-save.ts'

export type QuoteLineRow = {
	position: number
	productId: number
	sku: string
	slug: string
	name: string
	picture: string | null
	unitCode: string
	unitDigits: number
	quantity: string
	minimum: string
	unitPrice: string | null
	listPrice: string | null
	totalMinor: number | null
	chosen: number[] | null
}

export type QuoteVersionRow = {
	version: number
	kind: 'asked' | 'offered' | 'countered'
	/** Who said it. */
	by: string
	note: string | null
	validOn: string | null
	totalMinor: number | null
	createdAt: string
	lines: QuoteLineRow[]
}

export type QuoteDocument = {
	id: number
	accountId: number
	number: string
	state: QuoteState
	version: number
	currency: string
	contactId: number | null
	contactName: string | null
	accountName: string
	accountNumber: string
	ownerName: string | null
	sellerName: string
	timeZone: string
	pricesIncludeTax: boolean
	validOn: string | null
	expiresAt: Date | null
	askedAt: Date
	changedAt: Date
	orderId: number | null
	leadId: number | null
	/** Null while what it became is a cart. */
	orderNumber: string | null
	versions: QuoteVersionRow[]
}

/** A quote with all that was said, oldest first; one statement for any size. Nothing in it is private to the house. */
export async function readQuote(sql: Sql, number: string, whose: WhoseQuote, locale: string): Promise<QuoteDocument | null> {
	const [row] = await sql<QuoteDocument[]>`
		select q.id, q.account_id, q.number, q.state, q.version, q.currency, q.contact_id, nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name, a.name as account_name, a.number as account_number,
			nullif(concat_ws(' ', o.first_name, o.last_name), '') as owner_name, s.name as seller_name, s.time_zone, s.prices_include_tax, q.valid_on, q.expires_at, q.asked_at, q.changed_at, q.order_id, q.lead_id, w.number as order_number,
			(select json_agg(json_build_object('version', v.version, 'kind', v.kind, 'by', coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), concat_ws(' ', b.first_name, b.last_name)), 'note', v.note, 'validOn', v.valid_on,
				'totalMinor', v.total_minor, 'createdAt', v.created_at, 'lines', coalesce(l.lines, '[]')) order by v.version)
				from quote_version v left join crm_user u on u.id = v.user_id left join contact b on b.account_id = v.account_id and b.id = v.contact_id
				left join lateral (
					select json_agg(json_build_object('position', n.position, 'productId', n.product_id, 'sku', p.sku, 'slug', p.slug, 'name', coalesce(t.name, e.name, p.sku), 'picture', p.picture, 'unitCode', m.code, 'unitDigits', m.digits,
						'quantity', trim_scale(n.quantity)::text, 'minimum', trim_scale(n.minimum)::text, 'unitPrice', n.unit_price::text, 'listPrice', n.list_price::text, 'totalMinor', n.total_minor, 'chosen', n.chosen) order by n.position) as lines
					from quote_line n join product p on p.id = n.product_id join unit_of_measure m on m.code = n.unit_code
						left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
					where n.account_id = v.account_id and n.quote_id = v.quote_id and n.version = v.version) l on true
				where v.account_id = q.account_id and v.quote_id = q.id) as versions
		from quote q join account a on a.id = q.account_id join seller_entity s on s.id = q.seller_entity_id left join contact c on c.account_id = q.account_id and c.id = q.contact_id
			left join crm_user o on o.id = a.owner_user_id left join sales_order w on w.account_id = q.account_id and w.id = q.order_id
		where q.number = ${number} and ${isOf(sql, whose)}`
	return row ?? null
}

/** What an offer draws on, by product: cost and floor are the house's alone. */
export type QuoteProductRow = {
	productId: number
	unitCost: string | null
	floorPrice: string | null
	grantPolicyIds: number[]
	denyPolicyIds: number[]
	status: string
}

export async function readQuoteProducts(sql: Sql, productIds: readonly number[]): Promise<QuoteProductRow[]> {
	return sql<QuoteProductRow[]>`
		select id as product_id, unit_cost::text, floor_price::text, grant_policy_ids, deny_policy_ids, status from product where id = any(${sql.array([...productIds], 20)}::bigint[])`
}

/** How far a member of the house may go (section 10). */
export async function readAuthority(sql: Sql, userId: number): Promise<{ maxPercent: number; minMarginPercent: number | null }> {
	const [row] = await sql<
		{ maxPercent: number; minMarginPercent: number | null }[]
	>`select max_discount_percent as max_percent, min_margin_percent::float8 as min_margin_percent from crm_user where id = ${userId}`
	return row ?? { maxPercent: 0, minMarginPercent: null }
}

export const QUOTE_SORTS = ['expiry', 'newest'] as const
export type QuoteSort = (typeof QUOTE_SORTS)[number]

export type QuoteFilter = { text: string | null; state: QuoteState | null; sort: QuoteSort; after: { key: string; id: number } | null; limit: number; at: Date }

export type QuoteListRow = {
	id: number
	number: string
	state: QuoteState
	version: number
	currency: string
	accountName: string
	contactName: string | null
	totalMinor: number | null
	lines: number
	firstName: string
	validOn: string | null
	expiresAt: Date | null
	changedAt: Date
	/** Where the next page goes on. */
	key: string
}

/** Quotes of an account or of a desk, one page; one statement. An offer whose day is over is expired here before it is told. */
export async function listQuotes(sql: Sql, whose: WhoseQuote, filter: QuoteFilter, locale: string): Promise<QuoteListRow[]> {
	const { text, state, sort, after, limit, at } = filter
	const pattern = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	const isExpiry = sort === 'expiry'
	return sql<QuoteListRow[]>`
		with known as (
			select q.*, case when q.state in ('offered', 'countered') and q.expires_at <= ${at} then 'expired' else q.state end as now_state,
				case when ${isExpiry} then coalesce(q.valid_on::text, '9999') else '' end as sort_key, a.name as account_name
			from quote q join account a on a.id = q.account_id where ${isOf(sql, whose)}
		)
		select q.id, q.number, q.now_state as state, q.version, q.currency, q.account_name, nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name, v.total_minor, n.lines, coalesce(t.name, e.name, p.sku, '') as first_name,
			q.valid_on, q.expires_at, q.changed_at, q.sort_key as key
		from known q join quote_version v on v.account_id = q.account_id and v.quote_id = q.id and v.version = q.version left join contact c on c.account_id = q.account_id and c.id = q.contact_id
			cross join lateral (select count(*)::int as lines, (array_agg(l.product_id order by l.position))[1] as first_id from quote_line l where l.account_id = q.account_id and l.quote_id = q.id and l.version = q.version) n
			left join product p on p.id = n.first_id left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
		where (${state}::text is null or q.now_state = ${state}) and (${pattern}::text is null or q.number ilike ${pattern} or q.account_name ilike ${pattern}
				or exists (select from quote_line l join product x on x.id = l.product_id where l.account_id = q.account_id and l.quote_id = q.id and l.version = q.version and x.sku ilike ${pattern}))
			and (${after?.id ?? null}::bigint is null or q.sort_key > ${after?.key ?? ''} or (q.sort_key = ${after?.key ?? ''} and q.id < ${after?.id ?? 0}))
		order by q.sort_key, q.id desc limit ${limit}`
}

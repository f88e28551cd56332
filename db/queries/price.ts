import type { Sql } from '../client.server.ts'

export type BookRow = {
	bookId: number
	bookVersion: number
	bookName: string
	rung: 'contract' | 'group' | 'sale' | 'base' | 'fx'
	policy: 'best_of' | 'exclusive'
	tierMode: 'all_units' | 'graduated'
	basis: 'line' | 'order' | 'mix_group' | 'account_period'
	priority: number
	scope: number
	currency: string
	isPromotable: boolean
	dateBasis: 'ordered' | 'delivery'
	status: 'draft' | 'published' | 'retired'
	validFrom: string | null
	validTo: string | null
	locationId: number | null
	fxTo: string | null
	fxRate: string | null
	fxRateOn: string | null
	fxEnding: string | null
}

/**
 * One entry: product, place of its book in `books`, entry id, unit, its tiers' quantities and unit prices as PostgreSQL
 * prints arrays of numeric(14,4) and numeric(18,6), mix group, window, committed quantity in ten-thousandths. An array,
 * because a page has hundreds of them and names would cost more than the values; tiers as text, because taking them apart
 * and putting them together again in SQL costs more than finding them.
 */
export type EntryRow = [
	productId: number,
	book: number,
	entryId: number,
	unitCode: string,
	tierFrom: string,
	tierPrice: string,
	mixGroup: string | null,
	validFrom: string | null,
	validTo: string | null,
	committed: number,
]

/** A quantity rule in ten-thousandths; null: it says nothing of that. `scope`: 0 the account's own, then its ancestors, groups, everybody. */
export type RuleRow = [
	productId: number,
	scope: number,
	ruleId: number,
	unitCode: string,
	minimum: number | null,
	maximum: number | null,
	increment: number | null,
]

export type PriceRows = { books: BookRow[]; entries: EntryRow[]; rules: RuleRow[] }

const FURTHER = 1_000

/** Rules of quantity for the products of a statement that are addressed to the account, its ancestors, its groups or everybody; `product` is a condition on `q.product_id`. */
export const quantityRules = (sql: Sql, audience: { accounts: readonly number[]; buyerGroupIds: readonly number[] }, product: ReturnType<Sql>) => sql`
	select json_agg(json_build_array(q.product_id, case when q.account_id is not null then array_position(${sql.array([...audience.accounts], 20)}::bigint[], q.account_id) - 1 when q.buyer_group_id is not null then ${FURTHER}::int else ${FURTHER + 1}::int end,
		q.id, q.unit_code, (q.minimum_quantity * 10000)::bigint, (q.maximum_quantity * 10000)::bigint, (q.increment_quantity * 10000)::bigint) order by q.id)
	from quantity_rule q where ${product} and (q.account_id is null or q.account_id = any(${sql.array([...audience.accounts], 20)}::bigint[]))
		and (q.buyer_group_id is null or q.buyer_group_id = any(${sql.array([...audience.buyerGroupIds], 20)}::bigint[]))`

/** Whose prices, in what, when. */
export type PriceQuestion = {
	sellerEntityId: number
	accountId: number | null
	ancestorIds: readonly number[]
	buyerGroupIds: readonly number[]
	currency: string
	at: Date
	/** A list page needs only what holds now; a trace also says what has ended or not begun. */
	liveOnly: boolean
	/** Merchandisers see drafts in the private part of the trace. */
	withDrafts?: boolean
	/** So are books in another currency: a page of the shop never reads them (decision 0334). */
	everyCurrency?: boolean
}

/**
 * The parts of a statement that answer every price book entry addressed to an account: books of the account, its
 * ancestors, its groups, and those without an audience. `ctes` stand after a CTE `priced(id)` of product ids; `columns`
 * are `books`, `entries` and `rules`. A nested loop is forced on the few books (`offset 0`), and each product is looked up once
 * for all of them: the planner, who takes an array for ten, would read every book of the seller instead.
 */
export function pricesOf(sql: Sql, question: PriceQuestion) {
	const accounts = [...(question.accountId === null ? [] : [question.accountId]), ...question.ancestorIds]
	const isLive = (row: 'b' | 'e') => sql`(${sql(row)}.valid_from <= ${question.at} and (${sql(row)}.valid_to is null or ${sql(row)}.valid_to > ${question.at}))`
	const ctes = sql`reached as (
			select a.price_book_id, a.location_id,
				case when a.location_id is not null then 0 when a.account_id is not null then array_position(${sql.array(accounts, 20)}::bigint[], a.account_id) else 1 end as scope
			from price_book_audience a where a.account_id = any(${sql.array(accounts, 20)}::bigint[])
			union all
			select a.price_book_id, null, 1 from price_book_audience a where a.buyer_group_id = any(${sql.array([...question.buyerGroupIds], 20)}::bigint[])
			union all
			select b.id, null, 1 from price_book b where b.seller_entity_id = ${question.sellerEntityId} and b.rung in ('base','sale','fx')
				and not exists (select 1 from price_book_audience a where a.price_book_id = b.id)
		), mine as materialized (
			-- A book that reaches the account in several ways is one book, by the narrowest.
			select price_book_id, location_id, min(scope) as scope from reached group by price_book_id, location_id
		), books as materialized (
			select b.*, m.location_id, m.scope, coalesce(b.fx_source_book_id, b.id) as entry_book_id, (row_number() over (order by b.id, m.location_id))::int - 1 as place
			from mine m cross join lateral (select * from price_book one where one.id = m.price_book_id offset 0) b
			where (b.currency = ${question.currency} or ${question.everyCurrency ?? false}::boolean) and (b.status = 'published' or ${question.withDrafts ?? false}::boolean)
				and (not ${question.liveOnly}::boolean or b.date_basis = 'delivery' or ${isLive('b')})
		)`
	const columns = sql`
		coalesce((select json_agg(json_build_object('bookId', b.id, 'bookVersion', b.version, 'bookName', b.name, 'rung', b.rung, 'policy', b.policy, 'tierMode', b.tier_mode, 'basis', b.basis,
				'priority', b.priority, 'scope', b.scope, 'currency', case when b.rung = 'fx' then (select s.currency from price_book s where s.id = b.fx_source_book_id) else b.currency end,
				'isPromotable', b.is_promotable, 'dateBasis', b.date_basis, 'status', b.status, 'validFrom', b.valid_from, 'validTo', b.valid_to, 'locationId', b.location_id,
				'fxTo', case when b.rung = 'fx' then b.currency end, 'fxRate', b.fx_rate::text, 'fxRateOn', b.fx_rate_on, 'fxEnding', b.fx_ending) order by b.place)
			from books b), '[]') as books,
		coalesce((select json_agg(json_build_array(e.product_id, b.place, e.id, e.unit_code, e.tier_from::text, e.tier_price::text, e.mix_group,
				nullif(e.valid_from, '-infinity'), e.valid_to, coalesce((c.committed_quantity * 10000)::bigint, 0)))
			from priced p
				cross join lateral (select * from price_book_entry one where one.product_id = p.id and one.price_book_id = any(array(select entry_book_id from books)) offset 0) e
				join books b on b.entry_book_id = e.price_book_id and (not ${question.liveOnly}::boolean or b.date_basis = 'delivery' or ${isLive('e')})
				left join period_counter c on b.basis = 'account_period' and c.account_id = ${question.accountId} and c.price_book_id = b.id and c.product_id = e.product_id
					and c.unit_code = e.unit_code and c.period_start = b.valid_from::date), '[]') as entries,
		coalesce((${quantityRules(sql, { accounts, buyerGroupIds: question.buyerGroupIds }, sql`q.product_id = any(array(select id from priced))`)}), '[]') as rules`
	return { ctes, columns }
}

/** The price candidates of known products for an account; one statement. */
export async function readPriceCandidates(sql: Sql, question: PriceQuestion & { productIds: readonly number[] }): Promise<PriceRows> {
	const { ctes, columns } = pricesOf(sql, question)
	const [row] = await sql<
		PriceRows[]
	>`with priced as materialized (select unnest(${sql.array([...question.productIds], 20)}::bigint[]) as id), ${ctes} select ${columns}`
	return row ?? { books: [], entries: [], rules: [] }
}

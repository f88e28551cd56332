import type { Sql } from '../client.server.ts'

export type PriceRow = {
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
	validFrom: Date | null
	validTo: Date | null
	entryId: number
	productId: number
	unitCode: string
	entryValidFrom: Date | null
	entryValidTo: Date | null
	/** Decimals separated by commas: cheaper to parse than an array of numerics. */
	tierFrom: string
	tierPrice: string
	locationId: number | null
	mixGroup: string | null
	committed: string | null
	fxTo: string | null
	fxRate: string | null
	fxRateOn: string | null
	fxEnding: string | null
}

export type PriceQuestion = {
	sellerEntityId: number
	accountId: number | null
	ancestorIds: readonly number[]
	buyerGroupIds: readonly number[]
	currency: string
	productIds: readonly number[]
	at: Date
	/** A list page needs only what holds now; a trace also says what has ended or not begun. */
	liveOnly: boolean
	/** Merchandisers see drafts in the private part of the trace. */
	withDrafts?: boolean
}

/**
 * Every price book entry addressed to an account for the given products: books of the account, its ancestors, its
 * groups, and those without an audience; one statement, one index look-up for each (product, book).
 */
export async function readPriceCandidates(sql: Sql, question: PriceQuestion): Promise<PriceRow[]> {
	const accounts = [...(question.accountId === null ? [] : [question.accountId]), ...question.ancestorIds]
	return sql<PriceRow[]>`
		with mine as materialized (
			select a.price_book_id, a.location_id,
				case when a.location_id is not null then 0 when a.account_id is not null then array_position(${sql.array(accounts, 20)}::bigint[], a.account_id) else 1 end as scope
			from price_book_audience a where a.account_id = any(${sql.array(accounts, 20)}::bigint[])
			union all
			select a.price_book_id, null, 1 from price_book_audience a where a.buyer_group_id = any(${sql.array([...question.buyerGroupIds], 20)}::bigint[])
			union all
			select b.id, null, 1 from price_book b where b.seller_entity_id = ${question.sellerEntityId} and b.rung in ('base','sale','fx')
				and not exists (select 1 from price_book_audience a where a.price_book_id = b.id)
		), books as materialized (
			select b.*, m.location_id, m.scope, coalesce(b.fx_source_book_id, b.id) as entry_book_id from mine m join price_book b on b.id = m.price_book_id
			where b.currency = ${question.currency} and (b.status = 'published' or ${question.withDrafts ?? false}::boolean)
				and (not ${question.liveOnly}::boolean or b.date_basis = 'delivery' or (b.valid_from <= ${question.at} and (b.valid_to is null or b.valid_to > ${question.at})))
		)
		select b.id as book_id, b.version as book_version, b.name as book_name, b.rung, b.policy, b.tier_mode, b.basis, b.priority, b.scope::int as scope,
			case when b.rung = 'fx' then s.currency else b.currency end as currency, b.is_promotable, b.date_basis, b.status, b.valid_from, b.valid_to,
			e.id as entry_id, e.product_id, e.unit_code, nullif(e.valid_from, '-infinity') as entry_valid_from, e.valid_to as entry_valid_to,
			array_to_string(e.tier_from, ',') as tier_from, array_to_string(e.tier_price, ',') as tier_price, b.location_id, e.mix_group,
			c.committed_quantity as committed, case when b.rung = 'fx' then b.currency end as fx_to, b.fx_rate, b.fx_rate_on, b.fx_ending
		from books b
			cross join unnest(${sql.array([...question.productIds], 20)}::bigint[]) as p(id)
			join price_book_entry e on e.product_id = p.id and e.price_book_id = b.entry_book_id
				and (not ${question.liveOnly}::boolean or b.date_basis = 'delivery' or (e.valid_from <= ${question.at} and (e.valid_to is null or e.valid_to > ${question.at})))
			left join price_book s on s.id = b.fx_source_book_id
			left join period_counter c on b.basis = 'account_period' and c.account_id = ${question.accountId} and c.price_book_id = b.id and c.product_id = e.product_id and c.period_start = b.valid_from::date
		order by e.product_id, b.id, e.id`
}

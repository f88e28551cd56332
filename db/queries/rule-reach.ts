import type { Sql } from '../client.server.ts'

/**
 * How many active accounts a price book can ever price for: those of its currency that its audience names, with all below
 * them, or all of them when it names nobody. A store counts with its account.
 */
export async function countBookReach(sql: Sql, key: { sellerEntityId: number; bookId: number }): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		with recursive named as (
			select x.account_id as id from price_book_audience x where x.price_book_id = ${key.bookId} and x.account_id is not null
			union select m.account_id from price_book_audience x join buyer_group_member m on m.buyer_group_id = x.buyer_group_id where x.price_book_id = ${key.bookId}
			union select a.id from account a join named n on a.parent_id = n.id
		)
		select count(*)::int as count from account a, price_book b
		where b.id = ${key.bookId} and b.seller_entity_id = ${key.sellerEntityId} and a.seller_entity_id = b.seller_entity_id and a.status = 'active' and a.currency = b.currency
			and (not exists (select from price_book_audience x where x.price_book_id = b.id) or a.id in (select id from named))`
	return row?.count ?? 0
}

/** How many active accounts a policy can ever speak for: those it names, members of its groups, and all below them that inherit. */
export async function countPolicyReach(sql: Sql, key: { sellerEntityId: number; policyId: number }): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		with recursive named as (
			select x.account_id as id from policy_account x where x.policy_id = ${key.policyId}
			union select m.account_id from policy_buyer_group x join buyer_group_member m on m.buyer_group_id = x.buyer_group_id where x.policy_id = ${key.policyId}
			union select a.id from account a join named n on a.parent_id = n.id where not a.stops_inheriting
		)
		select count(*)::int as count from account a where a.seller_entity_id = ${key.sellerEntityId} and a.status = 'active' and a.id in (select id from named)`
	return row?.count ?? 0
}

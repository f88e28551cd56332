import type { Sql, Tx } from '../client.server.ts'

export type PriceRequestRow = {
	/** Where the next page begins. */
	cursor: string
	accountId: number
	accountNumber: string
	accountName: string
	productId: number
	sku: string
	name: string
	currency: string
	seenCount: number
	lastSeenAt: Date
	/** When a person asked; null: it was only met. */
	askedAt: Date | null
	settledAt: Date | null
}

export type PriceRequestFilter = { sellerEntityId: number; search: string; isSettled: boolean; after: string | null; limit: number; locale: string }

/** Prices that no book gives, as accounts met or asked for them: those asked for first, then the newest; one row more than asked. */
export async function readPriceRequests(sql: Sql, { sellerEntityId, search, isSettled, after, limit, locale }: PriceRequestFilter): Promise<PriceRequestRow[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<PriceRequestRow[]>`
		select * from (
			select (case when r.asked_at is null then 0 else 1 end)::text || lpad((extract(epoch from r.last_seen_at) * 1000000)::bigint::text, 18, '0') || '.' || r.account_id || '.' || r.product_id as cursor,
				r.account_id, a.number as account_number, a.name as account_name, r.product_id, p.sku, coalesce(t.name, n.name, p.sku) as name, r.currency, r.seen_count, r.last_seen_at, r.asked_at, r.settled_at
			from price_request r join account a on a.id = r.account_id join product p on p.id = r.product_id
				left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text n on n.product_id = p.id and n.locale = 'en'
			where a.seller_entity_id = ${sellerEntityId} and (r.settled_at is not null) = ${isSettled}
				and (${search} = '' or p.sku ilike ${like} or a.name ilike ${like} or coalesce(t.name, n.name, '') ilike ${like})
		) wish where ${after}::text is null or cursor < ${after} collate "C" order by cursor collate "C" desc limit ${limit + 1}`
}

/** Settles a request, or with `at` null opens it again; false: no such request of this seller. */
export async function settlePriceRequest(
	tx: Tx,
	key: { sellerEntityId: number; accountId: number; productId: number },
	{ userId, at }: { userId: number; at: Date | null },
): Promise<boolean> {
	const rows = await tx`
		update price_request r set settled_at = ${at}, settled_by = ${at === null ? null : userId} from account a
		where a.id = r.account_id and a.seller_entity_id = ${key.sellerEntityId} and r.account_id = ${key.accountId} and r.product_id = ${key.productId} returning 1`
	return rows.length > 0
}

/** Whose work a missing price is: the seller's merchandisers. */
export async function readPriceManagers(sql: Sql, accountId: number): Promise<{ userId: number }[]> {
	return sql<{ userId: number }[]>`
		select u.id as user_id from crm_user u join account a on a.seller_entity_id = u.seller_entity_id where a.id = ${accountId} and u.is_active and 'merchandiser' = any(u.roles) order by u.id`
}

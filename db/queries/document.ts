import type { Sql } from '../client.server.ts'

export type DocumentRow = { id: number; kind: string; url: string }

/** A document, drawing or video of a product that these policies show. Null: none such, or not for them. */
export async function readDocument(sql: Sql, entitled: { sellerEntityId: number; policyIds: readonly number[] }, id: number): Promise<DocumentRow | null> {
	const policies = sql.array([...entitled.policyIds], 23)
	const [row] = await sql<DocumentRow[]>`
		select m.id, m.kind, m.url from product_media m join product p on p.id = m.product_id
		where m.id = ${id} and m.kind <> 'picture' and p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'active'
			and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]`
	return row ?? null
}

/**
 * Whether a picture or a document at `url` is of a product that these policies show, of one that the account bought, or of a
 * category that has something for it. Everything else answers like what does not exist.
 */
export async function seesFile(
	sql: Sql,
	{ sellerEntityId, policyIds, accountId }: { sellerEntityId: number; policyIds: readonly number[]; accountId: number | null },
	url: string,
): Promise<boolean> {
	const policies = sql.array([...policyIds], 23)
	const [row] = await sql<{ sees: boolean }[]>`
		with shown as (
			select p.id, p.status <> 'draft' and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[] as is_entitled from product p
			where p.seller_entity_id = ${sellerEntityId} and (p.picture = ${url} or p.id in (select m.product_id from product_media m where m.url = ${url}))
		)
		select exists (select from shown where is_entitled)
			or exists (select from shown join order_line l on l.product_id = shown.id join sales_order o on o.account_id = l.account_id and o.id = l.order_id
				where l.account_id = ${accountId} and o.stage <> 'cart')
			or exists (select from category c join category_listing l on l.category_id = c.id
				where c.seller_entity_id = ${sellerEntityId} and c.picture = ${url} and not c.is_hidden and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[]) as sees`
	return row?.sees ?? false
}

/** Whether a seller's catalog names a file at all: what members of the house ask. */
export async function namesFile(sql: Sql, sellerEntityId: number, url: string): Promise<boolean> {
	const [row] = await sql`
		select 1 where exists (select from product p where p.seller_entity_id = ${sellerEntityId} and (p.picture = ${url} or p.id in (select m.product_id from product_media m where m.url = ${url})))
			or exists (select from category c where c.seller_entity_id = ${sellerEntityId} and c.picture = ${url})`
	return row !== undefined
}

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

import type { Sql, Tx } from '../client.server.ts'

/** Who of a seller's prospects has one of these addresses, by address in small letters; they are not changed by others meanwhile. */
export async function readMailHolders(sql: Sql, sellerEntityId: number, mails: readonly string[]): Promise<Map<string, string>> {
	const rows = await sql<{ mail: string; id: string }[]>`
		select lower(email) as mail, id::text as id from ma_prospect where seller_entity_id = ${sellerEntityId} and lower(email) = any(${sql.array([...mails], 25)}::text[])
		order by id for no key update`
	return new Map(rows.map(({ mail, id }) => [mail, id]))
}

/** They leave their addresses, for a moment: an address is never two people's, not even within a statement. */
export async function leaveMails(tx: Tx, ids: readonly string[]): Promise<void> {
	await tx`update ma_prospect set email = null where id = any(${tx.array([...ids], 25)}::text[]::bigint[])`
}

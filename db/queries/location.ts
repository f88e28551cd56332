import type { Sql } from '../client.server.ts'

/** The ids of an account's ship-tos by their codes; codes it does not have are absent. */
export async function readLocationIds(sql: Sql, accountId: number, codes: readonly string[]): Promise<Map<string, number>> {
	const rows = await sql<{ code: string; id: number }[]>`
		select code, id from location where account_id = ${accountId} and is_active and code = any(${sql.array([...codes], 25)}::text[])`
	return new Map(rows.map(({ code, id }) => [code, id]))
}

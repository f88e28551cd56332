import type { Sql, Tx } from '../client.server.ts'

export type ApiCallKey = { accountId: number | null; apiKeyId: number; key: string }
export type KnownCall = { requestHash: string; status: number | null; answer: string | null }

/** How long a key is remembered. */
const kept = '24 hours'

/**
 * Claims the idempotency key of a machine's write; a second caller waits for the first and then reads its answer. One
 * that is older than a day counts as never seen.
 */
export async function claimCall(tx: Tx, call: ApiCallKey & { requestHash: string; at: Date }): Promise<KnownCall> {
	const [row] = await tx<KnownCall[]>`
		insert into api_call as c (account_id, api_key_id, key, request_hash, created_at) values (${call.accountId}, ${call.apiKeyId}, ${call.key}, ${call.requestHash}, ${call.at})
		on conflict (account_id, api_key_id, key) do update set
			request_hash = case when c.created_at <= excluded.created_at - ${kept}::interval then excluded.request_hash else c.request_hash end,
			status = case when c.created_at <= excluded.created_at - ${kept}::interval then null else c.status end,
			answer = case when c.created_at <= excluded.created_at - ${kept}::interval then null else c.answer end,
			created_at = case when c.created_at <= excluded.created_at - ${kept}::interval then excluded.created_at else c.created_at end
		returning request_hash, status, answer`
	if (!row) throw new Error('An idempotency key could not be claimed')
	return row
}

export async function answerCall(tx: Tx, call: ApiCallKey & { status: number; answer: string }): Promise<void> {
	await tx`
		update api_call set status = ${call.status}, answer = ${call.answer}
		where account_id is not distinct from ${call.accountId}::bigint and api_key_id = ${call.apiKeyId} and key = ${call.key}`
}

/** Forgets calls that nobody may repeat any more; answers how many. */
export async function deleteOldCalls(sql: Sql, at: Date): Promise<number> {
	const rows = await sql`delete from api_call where created_at <= ${at}::timestamptz - ${kept}::interval returning 1`
	return rows.length
}

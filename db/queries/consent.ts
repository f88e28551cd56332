import type { ConsentEvent } from '../../app/engine/sync/consent.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

/** Under what the words of an address are kept: they outlive the record (sync-core.md B9). `email` is an expression. */
export const mailHash = (sql: Sql, email: ReturnType<Sql>) => sql`encode(sha256(convert_to(lower(trim(${email})), 'UTF8')), 'hex')`

/** Whether what was said of an address comes to a no, as `foldConsent` has it, for mails that promote. `email` is an expression. */
export const isOutByWords = (sql: Sql, email: ReturnType<Sql>) => sql`
	coalesce((select max(k.at) filter (where k.kind in ('opt_out','complaint')) >= coalesce(max(k.at) filter (where k.kind = 'none' or k.kind = 'opt_in' and k.evidence <> '{}'), '-infinity')
		from ma_consent k where k.email_hash = ${mailHash(sql, email)} and k.channel = 'email' and k.topic in ('all','promotion')), false)`

/** What was said of each of these addresses, as they are written; one statement. */
export async function readConsentWords(sql: Sql, emails: readonly string[]): Promise<Map<string, ConsentEvent[]>> {
	if (emails.length === 0) return new Map()
	const rows = await sql<{ email: string; words: ConsentEvent[] }[]>`
		select m.email, json_agg(json_build_object('kind', k.kind, 'at', k.at, 'hasEvidence', k.evidence <> '{}')) as words
		from unnest(${sql.array([...new Set(emails)], 25)}::text[]) m(email) join ma_consent k on k.email_hash = ${mailHash(sql, sql`m.email`)} and k.channel = 'email' and k.topic in ('all','promotion')
		group by 1`
	return new Map(rows.map(({ email, words }) => [email, words]))
}

export type SaidByFlag = { email: string; prospectId: number | null; source: string; actor: string; evidence: Record<string, string>; at: string }

/**
 * Opt-outs that stood as a flag of one side only, each a word of its address from now on; once for an address. Whoever else has the address
 * is out with her, in whichever room she stands (B9). One statement.
 */
export async function insertFlagWords(tx: Tx, rows: readonly SaidByFlag[]): Promise<void> {
	if (rows.length === 0) return
	await tx`
		with said as (
			insert into ma_consent (prospect_id, email_hash, kind, source, actor, evidence, at)
			select distinct on (2) r.prospect_id, ${mailHash(tx, tx`r.email`)}, 'opt_out', r.source, r.actor, r.evidence, r.at
			from jsonb_to_recordset(${recordset(tx, rows)}) r(email text, prospect_id bigint, source text, actor text, evidence jsonb, at timestamptz) order by 2, r.at
			returning email_hash
		)
		update ma_prospect p set opted_out = true from jsonb_to_recordset(${recordset(tx, rows)}) r(email text) cross join seller_entity e
		where p.seller_entity_id = e.id and lower(p.email) = lower(trim(r.email)) and not p.opted_out`
}

/** An address that a mail server refuses for good: no opt-out (B9), but nothing more is sent to it until she says otherwise. Once for a mail. */
export async function insertBounce(sql: Sql, { email, key, said, at }: { email: string; key: string; said: string; at: Date }): Promise<void> {
	await sql`
		insert into ma_consent (prospect_id, email_hash, kind, source, actor, evidence, at)
		select (select p.id from ma_prospect p where lower(p.email) = lower(trim(r.email)) order by p.id limit 1), ${mailHash(sql, sql`r.email`)}, 'bounce', 'mail_server', 'mail', jsonb_build_object('mail', ${key}::text, 'said', ${said}::text), ${at}
		from (values (${email}::text)) r(email)
		where not exists (select from ma_consent k where k.email_hash = ${mailHash(sql, sql`r.email`)} and k.kind = 'bounce' and k.evidence ->> 'mail' = ${key})`
}

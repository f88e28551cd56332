import type { Sql } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type EarnedAsk = { records: readonly { object: string; id: string }[]; events: Readonly<Record<string, string>> }

/**
 * Which of these marketing records did, or of which company somebody did, what counts as an assignment (sync-core.md A23), as `object:id`: an event of
 * one of these kinds at its instant or later. One statement however many.
 */
export async function readEarned(sql: Sql, { records, events }: EarnedAsk): Promise<Set<string>> {
	const since = Object.entries(events).map(([kind, at]) => ({ kind, since: at }))
	const rows = await sql<{ key: string }[]>`
		with asked as (select object, id::bigint from jsonb_to_recordset(${recordset(sql, records)}) r(object text, id text)),
			people as (
				select object, id, id as prospect_id from asked where object = 'prospect'
				union all
				select a.object, a.id, p.id from asked a join contact c on c.account_id = a.id join ma_prospect p on p.contact_id = c.id where a.object in ('account', 'person_account')
			)
		select distinct p.object || ':' || p.id as key from people p join ma_activity y on y.prospect_id = p.prospect_id
			join jsonb_to_recordset(${recordset(sql, since)}) e(kind text, since timestamptz) on e.kind = y.kind and y.occurred_at >= e.since`
	return new Set(rows.map(({ key }) => key))
}

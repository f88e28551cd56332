import type { FieldDecision, Role, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type DecisionRow = FieldDecision & {
	linkId: number
	crmAt: [string, string] | null
	maAt: [string, string] | null
	agreed: SyncValue | undefined
	cause: string
	actor: string
}

/** The journal (T9): one row for each field whose values differed, or that was refused, held, cut or pinned. */
export async function insertDecisions(
	tx: Tx,
	{ connectionId, runId, at, rows }: { connectionId: number; runId: number; at: Date; rows: readonly DecisionRow[] },
): Promise<void> {
	if (rows.length === 0) return
	const flat = rows.map((row) => ({
		...{
			link_id: row.linkId,
			field_map_id: row.key,
			crm_field: row.crmField,
			ma_field: row.maField,
			crm_value: row.crm,
			ma_value: row.ma,
			crm_at: row.crmAt,
			ma_at: row.maAt,
		},
		...{
			agreed: row.agreed ?? null,
			changed: row.changed,
			later: row.later,
			rule: row.rule,
			winner: row.winner,
			wrote: row.wrote,
			value: row.value,
			note: row.note,
		},
		...{ cause: row.cause, actor: row.actor },
	}))
	await tx`
		insert into sync_decision (at, run_id, connection_id, link_id, field_map_id, crm_field, ma_field, crm_value, ma_value, crm_at, ma_at, agreed, changed, later, rule, winner, wrote, value, note, cause, actor)
		select ${at}, ${runId}, ${connectionId}, r.link_id, r.field_map_id, r.crm_field, r.ma_field, r.crm_value, r.ma_value, r.crm_at, r.ma_at, r.agreed, r.changed, r.later, r.rule, r.winner, r.wrote,
			r.value, r.note, r.cause, r.actor
		from jsonb_to_recordset(${tx.json(flat as never)}) r(link_id bigint, field_map_id bigint, crm_field text, ma_field text, crm_value jsonb, ma_value jsonb, crm_at jsonb, ma_at jsonb, agreed jsonb,
			changed text, later text, rule text, winner text, wrote text, value jsonb, note text, cause text, actor text)`
}

export type ErrorRow = {
	linkId: number | null
	side: Role
	object: string
	recordId: string
	fieldMapId: number | null
	field: string
	code: string
	errorClass: string
	message: string | null
	value: SyncValue
	facts: Readonly<Record<string, unknown>>
}

/** One open row for each record, field and code (B8): seen again, it counts. */
export async function upsertErrors(tx: Sql, connectionId: number, rows: readonly ErrorRow[], at: Date): Promise<void> {
	if (rows.length === 0) return
	const flat = rows.map((row) => ({
		...{
			link_id: row.linkId,
			side: row.side,
			object: row.object,
			record_id: row.recordId,
			field_map_id: row.fieldMapId,
			field: row.field,
			code: row.code,
			class: row.errorClass,
		},
		...{ message: row.message, value: row.value, facts: row.facts },
	}))
	await tx`
		insert into sync_error as e (connection_id, link_id, side, object, record_id, field_map_id, field, code, class, message, value, facts, first_at, last_at)
		select ${connectionId}, r.link_id, r.side, r.object, r.record_id, r.field_map_id, r.field, r.code, r.class, r.message, r.value, r.facts, ${at}, ${at}
		from jsonb_to_recordset(${tx.json(flat as never)}) r(link_id bigint, side text, object text, record_id text, field_map_id bigint, field text, code text, class text, message text, value jsonb, facts jsonb)
		on conflict (connection_id, side, object, record_id, field, code) where closed_at is null
		do update set seen = e.seen + 1, last_at = excluded.last_at, link_id = coalesce(excluded.link_id, e.link_id), value = excluded.value, message = excluded.message, facts = excluded.facts`
}

export type Looked = { side: Role; object: string; recordId: string }

/** What was looked at and not refused again is mended: the cause has gone. `before`: only what was last seen before that; `stays`: codes that no look mends. Answers which codes were closed. */
export async function closeMended(
	tx: Sql,
	connectionId: number,
	{
		looked,
		seen,
		at,
		before = null,
		stays = [],
	}: { looked: readonly Looked[]; seen: readonly (Looked & { field: string; code: string })[]; at: Date; before?: Date | null; stays?: readonly string[] },
): Promise<{ code: string; errorClass: string }[]> {
	if (looked.length === 0) return []
	return await tx<{ code: string; errorClass: string }[]>`
		with closed as (update sync_error e set closed_at = ${at}, closed_for = 'mended'
		from jsonb_to_recordset(${recordset(tx, looked)}) r(side text, object text, record_id text)
		where e.connection_id = ${connectionId} and e.closed_at is null and (${before}::timestamptz is null or e.last_at < ${before}) and e.side = r.side and e.object = r.object and e.record_id = r.record_id and e.code <> all(${tx.array([...stays], 25)}::text[])
			and not exists (select from jsonb_to_recordset(${recordset(
				tx,
				seen.map(({ side, object, recordId, field, code }) => ({ side, object, recordId, field, code })),
			)}) s(side text, object text, record_id text, field text, code text)
				where s.side = e.side and s.object = e.object and s.record_id = e.record_id and s.field = e.field and s.code = e.code)
			returning e.code, e.class)
		select distinct code, class as error_class from closed`
}

export type RunCount = { jobs: number; equalFields: number; writesCrm: number; writesMa: number; refusals: number }

/** The run of a batch: its number is taken first, so that its decisions can name it. */
export async function takeRunId(tx: Tx): Promise<number> {
	const [row] = await tx<{ id: number }[]>`select nextval(pg_get_serial_sequence('sync_run', 'id')) as id`
	return row?.id ?? 0
}

export async function insertRun(tx: Tx, run: RunCount & { id: number; connectionId: number; kind: string; startedAt: Date; endedAt: Date }): Promise<void> {
	await tx`
		insert into sync_run (id, connection_id, kind, started_at, ended_at, jobs, equal_fields, writes_crm, writes_ma, refusals)
		values (${run.id}, ${run.connectionId}, ${run.kind}, ${run.startedAt}, ${run.endedAt}, ${run.jobs}, ${run.equalFields}, ${run.writesCrm}, ${run.writesMa}, ${run.refusals})`
}

/** The journal answers for 400 days (A4). */
const kept = '400 days'

/** Parts of the journal for this month and the next ones, made where they are missing; a month that answers for nothing any more goes as a whole. */
export async function turnMonths(sql: Sql, at: Date, ahead: number): Promise<{ made: number; dropped: number }> {
	const [row] = await sql<
		{ made: number; dropped: number }[]
	>`select made, dropped from sync_decision_months(${at}::timestamptz, ${ahead}::int, ${kept}::interval)`
	return row ?? { made: 0, dropped: 0 }
}

/** A list is news for a quarter of a year; its run stays with its figures. Answers how many lines were forgotten. */
export async function forgetLines(sql: Sql, at: Date): Promise<number> {
	const gone = await sql`
		delete from sync_run_line l using sync_run r where r.id = l.run_id and r.started_at < ${at}::timestamptz - interval '90 days' and r.stage not in ('listing', 'applying')`
	return gone.count
}

/** What is older in the month that is half gone, and where lines stand that have no month. Answers how many lines were forgotten. */
export async function forgetDecisions(sql: Sql, at: Date): Promise<number> {
	const gone = await sql`delete from sync_decision where at < ${at}::timestamptz - ${kept}::interval`
	return gone.count
}

import type { Sql, Tx } from '../client.server.ts'
import { type MergeObject, type MergePart, mergeParts, mergeTables } from './merge-parts.ts'
import { recordset } from './recordset.ts'

export type MergePair = { winnerId: number; loserId: number }
/** A row of the person's own table, as the database names its columns. */
export type PersonRow = Record<string, unknown> & { id: number }
export type LockedPair = MergePair & { sellerEntityId: number; timeZone: string; winner: PersonRow; loser: PersonRow }

const sellerOf = (sql: Sql, object: MergeObject, row: 'w' | 'l') =>
	object === 'contact' ? sql`(select a.seller_entity_id from account a where a.id = ${sql(row)}.account_id)` : sql`${sql(row)}.seller_entity_id`

/** Both of each pair, locked in the order of their ids; a pair that lacks one, or stands at two sellers, is left out. */
export async function lockPairs(tx: Tx, object: MergeObject, pairs: readonly MergePair[]): Promise<LockedPair[]> {
	const table = tx(mergeTables[object].table)
	const ids = pairs.flatMap(({ winnerId, loserId }) => [winnerId, loserId])
	await tx`select id from ${table} where id = any(${tx.array(ids, 20)}::bigint[]) order by id for update`
	const rows = await tx<{ pair: LockedPair }[]>`
		select jsonb_build_object('winnerId', w.id, 'loserId', l.id, 'sellerEntityId', e.id, 'timeZone', e.time_zone, 'winner', to_jsonb(w), 'loser', to_jsonb(l)) as pair
		from jsonb_to_recordset(${recordset(tx, pairs)}) r(winner_id bigint, loser_id bigint)
		join ${table} w on w.id = r.winner_id join ${table} l on l.id = r.loser_id join seller_entity e on e.id = ${sellerOf(tx, object, 'w')}
		where ${sellerOf(tx, object, 'l')} = e.id`
	return rows.map(({ pair }) => pair)
}

export type NewMerge = {
	sellerEntityId: number
	winnerId: number
	loserId: number
	winnerName: string
	loserName: string
	loserMail: string | null
	cause: 'person' | 'sync'
	causedById: number | null
	byUserId: number | null
	before: PersonRow
	wrote: Record<string, unknown>
	lost: PersonRow
}

export async function insertMerges(tx: Tx, object: MergeObject, merges: readonly NewMerge[], at: Date): Promise<{ id: number; loserId: number }[]> {
	return await tx<{ id: number; loserId: number }[]>`
		insert into record_merge (seller_entity_id, object, winner_id, loser_id, winner_name, loser_name, loser_mail, cause, caused_by_id, by_user_id, before, wrote, lost, at)
		select r.seller_entity_id, ${object}, r.winner_id, r.loser_id, r.winner_name, r.loser_name, r.loser_mail, r.cause, r.caused_by_id, r.by_user_id, r.before, r.wrote, r.lost, ${at}
		from jsonb_to_recordset(${recordset(tx, merges)}) r(seller_entity_id bigint, winner_id bigint, loser_id bigint, winner_name text, loser_name text, loser_mail text, cause text,
			caused_by_id bigint, by_user_id bigint, before jsonb, wrote jsonb, lost jsonb) returning id, loser_id`
}

export type StandingPair = MergePair & { mergeId: number }

const named = (part: MergePart) => `(${part.columns.map((column) => `t."${column}" = r.loser_id`).join(' or ')})`

/** Moves one kind of row; answers for each its key, which columns named the loser, and what gave way. */
function moving(part: MergePart, place: number): string[] {
	const { table, columns, key, clash, onClash, yields } = part
	const sets = columns.map((column) => `"${column}" = case when t."${column}" = r.loser_id then r.winner_id else t."${column}" end`)
	const keys = `jsonb_build_object(${key.map((one) => `'${one}', t."${one}"`).join(', ')})`
	const which = `to_jsonb(array_remove(array[${columns.map((column) => `case when old."${column}" = r.loser_id then '${column}' end`).join(', ')}], null))`
	const was = yields ? `jsonb_build_object('${yields.column}', old."${yields.column}")` : "'{}'::jsonb"
	const all = [...sets, ...(yields ? [`"${yields.column}" = ${yields.to}`] : [])].join(', ')
	const moved = `m${place} as (update "${table}" t set ${all} from pairs r where ${named(part)}${clash ? ` and not (${clash})` : ''}
		returning r.merge_id, '${table}:moved' as part, jsonb_build_object('k', ${keys}, 'c', ${which}, 'was', ${was}) as row)`
	if (!clash || onClash !== 'drops') return [moved]
	return [
		moved,
		`d${place} as (delete from "${table}" t using pairs r where ${named(part)} and ${clash} returning r.merge_id, '${table}:dropped' as part, to_jsonb(t) as row)`,
	]
}

/** Everything that hangs on the losers goes to the winners, in one statement; what it was is kept with the merge. No winner and no loser twice in a call. */
export async function moveParts(tx: Tx, object: MergeObject, pairs: readonly StandingPair[]): Promise<void> {
	const steps = mergeParts[object].flatMap(moving)
	const names = steps.map((step) => step.slice(0, step.indexOf(' ')))
	await tx`
		with pairs as materialized (
			select * from jsonb_to_recordset(${recordset(tx, pairs)}) r(merge_id bigint, winner_id bigint, loser_id bigint)
		), ${tx.unsafe(steps.join(',\n'))}, parts as (
			select merge_id, part, jsonb_agg(row) as rows from (${tx.unsafe(names.map((name) => `select merge_id, part, row from ${name}`).join(' union all '))}) x group by merge_id, part
		)
		update record_merge m set parts = p.parts from (select merge_id, jsonb_object_agg(part, rows) as parts from parts group by merge_id) p where m.id = p.merge_id`
}

const cell = (table: string, columns: readonly string[]) =>
	columns
		.map(
			(column) => `"${column}" = case when r.values ? '${column}' then (jsonb_populate_record(null::"${table}", r.values))."${column}" else t."${column}" end`,
		)
		.join(', ')

/** Writes columns of the person's own row; only those that each row names. */
export async function writePeople(tx: Tx, object: MergeObject, rows: readonly { id: number; values: Record<string, unknown> }[]): Promise<void> {
	const columns = [...new Set(rows.flatMap(({ values }) => Object.keys(values)))]
	if (columns.length === 0) return
	const { table } = mergeTables[object]
	await tx`
		update ${tx(table)} t set ${tx.unsafe(cell(table, columns))} from jsonb_to_recordset(${tx.json(rows as never)}) r(id bigint, values jsonb) where t.id = r.id`
}

/** Says to the sync that these were merged, or are two again: which of a table's own columns it looks at makes no difference. */
export async function markMerged(tx: Tx, object: MergeObject, ids: readonly number[], userId: number | null, at: Date): Promise<void> {
	const system = object === 'prospect' ? 'embedded_ma' : 'embedded_crm'
	await tx`
		insert into sync_change (system, object, record_id, kind, fields, cause, actor, at)
		select ${system}, ${object}, x::text, 'update', array['merged_into_id'], 'merge', coalesce('user:' || ${userId}::bigint, 'sync'), ${at} from unnest(${tx.array([...ids], 20)}::bigint[]) x`
}

export type LedgerLine = { prospectId: number; sourceKey: string; kind: string; day: string; score: number }

/** The united ledgers of the winners, by day of their seller, and by winner the maxima of a day. */
export async function readLedgers(sql: Sql, prospectIds: readonly number[]): Promise<{ lines: LedgerLine[]; maxima: Record<number, Record<string, number>> }> {
	const [row] = await sql<{ lines: LedgerLine[]; maxima: Record<number, Record<string, number>> }[]>`
		select coalesce((select jsonb_agg(jsonb_build_object('prospectId', a.prospect_id, 'sourceKey', a.source_key, 'kind', a.kind, 'day', (a.occurred_at at time zone s.time_zone)::date, 'score', a.score))
				from ma_activity a join ma_prospect p on p.id = a.prospect_id join seller_entity s on s.id = p.seller_entity_id where a.prospect_id = any(${sql.array([...prospectIds], 20)}::bigint[]) and a.score <> 0), '[]') as lines,
			coalesce((select jsonb_object_agg(x.id, x.maxima) from (
				select p.id, jsonb_object_agg(r.activity, r.daily_maximum) as maxima from ma_prospect p join ma_score_of_seller r on r.seller_entity_id = p.seller_entity_id
				where p.id = any(${sql.array([...prospectIds], 20)}::bigint[]) and r.daily_maximum is not null group by p.id) x), '{}') as maxima`
	return row ?? { lines: [], maxima: {} }
}

/** A line of the ledger for each merge that counted something twice. */
export async function insertCorrections(tx: Tx, rows: readonly { mergeId: number; prospectId: number; score: number }[], at: Date): Promise<void> {
	if (rows.length === 0) return
	await tx`
		insert into ma_activity (prospect_id, source_key, kind, score, occurred_at)
		select r.prospect_id, 'merge:' || r.merge_id, 'score.corrected', r.score, ${at} from jsonb_to_recordset(${recordset(tx, rows)}) r(merge_id bigint, prospect_id bigint, score int)`
}

/** By `object:loser`, the merges of these losers that stand. */
export async function readStandingMerges(sql: Sql, losers: readonly { object: string; loserId: number }[]): Promise<Map<string, number>> {
	const rows = await sql<{ id: number; object: string; loserId: number }[]>`
		select m.id, m.object, m.loser_id from jsonb_to_recordset(${recordset(sql, losers)}) r(object text, loser_id bigint) join record_merge m on m.object = r.object and m.loser_id = r.loser_id and m.undone_at is null`
	return new Map(rows.map(({ id, object, loserId }) => [`${object}:${loserId}`, id]))
}

/** Those of these prospects that are there and nobody else, locked. */
export async function lockStanding(tx: Tx, prospectIds: readonly number[]): Promise<Set<number>> {
	const rows = await tx<{ id: number }[]>`
		select id from ma_prospect where id = any(${tx.array([...prospectIds], 20)}::bigint[]) and merged_into_id is null order by id for update`
	return new Set(rows.map(({ id }) => id))
}

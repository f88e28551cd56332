import type { Sql, Tx } from '../client.server.ts'
import { leaseEnd, type RunRow } from './import-run.ts'

export type RunMode = 'import' | 'trial' | 'export'
export type RunState = 'queued' | 'running' | 'finished' | 'failed' | 'stopped'

/** How a file is read: by which mark its cells are parted, and by what map where it is no export. */
export type RunOptions = { delimiter?: string; map?: unknown }

/** A run as the room shows it. `userName` null: by the command. */
export type ShownRun = {
	id: number
	what: string
	fileName: string
	fileHash: string
	mode: RunMode
	state: RunState
	isExact: boolean
	isOnlyAdministrators: boolean
	readCount: number
	createdCount: number
	updatedCount: number
	unchangedCount: number
	skippedCount: number
	rejectedCount: number
	rowCount: number | null
	trialId: number | null
	startedAt: Date
	begunAt: Date | null
	begunCount: number
	finishedAt: Date | null
	userName: string | null
}

export type NewRun = Pick<ShownRun, 'what' | 'fileName' | 'fileHash' | 'mode' | 'isExact' | 'isOnlyAdministrators' | 'trialId' | 'rowCount'> & {
	sellerEntityId: number
	userId: number
	options: RunOptions
	mapHash: string
	state: RunState
	at: Date
}

const shown = (sql: Sql) => sql`
	r.id, r.what, r.file_name, r.file_hash, r.mode, r.state, r.is_exact, r.is_only_administrators, r.read_count, r.created_count, r.updated_count, r.unchanged_count,
	r.skipped_count, r.rejected_count, r.row_count, r.trial_id, r.started_at, r.begun_at, r.begun_count, r.finished_at,
	(select concat_ws(' ', u.first_name, u.last_name) from crm_user u where u.id = r.user_id) as user_name`

export async function insertRoomRun(tx: Tx, run: NewRun): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into import_run (seller_entity_id, user_id, what, file_name, file_hash, map_hash, mode, state, is_exact, is_only_administrators, options, trial_id, row_count, read_count, started_at, finished_at)
		values (${run.sellerEntityId}, ${run.userId}, ${run.what}, ${run.fileName}, ${run.fileHash}, ${run.mapHash}, ${run.mode}, ${run.state}, ${run.isExact}, ${run.isOnlyAdministrators},
			${tx.json(run.options as never)}, ${run.trialId}, ${run.rowCount}, ${run.mode === 'export' ? (run.rowCount ?? 0) : 0}, ${run.at}, ${run.state === 'finished' ? run.at : null}) returning id`
	return row?.id ?? 0
}

/** Whose runs somebody sees: those of the seller and of one room, without the administrators' own for everybody else. */
export type RunSight = { sellerEntityId: number; isAdministrator: boolean; marketingKinds: readonly string[]; isMarketing: boolean }

export type RunFilter = { search: string; mode: RunMode | null; state: RunState | null; after: number | null; limit: number }

const inSight = (sql: Sql, { sellerEntityId, isAdministrator, marketingKinds, isMarketing }: RunSight) =>
	sql`(r.seller_entity_id = ${sellerEntityId} and (${isAdministrator} or not r.is_only_administrators) and (r.what = any(${sql.array([...marketingKinds], 25)}::text[])) = ${isMarketing})`

/** The runs of the seller, the newest first; one more than a page tells that there is a next one. */
export async function readRuns(sql: Sql, sight: RunSight, { search, mode, state, after, limit }: RunFilter): Promise<ShownRun[]> {
	return sql<ShownRun[]>`
		select * from (select ${shown(sql)} from import_run r where ${inSight(sql, sight)} and (${after}::bigint is null or r.id < ${after})
			and (${mode}::text is null or r.mode = ${mode}) and (${state}::text is null or r.state = ${state})) r
		where ${search} = '' or strpos(lower(concat_ws(' ', file_name, what, user_name)), lower(${search})) > 0
		order by id desc limit ${limit + 1}`
}

export type OneRun = ShownRun & { sample: unknown; refusals: unknown; options: RunOptions; mapHash: string; nextId: number | null }

/** One run, with the import that followed a trial. Null: none in sight. */
export async function readRun(sql: Sql, sight: RunSight, runId: number): Promise<OneRun | null> {
	const [row] = await sql<OneRun[]>`
		select ${shown(sql)}, r.sample, r.refusals, r.options, r.map_hash, (select max(n.id) from import_run n where n.trial_id = r.id) as next_id
		from import_run r where r.id = ${runId} and ${inSight(sql, sight)}`
	return row ?? null
}

/** Earlier imports of the same bytes, the newest first. */
export async function readSameFile(sql: Sql, sight: RunSight, { fileHash, before }: { fileHash: string; before: number }): Promise<ShownRun[]> {
	return sql<ShownRun[]>`
		select ${shown(sql)} from import_run r where r.file_hash = ${fileHash} and r.id < ${before} and r.mode = 'import' and r.state in ('finished','running','queued') and ${inSight(sql, sight)}
		order by r.id desc limit 3`
}

/** What others brought in of the same kind since a trial was made: its figures may not hold any more. */
export async function readSince(sql: Sql, sight: RunSight, { what, since }: { what: string; since: number }): Promise<ShownRun[]> {
	return sql<ShownRun[]>`
		select ${shown(sql)} from import_run r where r.id > ${since} and r.what = ${what} and r.mode = 'import' and r.trial_id is distinct from ${since} and ${inSight(sql, sight)}
		order by r.id desc limit 3`
}

export async function lockRun(tx: Tx, sight: RunSight, runId: number): Promise<OneRun | null> {
	await tx`select 1 from import_run where id = ${runId} for update`
	return readRun(tx, sight, runId)
}

/** Stops what waits or runs; the chunk at hand is not saved. False: there is nothing to stop. */
export async function stopRun(tx: Tx, runId: number): Promise<boolean> {
	const rows =
		await tx`update import_run set state = 'stopped', claimed_until = null where id = ${runId} and state in ('queued','running') and mode <> 'export' and user_id is not null returning 1`
	return rows.length === 1
}

/** Goes on behind the rows that are done. False: it was not stopped. */
export async function resumeRun(tx: Tx, runId: number): Promise<boolean> {
	const rows =
		await tx`update import_run set state = 'queued', begun_at = null where id = ${runId} and state = 'stopped' and mode <> 'export' and user_id is not null returning 1`
	return rows.length === 1
}

export type ClaimedRun = RunRow &
	Pick<ShownRun, 'what' | 'fileHash' | 'fileName' | 'isExact' | 'mode' | 'rowCount'> & {
		sellerEntityId: number
		sellerCode: string
		options: RunOptions
		sample: unknown
	}

/** The oldest run that waits, or whose worker was not heard of for so long that it must be gone; it is ours until `leaseEnd`. */
export async function claimRun(sql: Sql, at: Date): Promise<ClaimedRun | null> {
	const [row] = await sql<ClaimedRun[]>`
		update import_run r set state = 'running', claimed_until = ${leaseEnd(sql)}, begun_count = case when r.begun_at is null then r.read_count else r.begun_count end, begun_at = coalesce(r.begun_at, ${at})
		from seller_entity e where e.id = r.seller_entity_id and r.id = (
			select id from import_run where user_id is not null and (state = 'queued' or state = 'running' and (claimed_until is null or claimed_until < now()))
			order by id limit 1 for update skip locked
		) returning r.id, r.read_count, r.created_count, r.updated_count, r.unchanged_count, r.skipped_count, r.rejected_count, r.totals, r.what, r.file_hash, r.file_name, r.is_exact,
			r.mode, r.row_count, r.seller_entity_id, e.code as seller_code, r.options, r.sample`
	return row ?? null
}

export async function noteRowCount(sql: Sql, runId: number, rowCount: number): Promise<void> {
	await sql`update import_run set row_count = ${rowCount} where id = ${runId}`
}

/** Lets go of a run that is not done: whoever looks next goes on. */
export async function releaseRun(sql: Sql, runId: number): Promise<void> {
	await sql`update import_run set claimed_until = null where id = ${runId} and state = 'running'`
}

/** The run is over; one that somebody stopped meanwhile stays stopped. */
export async function settleRun(
	tx: Sql,
	{ runId, state, refusals, at }: { runId: number; state: 'finished' | 'failed'; refusals: unknown; at: Date },
): Promise<void> {
	await tx`
		update import_run set state = ${state}, claimed_until = null, finished_at = ${at}, refusals = ${tx.json(refusals as never)} where id = ${runId} and state = 'running'`
}

export type WaitingRow = { rowNumber: number; source: { row: [string, string][] } }

/** Rows that speak of rows further down, taken out to be tried again. */
export async function takeWaiting(tx: Tx, runId: number, limit: number): Promise<WaitingRow[]> {
	return tx<WaitingRow[]>`
		with next_rows as (select row_number from import_reject where run_id = ${runId} and outcome = 'waiting' order by row_number limit ${limit}),
			taken as (delete from import_reject r using next_rows where r.run_id = ${runId} and r.row_number = next_rows.row_number returning r.row_number, r.source)
		select row_number, source from taken order by row_number`
}

export type RejectReason = { reason: string; count: number; firstRow: number }

/** Why rows were refused or left out, and how many each time. */
export async function countRejects(sql: Sql, runId: number): Promise<RejectReason[]> {
	return sql<RejectReason[]>`
		select reason, count(*)::int as count, min(row_number) as first_row from import_reject where run_id = ${runId} and outcome in ('rejected','skipped') group by reason order by count desc, reason limit 50`
}

/** How many rows left, once they all did. */
export async function noteTakenOut(sql: Sql, runId: number, rows: number): Promise<void> {
	await sql`update import_run set read_count = ${rows}, row_count = ${rows} where id = ${runId} and mode = 'export'`
}

import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type RunRow = {
	id: number
	readCount: number
	createdCount: number
	updatedCount: number
	unchangedCount: number
	skippedCount: number
	rejectedCount: number
	totals: Record<string, { rows: number; exactNet: string }>
	/** What is shown of a trial; untouched while undefined. */
	sample?: unknown
}

export type RejectRow = { rowNumber: number; outcome: string; reason: string; source: unknown }

/** The command's unfinished run of the same file with the same map, running again; or null. */
export async function findUnfinishedRun(tx: Tx, run: { what: string; fileHash: string; mapHash: string }): Promise<RunRow | null> {
	const [found] = await tx<RunRow[]>`
		update import_run set state = 'running' where id = (
			select id from import_run where what = ${run.what} and file_hash = ${run.fileHash} and map_hash = ${run.mapHash} and state <> 'finished' and user_id is null
			order by id desc limit 1 for update
		) returning id, read_count, created_count, updated_count, unchanged_count, skipped_count, rejected_count, totals`
	return found ?? null
}

export async function insertRun(tx: Tx, run: { what: string; fileName: string; fileHash: string; mapHash: string; at: Date }): Promise<number> {
	const [row] = await tx`
		insert into import_run (what, file_name, file_hash, map_hash, started_at)
		values (${run.what}, ${run.fileName}, ${run.fileHash}, ${run.mapHash}, ${run.at}) returning id`
	return Number(row?.['id'])
}

/**
 * How long a worker that says nothing more is waited for. A chunk of an import takes a fraction of a second and says so; a
 * chunk of a trial is up to forty times as long.
 */
export const leaseEnd = (sql: Sql) => sql`clock_timestamp() + case mode when 'trial' then interval '15 seconds' else interval '5 seconds' end`

/** Moves the run on with its chunk, in the chunk's transaction. False: somebody stopped it, or another program moved it meanwhile. */
export async function advanceRun(tx: Tx, run: RunRow, readBefore: number): Promise<boolean> {
	const moved = await tx`
		update import_run set claimed_until = case when claimed_until is not null then ${leaseEnd(tx)} end,
			sample = case when ${run.sample !== undefined} then ${tx.json((run.sample ?? []) as never)} else sample end, read_count = ${run.readCount}, created_count = ${run.createdCount}, updated_count = ${run.updatedCount},
			unchanged_count = ${run.unchangedCount}, skipped_count = ${run.skippedCount}, rejected_count = ${run.rejectedCount}, totals = ${tx.json(run.totals)}
		where id = ${run.id} and read_count = ${readBefore} and state = 'running' returning id`
	return moved.length === 1
}

export async function endRun(tx: Sql, id: number, state: 'finished' | 'stopped' | 'failed', at: Date): Promise<void> {
	await tx`update import_run set state = ${state}, finished_at = ${state === 'finished' ? at : null} where id = ${id}`
}

export async function insertRejects(tx: Tx, runId: number, rows: readonly RejectRow[]): Promise<void> {
	await tx`
		insert into import_reject (run_id, row_number, outcome, reason, source)
		select ${runId}, r.row_number, r.outcome, r.reason, r.source
		from jsonb_to_recordset(${recordset(tx, rows)}) as r(row_number integer, outcome text, reason text, source jsonb)
		on conflict (run_id, row_number) do nothing`
}

/** The rejected rows of a run behind `after`, in file order, a page at a time. */
export async function readRejects(sql: Sql, runId: number, after: number): Promise<RejectRow[]> {
	return sql<RejectRow[]>`
		select row_number, outcome, reason, source from import_reject
		where run_id = ${runId} and outcome = 'rejected' and row_number > ${after} order by row_number limit 1000`
}

export type SellerInput = { code: string; name: string; currency: string; country: string; timeZone: string; locale: string }
export type SellerRow = { id: number; code: string; currency: string; timeZone: string; locale: string; country: string }

/** The seller of the file: found by its code, made when the map says what it is, the only one when the map names none. */
export async function findSeller(sql: Sql, code: string | null): Promise<SellerRow | null> {
	const rows = await sql<SellerRow[]>`
		select id, code, currency, time_zone, locale, country from seller_entity where ${code}::text is null or code = ${code} order by id limit 2`
	return code === null && rows.length !== 1 ? null : (rows[0] ?? null)
}

export async function insertSeller(tx: Tx, seller: SellerInput): Promise<void> {
	await tx`
		insert into seller_entity (code, name, currency, country, time_zone, locale)
		values (${seller.code}, ${seller.name}, ${seller.currency}, ${seller.country}, ${seller.timeZone}, ${seller.locale}) on conflict (code) do nothing`
}

export async function ensureUnits(tx: Tx, codes: readonly string[]): Promise<void> {
	await tx`insert into unit_of_measure (code, digits) select code, 0 from unnest(${tx.array([...codes], 25)}::text[]) as code on conflict do nothing`
}

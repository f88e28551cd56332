import { type ClaimedRun, claimRun, noteRowCount, releaseRun, settleRun } from '../../../db/queries/import-room.ts'
import type { FileStore } from '../../connectors/files/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { RunTaken } from '../import/save-chunks.ts'
import { saveStatistics } from '../import/save-statistics.ts'
import { readStoredLines } from './read-stored-lines.ts'
import { saveExactSlice } from './save-exact-slice.ts'
import { saveMappedSlice } from './save-mapped-slice.ts'
import type { Work } from './types.ts'

/**
 * Works the oldest import or trial of the room a slice further: some chunks, each one transaction with the run's counters,
 * so a kill loses nothing that was counted and repeats nothing. The worker calls it while it answers above 0. A file that
 * cannot be read, and what a guard refuses at the end of a chunk, ends the run with its reason; other faults are tried again.
 */
export async function advanceImports(work: Work): Promise<number> {
	const { db, files, at } = work
	const run = await claimRun(db, at)
	if (!run) return 0
	try {
		if (run.rowCount === null) await noteRowCount(db, run.id, await countRows(files, run))
		const slice = run.isExact ? await saveExactSlice(work, run) : await saveMappedSlice(work, run)
		if (slice.is === 'more') await releaseRun(db, run.id)
		if (slice.is === 'refused') await settleRun(db, { runId: run.id, state: 'failed', refusals: slice.refusals, at })
	} catch (error) {
		if (error instanceof RunTaken) return 1
		const reason = reasonOf(error)
		if (!reason) throw error
		await settleRun(db, { runId: run.id, state: 'failed', refusals: [reason], at })
	}
	if (run.mode === 'import') await saveStatistics(db)
	return 1
}

/** Rows behind the head: what the way left is counted by. An exact file that cannot be parsed is found before a row is written. */
async function countRows(files: FileStore, { fileHash, options, isExact }: ClaimedRun): Promise<number> {
	let rows = -1
	try {
		for await (const _ of readStoredLines(files, fileHash, options.delimiter ?? ',')) rows += 1
	} catch (error) {
		// Read by a map, a quote in the wrong place costs a row; there the count is only an estimate.
		if (isExact || !isParsing(error)) throw error
	}
	return Math.max(rows, 0)
}

const isParsing = (error: unknown) => String((error as { code?: string }).code ?? '').startsWith('CSV_')

function reasonOf(error: unknown): Refusal | null {
	const { code = '', constraint_name: constraint, lines } = error as { code?: string; constraint_name?: string; lines?: number }
	if (isParsing(error)) return refusal('EXCHANGE_FILE_UNREADABLE', { row: Number(lines ?? 0) })
	if (code === 'ENOENT') return refusal('EXCHANGE_FILE_GONE')
	if (/^Z_/.test(code)) return refusal('EXCHANGE_FILE_UNREADABLE', { row: 1 })
	return /^2[23]/.test(code) ? refusal('EXCHANGE_GUARDED', { guard: constraint ?? code }) : null
}

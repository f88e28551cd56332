import { type Db, withTransaction } from '../../../db/client.server.ts'
import { endRun, findUnfinishedRun, insertRun, type RunRow } from '../../../db/queries/import-run.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { loadSeller } from './load-seller.ts'
import type { ImportMap } from './read-map.ts'
import { type RowSource, readSource } from './read-source.ts'
import { readTree } from './read-tree.ts'
import { changesCatalog, countsOf, readTotals, saveChunks, settleCatalog } from './save-chunks.ts'
import { saveStatistics } from './save-statistics.ts'
import type { Importable, ImportContext, ImportCounts, ImportProgress } from './types.ts'

export type ImportRequest = {
	what: Importable | 'sobjects'
	fileName: string
	fileHash: string
	mapHash: string
	map: ImportMap
	source: RowSource
	at: Date
	/** Rows per transaction: what a kill can lose at most, and repeats. */
	chunkRows?: number
	onProgress?: (progress: ImportProgress) => void
	/** Stops after the chunk at hand; the same command goes on from there. */
	signal?: AbortSignal
}

export type ImportResult = {
	ok: true
	runId: number
	state: 'finished' | 'stopped'
	resumedAt: number
	counts: ImportCounts
	totals: Record<string, { rows: number; exactNet: string }>
}

/**
 * Brings a file in, chunk by chunk: each chunk and the run's counters are one transaction, so a kill loses nothing that was
 * counted and repeats nothing that was not. The same file with the same map goes on where its unfinished run stood.
 * Refuses before it writes anything when the map does not fit the file.
 */
export async function importFile(db: Db, request: ImportRequest): Promise<ImportResult | { ok: false; refusals: Refusal[] }> {
	const { what, source, map } = request
	const opened = what === 'sobjects' ? await readTree(source, map) : await readSource(what, source, map)
	if (!opened.ok) return refused(...opened.refusals)
	const seller = await loadSeller(db, request.map)
	if (!seller.ok) return refused(...seller.refusals)
	const run = await withTransaction(db, async (tx): Promise<RunRow> => {
		const found = await findUnfinishedRun(tx, request)
		if (found) return found
		const id = await insertRun(tx, request)
		return { id, readCount: 0, createdCount: 0, updatedCount: 0, unchangedCount: 0, skippedCount: 0, rejectedCount: 0, totals: {} }
	})
	const context: ImportContext = {
		map: request.map,
		seller: seller.seller,
		at: request.at,
		lineCounts: new Map(),
		firstRows: new Map(),
		totals: readTotals(run.totals),
		accountIds: new Map(),
		productIds: new Map(),
	}
	const resumedAt = run.readCount
	const state = await saveChunks(db, request, context, run, opened.rows)
	await withTransaction(db, async (tx) => {
		if (state === 'finished' && run.createdCount + run.updatedCount > 0 && changesCatalog(what, map)) await settleCatalog(tx, seller.seller.id)
		await endRun(tx, run.id, state, request.at)
	})
	await saveStatistics(db)
	return { ok: true, runId: run.id, state, resumedAt, counts: countsOf(run), totals: run.totals }
}

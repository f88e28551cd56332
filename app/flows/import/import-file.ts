import { type Db, withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { advanceRun, endRun, findUnfinishedRun, insertRejects, insertRun, type RunRow } from '../../../db/queries/import-run.ts'
import { parseExact, printExact } from '../../engine/base/exact-net.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { loadSeller } from './load-seller.ts'
import type { ImportMap } from './read-map.ts'
import { type RowSource, readSource } from './read-source.ts'
import { readTree } from './read-tree.ts'
import { noteRows, saveRows } from './save-rows.ts'
import type { Importable, ImportContext, ImportCounts, ImportProgress, RowOutcome, SourceRow, Totals } from './types.ts'

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
	const state = await importChunks(db, request, context, run, opened.rows)
	await withTransaction(db, async (tx) => {
		if (state === 'finished' && run.createdCount + run.updatedCount > 0 && changesCatalog(what, map)) await refreshCatalog(tx)
		await endRun(tx, run.id, state, request.at)
	})
	return { ok: true, runId: run.id, state, resumedAt, counts: countsOf(run), totals: run.totals }
}

function changesCatalog(what: string, map: ImportMap): boolean {
	if (what === 'orders') return map.create?.includes('products') ?? false
	return what !== 'accounts' && what !== 'locations' && what !== 'contacts'
}

async function importChunks(
	db: Db,
	request: ImportRequest,
	context: ImportContext,
	run: RunRow,
	rows: AsyncIterable<SourceRow[]>,
): Promise<'finished' | 'stopped'> {
	const limit = request.chunkRows ?? 8000
	let pending: SourceRow[] = []
	let saving: Promise<void> = Promise.resolve()
	const resumeAt = run.readCount
	const save = async (chunk: SourceRow[]) => {
		// The next rows are read while the database takes these; chunks themselves follow one another.
		await saving
		saving = importChunk(db, context, run, chunk).then(() => request.onProgress?.({ ...countsOf(run), ...request.source.position() }))
		saving.catch(() => undefined)
	}
	for await (const batch of rows) {
		for (const row of batch) {
			if (row.rowNumber <= resumeAt) noteRows(context, [row])
			else pending.push(row)
		}
		if (pending.length >= limit) {
			const cut = cutOf(pending)
			await save(pending.slice(0, cut))
			pending = pending.slice(cut)
		}
		if (request.signal?.aborted) {
			await saving
			return 'stopped'
		}
	}
	if (pending.length > 0) await save(pending)
	await saving
	return 'finished'
}

/** What should be saved together: the lines of an order, the quantity tiers of a price. */
function groupOf({ what, fields }: SourceRow): string | null {
	if (what === 'orders') return fields['number'] ?? ''
	return what === 'price-entries' ? `${fields['book']}\u0001${fields['sku']}\u0001${fields['unit']}` : null
}

/** A chunk ends where an order ends, when there is such a place in its second half: fewer documents are written twice. */
function cutOf(rows: readonly SourceRow[]): number {
	const last = rows.at(-1)
	const group = last && groupOf(last)
	if (!group) return rows.length
	for (let at = rows.length - 1; at > rows.length / 2; at--) {
		const before = rows[at - 1]
		if (!before || groupOf(before) !== group) return at
	}
	return rows.length
}

async function importChunk(db: Db, context: ImportContext, run: RunRow, rows: SourceRow[]): Promise<void> {
	const readBefore = run.readCount
	await withTransaction(db, async (tx) => {
		const outcomes = await saveRows(tx, context, rows)
		count(run, rows.length, outcomes, context.totals)
		const noted = outcomes.filter(({ outcome }) => outcome === 'rejected' || outcome === 'skipped')
		const byNumber = new Map(noted.length > 0 ? rows.map((row) => [row.rowNumber, row]) : [])
		// As pairs: jsonb keeps no order of keys, and the rejects file should have the columns as they were.
		const rejects = noted.map(({ rowNumber, outcome, reason, facts }) => ({
			rowNumber,
			outcome,
			reason: reason ?? 'unknown',
			source: { facts: facts ?? {}, row: Object.entries(byNumber.get(rowNumber)?.source ?? {}) },
		}))
		if (rejects.length > 0) await insertRejects(tx, run.id, rejects)
		if (!(await advanceRun(tx, run, readBefore))) throw new Error('Another program goes on with this import: let it finish, then repeat the command')
	})
}

function count(run: RunRow, read: number, outcomes: readonly RowOutcome[], totals: Totals): void {
	run.readCount += read
	for (const { outcome, reason } of outcomes) {
		run[`${outcome}Count`] += 1
		if (reason) {
			const counted = totals.get(`${outcome}.${reason}`) ?? { rows: 0, exactNet: 0n }
			totals.set(`${outcome}.${reason}`, { ...counted, rows: counted.rows + 1 })
		}
	}
	run.totals = Object.fromEntries([...totals].map(([name, { rows, exactNet }]) => [name, { rows, exactNet: printExact(exactNet) }]))
}

function readTotals(totals: RunRow['totals']): Totals {
	return new Map(Object.entries(totals).map(([name, { rows, exactNet }]) => [name, { rows, exactNet: parseExact(exactNet) }]))
}

function countsOf(run: RunRow): ImportCounts {
	return {
		read: run.readCount,
		created: run.createdCount,
		updated: run.updatedCount,
		unchanged: run.unchangedCount,
		skipped: run.skippedCount,
		rejected: run.rejectedCount,
	}
}

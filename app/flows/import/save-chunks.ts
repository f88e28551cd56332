import { type Db, type Tx, tryOut, withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { nameAxes } from '../../../db/queries/import-catalog.ts'
import { advanceRun, insertRejects, type RunRow } from '../../../db/queries/import-run.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { parseExact, printExact } from '../../engine/base/exact-net.ts'
import type { ImportMap } from './read-map.ts'
import { noteRows, saveRows } from './save-rows.ts'
import type { ImportContext, ImportCounts, ImportProgress, RowOutcome, SourceRow, Totals } from './types.ts'

/** Somebody stopped the run, or another program goes on with it: what was at hand is not saved. */
export class RunTaken extends Error {
	constructor() {
		super('Another program goes on with this import: let it finish, then repeat the command')
	}
}

export type ChunkRequest = {
	source: { position: () => { bytesRead: number; bytesTotal: number } }
	chunkRows?: number
	onProgress?: (progress: ImportProgress) => void
	signal?: AbortSignal
	/** Nothing is written but what would become of each row; `look` sees the house as it would be, and then as it is. */
	trial?: { look: (tx: Tx, at: { rows: readonly SourceRow[]; outcomes: readonly RowOutcome[]; isAfter: boolean }) => Promise<unknown> }
}

/** Saves the rows of a file behind those that the run has: chunk by chunk, each with the run's counters in one transaction. */
export async function saveChunks(
	db: Db,
	request: ChunkRequest,
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
		saving = saveChunk(db, { context, run, request }, chunk).then(() => request.onProgress?.({ ...countsOf(run), ...request.source.position() }))
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

const ofPeople: ReadonlySet<string> = new Set(['accounts', 'locations', 'contacts', 'prospects', 'campaign-members', 'ad-costs'])

/** Whether who sees which products has to be found out anew. */
export function changesCatalog(what: string, map: Pick<ImportMap, 'create'>): boolean {
	if (what === 'orders') return map.create?.includes('products') ?? false
	return !ofPeople.has(what)
}

/** What follows from the rows of a file once all of them stand: axes of variants, who sees what, the words of the search. */
export async function settleCatalog(tx: Tx, sellerId: number): Promise<void> {
	await nameAxes(tx, sellerId)
	await refreshCatalog(tx)
}

type Saving = { context: ImportContext; run: RunRow; request: ChunkRequest }

async function saveChunk(db: Db, { context, run, request: { trial } }: Saving, rows: SourceRow[]): Promise<void> {
	const readBefore = run.readCount
	await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'import', actor: `import:${run.id}` })
		const outcomes = trial ? await tryRows(tx, { context, trial }, rows) : await saveRows(tx, context, rows)
		if (trial) run.sample = await trial.look(tx, { rows, outcomes, isAfter: false })
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
		if (!(await advanceRun(tx, run, readBefore))) throw new RunTaken()
	})
}

async function tryRows(tx: Tx, { context, trial }: { context: ImportContext; trial: NonNullable<ChunkRequest['trial']> }, rows: SourceRow[]) {
	const outcomes = await tryOut(tx, async (part) => {
		const tried = await saveRows(part, context, rows)
		await trial.look(part, { rows, outcomes: tried, isAfter: true })
		return tried
	})
	// What these rows made is gone again.
	context.accountIds.clear()
	context.productIds.clear()
	return outcomes
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

export function readTotals(totals: RunRow['totals']): Totals {
	return new Map(Object.entries(totals).map(([name, { rows, exactNet }]) => [name, { rows, exactNet: parseExact(exactNet) }]))
}

export function countsOf(run: RunRow): ImportCounts {
	return {
		read: run.readCount,
		created: run.createdCount,
		updated: run.updatedCount,
		unchanged: run.unchangedCount,
		skipped: run.skippedCount,
		rejected: run.rejectedCount,
	}
}

import { withTransaction } from '../../../db/client.server.ts'
import { type ClaimedRun, settleRun } from '../../../db/queries/import-room.ts'
import { loadSeller } from '../import/load-seller.ts'
import type { Importable } from '../import/read-importables.ts'
import { readMap } from '../import/read-map.ts'
import { readSource } from '../import/read-source.ts'
import { changesCatalog, readTotals, saveChunks, settleCatalog } from '../import/save-chunks.ts'
import type { ImportContext } from '../import/types.ts'
import { sampleMapped } from './save-sample.ts'
import type { Slice, Work } from './types.ts'

const CHUNK = 1000
const TRIAL_CHUNK = 8000
/** Chunks in a slice. The next slice reads the file from its start again, 4 ms for a thousand rows: few slices, each done within seconds. */
const SLICE = { import: 32, trial: 8 }

/** The next chunks of a file that is read by a map. */
export async function saveMappedSlice({ db, files, at, chunkRows }: Work, run: ClaimedRun): Promise<Slice> {
	const what = run.what as Importable
	const read = readMap(run.options.map ?? {})
	if (!read.ok) return { is: 'refused', refusals: read.refusals }
	const { map } = read
	const source = { open: () => files.read(run.fileHash), position: () => ({ bytesRead: 0, bytesTotal: 0 }) }
	const opened = await readSource(what, source, map)
	if (!opened.ok) return { is: 'refused', refusals: opened.refusals }
	const seller = await loadSeller(db, map)
	if (!seller.ok) return { is: 'refused', refusals: seller.refusals }
	const maps = { lineCounts: new Map(), firstRows: new Map(), accountIds: new Map(), productIds: new Map() }
	const context: ImportContext = { map, seller: seller.seller, at, totals: readTotals(run.totals), ...maps }
	const isTrial = run.mode === 'trial'
	const stop = new AbortController()
	let chunks = 0
	const state = await saveChunks(
		db,
		{
			...{ source, chunkRows: chunkRows ?? (isTrial ? TRIAL_CHUNK : CHUNK), signal: stop.signal },
			...(isTrial ? { trial: sampleMapped(run) } : {}),
			onProgress: () => {
				chunks += 1
				if (chunks >= SLICE[isTrial ? 'trial' : 'import']) stop.abort()
			},
		},
		context,
		run,
		opened.rows,
	)
	if (state === 'stopped') return { is: 'more' }
	await withTransaction(db, async (tx) => {
		if (!isTrial && run.createdCount + run.updatedCount > 0 && changesCatalog(what, map)) await settleCatalog(tx, seller.seller.id)
		await settleRun(tx, { runId: run.id, state: 'finished', refusals: [], at })
	})
	return { is: 'done' }
}

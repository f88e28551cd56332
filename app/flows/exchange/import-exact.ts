import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ExchangeColumn, readExchangeColumns } from '../../../db/queries/exchange.ts'
import type { ExchangeKind } from '../../../db/queries/exchange-kinds.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { saveStatistics } from '../import/save-statistics.ts'
import { type ExactLine, mayWait, saveExactLines, settleExact } from './save-exact-lines.ts'

export type ExactCounts = { read: number; created: number; updated: number; unchanged: number; rejected: number }
export type ExactReject = { row: number; reason: string; cells: readonly string[] }
export type ExactImport = {
	kind: ExchangeKind
	sellerId: number
	/** The cells of the file, its head first. */
	lines: AsyncIterable<readonly string[]>
	chunkRows?: number
	/** Writes nothing, and tells what would become of each row. */
	isTrial?: boolean
	onProgress?: (counts: ExactCounts) => Promise<boolean> | boolean
}
export type ExactResult = { ok: true; counts: ExactCounts; rejects: ExactReject[]; isStopped: boolean } | { ok: false; refusals: Refusal[] }

/** The head of a file that `exportKind` wrote, of whatever kind: then it is read as it stands. */
export const isHeadOf = (columns: readonly ExchangeColumn[], head: readonly string[]) =>
	head.length === columns.length && columns.every(({ name }, index) => head[index] === name)

/**
 * Takes a file back in that `exportKind` wrote: rows known by their key are made equal to it, the others are made. A chunk is
 * one transaction; a row that cannot be read, or that the house's own guards refuse, costs itself only. Repeated, everything
 * is unchanged. Rows that speak of rows further down are tried again at the end. Refuses `exchange.head` for another head.
 */
export async function importExact(db: Db, given: ExactImport): Promise<ExactResult> {
	const { kind } = given
	const columns = await readExchangeColumns(db, kind)
	const counts: ExactCounts = { read: 0, created: 0, updated: 0, unchanged: 0, rejected: 0 }
	const run = { ...given, columns, counts, rejects: [] as ExactReject[], later: [] as ExactLine[], cells: new Map<number, readonly string[]>() }
	let isHead = true
	let pending: ExactLine[] = []
	let isStopped = false
	for await (const cells of given.lines) {
		if (isHead && !isHeadOf(columns, cells))
			return { ok: false, refusals: [refusal('exchange.head', { expected: columns.map(({ name }) => name).join(', '), found: cells.join(', ') })] }
		if (!isHead) pending.push({ n: ++counts.read, cells })
		isHead = false
		if (pending.length < (given.chunkRows ?? 4000)) continue
		await saveChunk(db, run, pending, true)
		pending = []
		if ((await given.onProgress?.(counts)) === false) {
			isStopped = true
			break
		}
	}
	if (!isStopped && pending.length > 0) await saveChunk(db, run, pending, true)
	if (!isStopped && run.later.length > 0) await saveChunk(db, run, run.later, false)
	if (!given.isTrial && counts.created + counts.updated > 0) await withTransaction(db, (tx) => settleExact(tx, run))
	if (!given.isTrial) await saveStatistics(db)
	await given.onProgress?.(counts)
	return { ok: true, counts, rejects: run.rejects.sort((a, b) => a.row - b.row), isStopped }
}

type Run = ExactImport & { columns: readonly ExchangeColumn[]; counts: ExactCounts; rejects: ExactReject[]; later: ExactLine[] }

async function saveChunk(db: Db, run: Run, lines: readonly ExactLine[], isFirst: boolean): Promise<void> {
	const outcomes = await withTransaction(db, async (tx) => {
		const saved = await saveExactLines(tx, run, lines)
		return run.isTrial ? { ok: false as const, saved } : { ok: true as const, saved }
	})
	const byNumber = new Map(lines.map((line) => [line.n, line]))
	for (const { n, outcome, reason } of outcomes.saved) {
		const line = byNumber.get(n)
		if (isFirst && line && mayWait(run, reason)) run.later.push(line)
		else {
			run.counts[outcome] += 1
			if (outcome === 'rejected') run.rejects.push({ row: n, reason: reason ?? 'unknown', cells: line?.cells ?? [] })
		}
	}
}

import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import {
	type ExactOutcome,
	type ExactRow,
	type ExchangeColumn,
	readExchangeColumns,
	readSpoken,
	saveExactRows,
	settleIncoming,
} from '../../../db/queries/exchange.ts'
import type { ExchangeKind } from '../../../db/queries/exchange-kinds.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { readCell, replaceSpoken, spokenIn } from '../../engine/catalog/exchange-cell.ts'

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
	const run = { ...given, columns, counts, rejects: [] as ExactReject[], later: [] as Line[], cells: new Map<number, readonly string[]>() }
	let isHead = true
	let pending: Line[] = []
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
	if (!given.isTrial) await withTransaction(db, (tx) => settle(tx, kind, given.sellerId, counts))
	await given.onProgress?.(counts)
	return { ok: true, counts, rejects: run.rejects.sort((a, b) => a.row - b.row), isStopped }
}

type Line = { n: number; cells: readonly string[] }
type Run = ExactImport & { columns: readonly ExchangeColumn[]; counts: ExactCounts; rejects: ExactReject[]; later: Line[] }

/** Derived columns and sums follow what came in. */
async function settle(tx: Tx, { kind }: ExchangeKind, sellerId: number, { created, updated }: ExactCounts): Promise<void> {
	if (created + updated === 0) return
	if (/^(products?|categor|policies|policy-)/.test(kind)) await refreshCatalog(tx)
	if (kind.startsWith('stock')) await settleIncoming(tx, sellerId)
}

async function saveChunk(db: Db, run: Run, lines: readonly Line[], mayWait: boolean): Promise<void> {
	const outcomes = await withTransaction(db, async (tx) => {
		const saved = await saveLines(tx, run, lines)
		return run.isTrial ? { ok: false as const, saved } : { ok: true as const, saved }
	})
	const byNumber = new Map(lines.map((line) => [line.n, line]))
	const own = run.columns.filter(({ leadsTo }) => leadsTo === run.kind.table).map(({ name }) => `${name}.unknown`)
	for (const { n, outcome, reason } of outcomes.saved) {
		const line = byNumber.get(n)
		if (mayWait && line && reason !== null && own.includes(reason)) run.later.push(line)
		else {
			run.counts[outcome] += 1
			if (outcome === 'rejected') run.rejects.push({ row: n, reason: reason ?? 'unknown', cells: line?.cells ?? [] })
		}
	}
}

/** What a guard of the house refuses is found by halves: the other rows are saved. */
async function saveLines(tx: Tx, run: Run, lines: readonly Line[]): Promise<ExactOutcome[]> {
	const wrong = lines
		.filter(({ cells }) => cells.length !== run.columns.length)
		.map(({ n }): ExactOutcome => ({ n, outcome: 'rejected', reason: 'csv.column_count' }))
	const whole = lines.filter(({ cells }) => cells.length === run.columns.length)
	if (whole.length === 0) return wrong
	const read = whole.map(({ n, cells }) => ({ n, cells: cells.map(readCell) }))
	const rows = run.kind.speaks ? await meanSpoken(tx, run, read) : read
	const twice = repeated(run, rows)
	const once = rows.filter(({ n }) => !twice.has(n))
	return [...wrong, ...[...twice].map((n): ExactOutcome => ({ n, outcome: 'rejected', reason: 'key.duplicate' })), ...(await saveHalves(tx, run, once))]
}

function repeated({ kind, columns }: Run, rows: readonly ExactRow[]): Set<number> {
	const places = kind.key.map((column) => columns.findIndex((one) => one.column === column))
	const seen = new Set<string>()
	return new Set(
		rows.flatMap(({ n, cells }) => {
			const key = JSON.stringify(places.map((place) => cells[place]))
			if (seen.has(key)) return [n]
			seen.add(key)
			return []
		}),
	)
}

async function saveHalves(tx: Tx, run: Run, rows: readonly ExactRow[]): Promise<ExactOutcome[]> {
	if (rows.length === 0) return []
	try {
		return await tx.savepoint((inner) => saveExactRows(inner as unknown as Tx, run.kind, run.columns, rows, run.sellerId))
	} catch (error) {
		const { code = '', constraint_name: constraint } = error as { code?: string; constraint_name?: string }
		// Class 23: a constraint; 22: a value that is of the type but not of the range.
		if (!/^2[23]/.test(code)) throw error
		if (rows.length === 1) return [{ n: rows[0]?.n ?? 0, outcome: 'rejected', reason: constraint ? `guard.${constraint}` : 'value.invalid' }]
		const middle = rows.length >> 1
		return [...(await saveHalves(tx, run, rows.slice(0, middle))), ...(await saveHalves(tx, run, rows.slice(middle)))]
	}
}

/** Names inside JSON become the ids of this house; a name that it does not know makes the cell unreadable, which rejects its row. */
async function meanSpoken(tx: Tx, { kind, columns, sellerId }: Run, rows: readonly ExactRow[]): Promise<ExactRow[]> {
	const places = columns.flatMap(({ column }, index) => (kind.speaks?.includes(column) ? [index] : []))
	const parsed = (cell: string | null): unknown => {
		try {
			return cell === null ? null : JSON.parse(cell)
		} catch {
			return undefined
		}
	}
	const words = new Map<string, Set<string>>()
	const note = (table: string, word: number | string) => {
		words.set(table, (words.get(table) ?? new Set()).add(String(word)))
		return word
	}
	for (const { cells } of rows) for (const place of places) replaceSpoken(parsed(cells[place] ?? null), note, () => undefined)
	const ids = new Map<string, number>()
	for (const table of new Set(Object.values(spokenIn)))
		for (const { id, name } of await readSpoken(tx, { sellerId, table, words: [...(words.get(table) ?? [])] })) ids.set(`${table} ${name}`, id)
	const meant = (cell: string | null) => {
		const json = parsed(cell)
		if (json === null || json === undefined) return cell
		let isKnown = true
		const text = JSON.stringify(
			replaceSpoken(
				json,
				(table, word) => ids.get(`${table} ${word}`),
				() => {
					isKnown = false
				},
			),
		)
		return isKnown ? text : `unknown name in ${cell}`
	}
	return rows.map(({ n, cells }) => ({ n, cells: cells.map((cell, index) => (places.includes(index) ? meant(cell) : cell)) }))
}

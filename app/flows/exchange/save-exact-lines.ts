import type { Tx } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { type ExactOutcome, type ExactRow, type ExchangeColumn, readSpoken, saveExactRows, settleIncoming } from '../../../db/queries/exchange.ts'
import type { ExchangeKind } from '../../../db/queries/exchange-kinds.ts'
import { readCalled } from '../../../db/queries/import-account.ts'
import { readCell, replaceSpoken, spokenIn } from '../../engine/catalog/exchange-cell.ts'

export type ExactLine = { n: number; cells: readonly string[] }
export type ExactTarget = { kind: ExchangeKind; sellerId: number; columns: readonly ExchangeColumn[] }

/** Derived columns and sums follow what came in. */
export async function settleExact(tx: Tx, { kind, sellerId }: Pick<ExactTarget, 'kind' | 'sellerId'>): Promise<void> {
	if (/^(products?|categor|policies|policy-)/.test(kind.kind)) await refreshCatalog(tx)
	if (kind.kind.startsWith('stock')) await settleIncoming(tx, sellerId)
}

/** Whether a row was refused because it speaks of a row of its own kind that is not there: it may come further down. */
export function mayWait({ kind, columns }: ExactTarget, reason: string | null): boolean {
	return reason !== null && columns.some(({ leadsTo, name }) => leadsTo === kind.table && reason === `${name}.unknown`)
}

/** Saves the rows of one chunk as they stand; a row that cannot be read, or that a guard refuses, costs itself only. */
export async function saveExactLines(tx: Tx, run: ExactTarget, lines: readonly ExactLine[]): Promise<ExactOutcome[]> {
	const wrong = lines
		.filter(({ cells }) => cells.length !== run.columns.length)
		.map(({ n }): ExactOutcome => ({ n, outcome: 'rejected', reason: 'csv.column_count' }))
	const whole = lines.filter(({ cells }) => cells.length === run.columns.length)
	if (whole.length === 0) return wrong
	const read = whole.map(({ n, cells }) => ({ n, cells: cells.map(readCell) }))
	const meant = run.kind.speaks ? await meanSpoken(tx, run, read) : read
	const rows = run.kind.table === 'location' ? await asCalledNow(tx, run, meant) : meant
	const twice = repeated(run, rows)
	const once = rows.filter(({ n }) => !twice.has(n))
	return [...wrong, ...[...twice].map((n): ExactOutcome => ({ n, outcome: 'rejected', reason: 'key.duplicate' })), ...(await saveHalves(tx, run, once))]
}

/** A location by the number of an account that became another: what it is called there by now. */
async function asCalledNow(tx: Tx, { columns, sellerId }: ExactTarget, rows: readonly ExactRow[]): Promise<ExactRow[]> {
	const [account, code] = ['account_id', 'code'].map((name) => columns.findIndex(({ column }) => column === name)) as [number, number]
	const called = await readCalled(
		tx,
		sellerId,
		rows.flatMap(({ cells }) => (cells[account] ? [{ account: cells[account], code: cells[code] ?? null }] : [])),
	)
	const now = new Map(called.map((one) => [JSON.stringify([one.given.account, one.given.code]), one.now]))
	return rows.map((row) => {
		const found = now.get(JSON.stringify([row.cells[account], row.cells[code] ?? null]))
		return found ? { ...row, cells: row.cells.map((cell, place) => (place === account ? found.account : place === code ? found.code : cell)) } : row
	})
}

function repeated({ kind, columns }: ExactTarget, rows: readonly ExactRow[]): Set<number> {
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

/** What a guard of the house refuses is found by halves: the other rows are saved. */
async function saveHalves(tx: Tx, run: ExactTarget, rows: readonly ExactRow[]): Promise<ExactOutcome[]> {
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
async function meanSpoken(tx: Tx, { kind, columns, sellerId }: ExactTarget, rows: readonly ExactRow[]): Promise<ExactRow[]> {
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

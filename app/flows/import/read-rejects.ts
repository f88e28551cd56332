import type { Db } from '../../../db/client.server.ts'
import { readRejects } from '../../../db/queries/import-run.ts'

type Noted = { facts: Record<string, unknown>; row: [name: string, value: string][] }

/** The rejected rows of a run as CSV text, a page at a time: row, reason, facts, then the row as it stood. Nothing when all rows were good. */
export async function* rejectsAsCsv(db: Db, runId: number): AsyncGenerator<string> {
	let headers: string[] | null = null
	for (let after = 0; ; ) {
		const page = await readRejects(db, runId, after)
		for (const { rowNumber, reason, source } of page) {
			const { facts, row: pairs } = source as Noted
			const row = Object.fromEntries(pairs)
			if (!headers) {
				headers = pairs.map(([name]) => name)
				yield line(['row', 'reason', 'facts', ...headers])
			}
			const cells = headers.map((name) => row[name] ?? '')
			// A row that could not be cut into cells is shown whole in the first.
			if (row['line'] !== undefined && !headers.includes('line')) cells[0] = row['line']
			yield line([String(rowNumber), reason, JSON.stringify(facts), ...cells])
			after = rowNumber
		}
		if (page.length < 1000) return
	}
}

function line(cells: readonly string[]): string {
	// A cell that a spreadsheet would run as a formula is kept as text.
	const safe = cells.map((cell) => (/^[=+@\t\r]/.test(cell) ? `'${cell}` : cell))
	return `${safe.map((cell) => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')}\n`
}

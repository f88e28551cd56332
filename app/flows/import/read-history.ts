import type { HistoryHeader, HistoryLine, HistoryReading, HistoryRules } from '../../engine/order/import-history.ts'
import { readHistoryRow } from '../../engine/order/import-history.ts'
import { rejectedBy } from './read-outcomes.ts'
import type { ImportContext, RowOutcome, SourceRow } from './types.ts'

/** A line with its place in its document: counted over the whole file, so that every reading gives it the same. */
export type SequencedLine = HistoryLine & { rowNumber: number; sequence: number }
export type HistoryDocument = { key: string; kind: 'invoice' | 'credit_note'; header: HistoryHeader; headerRows: number[]; lines: SequencedLine[] }

export function rulesOf({ map, seller }: ImportContext): HistoryRules {
	return { classes: map.classes ?? [], dates: map.dates ?? 'YYYY-MM-DD', currency: seller.currency, rounding: 'half_away', walkIn: map.walkIn ?? null }
}

/** The documents that the rows of a chunk belong to, in the order of their first rows. */
export function readHistory(context: ImportContext, rows: readonly SourceRow[], outcomes: RowOutcome[]): HistoryDocument[] {
	const rules = rulesOf(context)
	const documents = new Map<string, HistoryDocument>()
	for (const row of rows) {
		const reading = readHistoryRow(row.fields, rules)
		if (!reading.ok) outcomes.push(notRead(row, reading))
		else {
			const { header, line } = reading.row
			const kind = line?.document ?? 'invoice'
			const key = `${kind}\u0001${header.number}`
			const document = documents.get(key) ?? { key, kind, header, headerRows: [], lines: [] }
			documents.set(key, document)
			if (header.account !== null && document.header.account !== null && header.account !== document.header.account) {
				outcomes.push({
					rowNumber: row.rowNumber,
					outcome: 'rejected',
					reason: 'order.other_account',
					facts: { number: header.number, account: header.account },
				})
			} else if (line) document.lines.push({ ...line, rowNumber: row.rowNumber, sequence: nextSequence(context, key) })
			else document.headerRows.push(row.rowNumber)
		}
	}
	return [...documents.values()]
}

/** Rows behind which an earlier run stopped: their lines are counted and nothing else. */
export function noteHistory(context: ImportContext, row: SourceRow): void {
	const reading = readHistoryRow(row.fields, rulesOf(context))
	if (reading.ok && reading.row.line) nextSequence(context, `${reading.row.line.document}\u0001${reading.row.header.number}`)
}

function nextSequence({ lineCounts }: ImportContext, key: string): number {
	const sequence = (lineCounts.get(key) ?? 0) + 1
	lineCounts.set(key, sequence)
	return sequence
}

function notRead(row: SourceRow, reading: Extract<HistoryReading, { ok: false }>): RowOutcome {
	return reading.skipped === null ? rejectedBy(row, reading.refusals) : { rowNumber: row.rowNumber, outcome: 'skipped', reason: reading.skipped }
}

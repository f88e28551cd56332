import type { Refusal } from '../../engine/base/refusal.ts'
import type { RowOutcome, SourceRow } from './types.ts'

/** A row with everything that is wrong with it. */
export function rejectedBy(row: SourceRow, refusals: readonly Refusal[]): RowOutcome {
	const facts = Object.assign({}, ...refusals.map((one) => one.facts)) as RowOutcome['facts']
	return { rowNumber: row.rowNumber, outcome: 'rejected', reason: refusals.map(({ code }) => code).join('; '), ...(facts ? { facts } : {}) }
}

/** Reads rows with `read`, keeps the good, refuses the rest. */
export function readAll<T>(rows: readonly SourceRow[], read: (row: SourceRow) => T | Refusal[], outcomes: RowOutcome[]): (T & { row: SourceRow })[] {
	return rows.flatMap((row) => {
		const result = read(row)
		if (!Array.isArray(result)) return [{ ...result, row }]
		outcomes.push(rejectedBy(row, result))
		return []
	})
}

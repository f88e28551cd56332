import { type Currency, extend } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { QuoteLine } from './quote.ts'

/** What each line comes to, rounded once; and all together, null while one has no price. */
export function totalVersion(lines: readonly QuoteLine[], currency: Currency, rounding: Rounding): { lines: (number | null)[]; totalMinor: number | null } {
	const totals = lines.map(({ unitPriceMicros, quantity }) => (unitPriceMicros === null ? null : extend(unitPriceMicros, quantity, currency, rounding)))
	const isWhole = totals.every((total) => total !== null)
	return { lines: totals, totalMinor: isWhole ? totals.reduce((sum: number, total) => sum + (total ?? 0), 0) : null }
}

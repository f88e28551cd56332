import type { Refusal } from '../base/refusal.ts'
import type { RowNotice } from './resolve-rows.ts'

/**
 * What a row is, said before anything enters the cart (section 9). `not_allowed`: she may see it and not buy it;
 * `refused`: the row itself must be put right; `unknown`: there is no such product, or it is not hers to see.
 */
export type RowAnswer = 'exact' | 'superseded' | 'substitute' | 'pack_rounded' | 'not_allowed' | 'refused' | 'unknown'

type Resolved = { notices: readonly RowNotice[]; refusals: readonly Refusal[] }

const byRow = <T>(rows: readonly T[], rowOf: (one: T) => number | undefined) => Map.groupBy(rows, rowOf)

/** One answer for each of `count` rows, the gravest first. `hasSubstitute`: rows that are out of stock and whose product names another. */
export function answerRows(count: number, { notices, refusals }: Resolved, hasSubstitute: ReadonlySet<number>): RowAnswer[] {
	const [refused, noticed] = [byRow(refusals, ({ line }) => line), byRow(notices, ({ row }) => row)]
	return Array.from({ length: count }, (_, index) => {
		const row = index + 1
		const [first] = refused.get(row) ?? []
		if (first) return first.code === 'PRODUCT_UNKNOWN' ? 'unknown' : 'liftedBy' in first.facts ? 'not_allowed' : 'refused'
		const codes = (noticed.get(row) ?? []).map(({ code }) => code)
		if (codes.includes('SUPERSEDED')) return 'superseded'
		if (hasSubstitute.has(row)) return 'substitute'
		return codes.includes('PACK_ROUNDED') ? 'pack_rounded' : 'exact'
	})
}

import { movedTooFar, printMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

export type RunLine = {
	sequence: number
	/** Today's; null: there is none to be had. */
	unitPriceMicros: bigint | null
	/** Agreed at set-up, at a release or by the last run; null: nothing was agreed yet. */
	agreedMicros: bigint | null
	sku: string
	supersededBySku: string | null
}

/** As a person writes it: 49.90, and 17.755 where it is that fine. */
const short = (micros: bigint) => printMicros(micros).replace(/(\.\d\d\d*?)0+$/, '$1')

/**
 * Everything that holds a run, together (commerce-engine.md section 9): what the order itself refuses (`refusals`, as
 * a submit would), a product with a successor, a price that moved more than the guardrail. Empty: it may be placed.
 */
export function judgeRun({
	lines,
	guardrailPercent,
	refusals,
}: {
	lines: readonly RunLine[]
	guardrailPercent: number
	refusals: readonly Refusal[]
}): Refusal[] {
	const own = lines.flatMap(({ sequence, unitPriceMicros, agreedMicros, sku, supersededBySku }): Refusal[] => {
		if (supersededBySku !== null) return [refusal('STANDING_SUPERSEDED', { sku, successor: supersededBySku }, sequence)]
		if (unitPriceMicros === null || agreedMicros === null || !movedTooFar(agreedMicros, unitPriceMicros, guardrailPercent)) return []
		return [refusal('STANDING_PRICE_MOVED', { sku, before: short(agreedMicros), after: short(unitPriceMicros), percent: guardrailPercent }, sequence)]
	})
	return [...own, ...refusals]
}

/** The PO number of a run: as it was agreed, with its day behind it where it should have one. */
export const poNumberOf = ({ poText, poHasDate }: { poText: string; poHasDate: boolean }, runOn: string): string => (poHasDate ? `${poText}-${runOn}` : poText)

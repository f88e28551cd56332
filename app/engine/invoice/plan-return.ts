import { invariant } from '../base/invariant.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import { fitsUnit, type Quantity, type UnitOfMeasure } from '../base/units.ts'
import { type CutLine, cutCreditNote, type InvoicedLine } from './cut-invoice.ts'

export const returnReasons = ['damaged', 'wrong', 'quality', 'too_many', 'other'] as const
export type ReturnReason = (typeof returnReasons)[number]

/** Something that was delivered: an allocation, or one thing inside a bundle of it. `openQuantity` is neither back nor asked for. */
export type ReturnableThing = { key: string; sequence: number; sku: string; unit: UnitOfMeasure; openQuantity: Quantity }
export type AskedBack = { key: string; quantity: Quantity; reason: string | null }

/**
 * Whether so much may be asked back (commerce-engine.md section 9). Refuses `RETURN_EMPTY`, `RETURN_TOO_MUCH`,
 * `NOT_IN_UNIT` and `RETURN_REASON_MISSING`, all at once; a thing that is not there has nothing open.
 */
export function checkReturn(asked: readonly AskedBack[], things: readonly ReturnableThing[]): Refusal[] {
	const byKey = new Map(things.map((thing) => [thing.key, thing]))
	if (asked.length === 0) return [refusal('RETURN_EMPTY')]
	return asked.flatMap(({ key, quantity, reason }): Refusal[] => {
		const thing = byKey.get(key)
		const [sku, open, line] = [thing?.sku ?? '', thing?.openQuantity ?? 0, thing?.sequence]
		if (!thing || quantity > open || quantity <= 0) return [refusal('RETURN_TOO_MUCH', { sku, quantity, open }, line)]
		if (!fitsUnit(quantity, thing.unit)) return [refusal('NOT_IN_UNIT', { sku, quantity }, line)]
		return returnReasons.some((one) => one === reason) ? [] : [refusal('RETURN_REASON_MISSING', { sku }, line)]
	})
}

/** A row of an invoice that can be credited: its line, or of a bundle the row of one thing inside. `key` is the thing's. */
export type Creditable = Omit<InvoicedLine, 'invoiceLineId'> & { key: string; invoiceId: number }
export type CreditNote<Row = Creditable> = { invoiceId: number; lines: (Omit<CutLine, 'id' | 'inside'> & { row: Row })[]; netMinor: number; taxMinor: number }

/**
 * The credit notes of what came back, one for each invoice it was on, the older invoice first. Each row is cut
 * cumulatively (section 6), so returns in any order and partition sum to what was invoiced, and none exceeds its row.
 * Refuses `RETURN_NOT_INVOICED` per thing, all at once: what is not invoiced yet has nothing to credit.
 */
export function planCredits<Row extends Creditable>(
	back: readonly { key: string; quantity: Quantity }[],
	creditable: readonly Row[],
	rounding: Rounding,
): Result<{ notes: CreditNote<Row>[] }> {
	const rows = creditable.map((row, invoiceLineId) => ({ ...row, invoiceLineId }))
	const spread = back.map(({ key, quantity }) =>
		take(
			quantity,
			rows.filter((row) => row.key === key),
		),
	)
	const refusals = spread.flatMap(({ left }, index) =>
		left === 0 ? [] : [refusal('RETURN_NOT_INVOICED', { missing: left }, rows.find(({ key }) => key === back[index]?.key)?.sequence)],
	)
	if (refusals.length > 0) return { ok: false, refusals }
	const notes = [
		...Map.groupBy(
			spread.flatMap(({ taken }) => taken),
			({ invoiceId }) => invoiceId,
		),
	].sort(([a], [b]) => a - b)
	return {
		ok: true,
		notes: notes.map(([invoiceId, taken]) => {
			const cut = cutCreditNote(taken, rows, [], rounding)
			invariant(cut.ok, 'a credit was spread over more than there is')
			const lines = cut.lines.map(({ id, sequence, quantity, netMinor, taxMinor }) => {
				const row = creditable[id]
				invariant(row, 'a credit of no row')
				return { sequence, quantity, netMinor, taxMinor, row }
			})
			return { invoiceId, lines, netMinor: cut.netMinor, taxMinor: cut.taxMinor }
		}),
	}
}

type Numbered = Creditable & { invoiceLineId: number }

/** Takes a quantity off the rows in their order. */
function take(quantity: Quantity, rows: readonly Numbered[]) {
	let left = quantity
	const taken = rows.flatMap(({ invoiceLineId, invoiceId, quantity: whole, creditedQuantity }) => {
		const some = Math.min(left, whole - creditedQuantity)
		left -= some
		return some > 0 ? [{ invoiceLineId, invoiceId, quantity: some }] : []
	})
	return { taken, left }
}

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

/** A row beside its delivery: `isShipped` when nothing of the delivery is still to come. */
export type CreditableOfDelivery = Creditable & { groupKey: string; isFee: boolean; isShipped: boolean }

/**
 * The fees that come back with these goods: those of each delivery of which all that was invoiced is back, cumulatively,
 * whichever return brings the last piece (decision 302). A fee that was credited before is not credited again.
 */
export function feesBack(back: readonly { key: string; quantity: Quantity }[], rows: readonly CreditableOfDelivery[]): { key: string; quantity: Quantity }[] {
	const returned = (key: string) => back.reduce((sum, one) => (one.key === key ? sum + one.quantity : sum), 0)
	const open = (own: readonly Creditable[]) => own.reduce((sum, { quantity, creditedQuantity }) => sum + quantity - creditedQuantity, 0)
	return [...Map.groupBy(rows, ({ groupKey }) => groupKey).values()].flatMap((own) => {
		const goods = own.filter(({ isFee }) => !isFee)
		const keys = [...new Set(goods.map(({ key }) => key))]
		const isWhole = own.every(({ isShipped }) => isShipped) && keys.every((key) => open(goods.filter((row) => row.key === key)) === returned(key))
		if (!isWhole || keys.every((key) => returned(key) === 0)) return []
		const fees = Map.groupBy(
			own.filter(({ isFee }) => isFee),
			({ key }) => key,
		)
		return [...fees].map(([key, of]) => ({ key, quantity: open(of) })).filter(({ quantity }) => quantity > 0)
	})
}

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

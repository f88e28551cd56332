import { type Currency, exceedsCap, extend, parseMicros } from '../base/money.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import { parseQuantity, type Quantity } from '../base/units.ts'
import { MAX_LINES } from '../cart/limits.ts'

/** A line as typed; one without a word in it is none. */
export type TypedCredit = { sku: string; name: string; quantity: string; price: string }
export type CreditLine = { sku: string | null; name: string; quantity: Quantity; unitPriceMicros: bigint; netMinor: number }

const decimal = (text: string) => text.trim().replace(',', '.')

/**
 * A credit note that stands for itself, against no invoice (decision 0349): each line is rounded once, and the note is
 * their sum. Refuses `CREDIT_REASON_MISSING`, `CREDIT_NOTE_EMPTY`, `CREDIT_NOTE_LINES`, and by the line's place from 1
 * `CREDIT_LINE_UNNAMED`, `NOT_A_QUANTITY`, `QUOTE_PRICE_INVALID` and `CREDIT_AMOUNT`, all at once.
 */
export function readCreditNote(
	typed: readonly TypedCredit[],
	{ reason, currency, rounding }: { reason: string; currency: Currency; rounding: Rounding },
): Result<{ lines: CreditLine[]; totalMinor: number }> {
	const refusals = reason.trim() === '' ? [refusal('CREDIT_REASON_MISSING')] : []
	const lines: CreditLine[] = []
	for (const [index, row] of typed.entries()) {
		if (Object.values(row).every((cell) => cell.trim() === '')) continue
		const line = readLine(row, { currency, rounding, place: index + 1 })
		if (Array.isArray(line)) refusals.push(...line)
		else lines.push(line)
	}
	const totalMinor = lines.reduce((sum, { netMinor }) => sum + netMinor, 0)
	if (lines.length === 0 && refusals.every(({ line }) => line === undefined)) refusals.push(refusal('CREDIT_NOTE_EMPTY'))
	if (lines.length > MAX_LINES) refusals.push(refusal('CREDIT_NOTE_LINES', { limit: MAX_LINES, count: lines.length }))
	if (exceedsCap(totalMinor)) refusals.push(refusal('CREDIT_AMOUNT'))
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, lines, totalMinor }
}

function readLine(row: TypedCredit, { currency, rounding, place }: { currency: Currency; rounding: Rounding; place: number }): CreditLine | Refusal[] {
	const refusals: Refusal[] = []
	const sku = row.sku.trim() || null
	const name = row.name.trim() || sku
	const quantity = parseQuantity(decimal(row.quantity))
	const unitPriceMicros = parseMicros(decimal(row.price))
	if (name === null) refusals.push(refusal('CREDIT_LINE_UNNAMED', {}, place))
	if (quantity === null || quantity <= 0) refusals.push(refusal('NOT_A_QUANTITY', {}, place))
	if (unitPriceMicros === null || unitPriceMicros <= 0n) refusals.push(refusal('QUOTE_PRICE_INVALID', {}, place))
	if (refusals.length > 0 || name === null || quantity === null || unitPriceMicros === null) return refusals
	const netMinor = extend(unitPriceMicros, quantity, currency, rounding)
	return netMinor === 0 || exceedsCap(netMinor) ? [refusal('CREDIT_AMOUNT', {}, place)] : { sku, name, quantity, unitPriceMicros, netMinor }
}

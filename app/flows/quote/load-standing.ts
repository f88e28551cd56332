import type { Tx } from '../../../db/client.server.ts'
import { type QuoteLineRow, readQuote } from '../../../db/queries/quote.ts'
import { type LockedQuote, lockQuote, type WhoseQuote } from '../../../db/queries/quote-save.ts'
import { microsOf, parseMicros } from '../../engine/base/money.ts'
import { parseQuantity } from '../../engine/base/units.ts'
import type { TypedLine } from '../../engine/quote/check-terms.ts'
import type { QuoteLine } from '../../engine/quote/quote.ts'
import { quantityOf } from '../cart/read-line.ts'

/** Who speaks for an account; the others may read. */
export const mayTrade = new Set(['owner', 'buyer'])

/** Which quote, as which version its reader saw it, and what she says to it. */
export type QuoteEdit = { number: string; seenVersion: number; note: string | null; at: Date }
/** Terms of a line as typed; an empty price is none, an empty minimum is the whole quantity. */
export type TypedTerms = { position: number; quantity: string; minimum?: string; price: string }

/** The quote, locked, with the lines that stand; two statements. Null: none of theirs. */
export async function loadStanding(tx: Tx, number: string, whose: WhoseQuote): Promise<{ quote: LockedQuote; lines: QuoteLineRow[] } | null> {
	const quote = await lockQuote(tx, number, whose)
	if (!quote) return null
	const document = await readQuote(tx, number, whose, 'en')
	return { quote, lines: document?.versions.find(({ version }) => version === quote.version)?.lines ?? [] }
}

/** Stored terms as the engine takes them. */
export const termsOf = ({ position, quantity, minimum, unitPrice }: QuoteLineRow): QuoteLine => ({
	...{ position, quantity: quantityOf(quantity), minimum: quantityOf(minimum) },
	unitPriceMicros: unitPrice === null ? null : microsOf(unitPrice),
})

/** What was typed over the lines that stand; a line that is not named stays as it is. */
export function typedOver(lines: readonly QuoteLineRow[], typed: readonly TypedTerms[]): TypedLine[] {
	const byPosition = new Map(typed.map((one) => [one.position, one]))
	return lines.map((line) => {
		const { position, unitCode, unitDigits } = line
		const stands = termsOf(line)
		const one = byPosition.get(position)
		const unit = { code: unitCode, digits: unitDigits }
		if (!one) return { position, unit, quantity: stands.quantity, minimum: stands.minimum, price: stands.unitPriceMicros }
		const quantity = parseQuantity(one.quantity.trim() || '0')
		const minimum = one.minimum?.trim() ? parseQuantity(one.minimum.trim()) : minimumFor(stands, quantity, one.minimum)
		const price = one.price.trim() === '' ? null : (parseMicros(one.price.trim()) ?? 'unreadable')
		return { position, unit, quantity, minimum, price: typeof price === 'bigint' && price < 0n ? 'unreadable' : price }
	})
}

/** A minimum that nobody typed stays, but never above the quantity; one that was emptied is the whole quantity. */
const minimumFor = (stands: QuoteLine, quantity: number | null, typed: string | undefined) =>
	typed === undefined && quantity !== null ? Math.min(stands.minimum, quantity) : quantity

import { type Currency, extend } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import type { PricePart } from '../pricing/price-parts.ts'
import type { ResolvedPrice } from '../pricing/resolve-price.ts'

/** A line as the order says it; `trace` of its price, where it has one price. */
export type AgreedLine = {
	quantity: Quantity
	unitPriceMicros: bigint | null
	resolvedMinor: number
	trace: Pick<ResolvedPrice, 'trace' | 'privateTrace'> | null
}

const onlyOf = (parts: readonly PricePart[]) => (parts.length === 1 ? (parts[0] ?? null) : null)

/**
 * The price of a line that stays in a changed order (decision 0351). `before` and `after` are what the books, as they stood
 * when the order was placed, say of the old and of the new quantities. What the change does not move keeps the price that
 * was agreed, though the book was rewritten since; what it does move has the book's price for the new quantity. Law: of a
 * line that the change does not touch, the amount is the order's, to the minor unit.
 */
export function agreedParts(
	agreed: AgreedLine,
	{ before, after }: { before: readonly PricePart[]; after: PricePart[] },
	money: { currency: Currency; rounding: Rounding },
): PricePart[] {
	const [old, now] = [onlyOf(before), onlyOf(after)]
	if (!old || !now || agreed.unitPriceMicros === null) return after
	const isMoved = old.price.unitPriceMicros !== now.price.unitPriceMicros
	const saysTheSame = old.price.unitPriceMicros === agreed.unitPriceMicros && old.resolvedMinor === agreed.resolvedMinor
	if (isMoved || saysTheSame) return after
	const resolvedMinor = now.quantity === agreed.quantity ? agreed.resolvedMinor : extend(agreed.unitPriceMicros, now.quantity, money.currency, money.rounding)
	return [{ ...now, resolvedMinor, price: { ...now.price, ...agreed.trace, unitPriceMicros: agreed.unitPriceMicros, extendedMinor: resolvedMinor } }]
}

/** Freight that the change does not move stays what it was, though the rate was rewritten since. */
export function agreedFreight(agreedMinor: number, before: number | null, after: number | null): number | null {
	return before === after ? agreedMinor : after
}

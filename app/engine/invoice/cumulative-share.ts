import { invariant } from '../base/invariant.ts'
import { divideRounded, type Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'

/**
 * What the first `taken` of `quantity` come to: R(k) = round(net × k / q), in minor units (commerce-engine.md
 * section 6). Law: R(0) is 0 and R(q) is the net, so parts cut anywhere sum to the whole.
 */
export function cumulativeShare(netMinor: number, taken: Quantity, quantity: Quantity, rounding: Rounding): number {
	invariant(quantity > 0 && taken >= 0 && taken <= quantity, `cannot take ${taken} of ${quantity}`)
	return Number(divideRounded(BigInt(netMinor) * BigInt(taken), BigInt(quantity), rounding))
}

/** What the units after `before` up to `after` come to: 50.59 over 3 is 16.86, 16.87, 16.86. */
export function shareBetween(netMinor: number, span: { before: Quantity; after: Quantity; quantity: Quantity }, rounding: Rounding): number {
	invariant(span.before <= span.after, `cannot take from ${span.before} to ${span.after}`)
	return cumulativeShare(netMinor, span.after, span.quantity, rounding) - cumulativeShare(netMinor, span.before, span.quantity, rounding)
}

export type Amounts = { netMinor: number; taxMinor: number }

/**
 * Net and tax of the units after `before` up to `after`. Of a bundle each thing inside is cut by itself and the whole is
 * their sum, so that what is inside and what is invoiced never differ by a cent (sections 5 and 6).
 */
export function sharesBetween(
	{ netMinor, taxMinor, inside = [] }: Amounts & { inside?: readonly Amounts[] },
	span: { before: Quantity; after: Quantity; quantity: Quantity },
	rounding: Rounding,
): Amounts & { inside?: Amounts[] } {
	const cut = (one: Amounts) => ({ netMinor: shareBetween(one.netMinor, span, rounding), taxMinor: shareBetween(one.taxMinor, span, rounding) })
	if (inside.length === 0) return cut({ netMinor, taxMinor })
	const shares = inside.map(cut)
	const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)
	return { netMinor: sum(shares.map((one) => one.netMinor)), taxMinor: sum(shares.map((one) => one.taxMinor)), inside: shares }
}

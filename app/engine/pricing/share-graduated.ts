import { apportion } from '../base/apportion.ts'
import { type Currency, type ExactPrice, extendExact } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PricePart } from './price-parts.ts'

function sharedKey({ basis, entryId, bookId, mixGroup, unit }: PriceCandidate, { numerator, denominator }: ExactPrice, line: number): string {
	if (basis === 'line') return `${entryId} ${line}`
	return basis === 'mix_group' && mixGroup !== null ? `${bookId} ${unit} ${mixGroup} ${numerator}/${denominator}` : `${entryId}`
}

/**
 * Graduated prices on a shared basis (commerce-engine.md section 4): what several lines or parts take at one price, from
 * one entry or from one mix group, is one amount, rounded once, and apportioned to them by quantity. `lines` are the parts of each line of the order, in
 * line order; the answer has the same shape.
 */
export function shareGraduated(lines: readonly PricePart[][], currency: Currency, rounding: Rounding): PricePart[][] {
	const sharing = new Map<string, PricePart[]>()
	for (const [line, parts] of lines.entries()) {
		for (const part of parts) {
			const { winner } = part.price
			if (!winner?.bands || !winner.candidate) continue
			const key = sharedKey(winner.candidate, winner.price, line)
			sharing.set(key, [...(sharing.get(key) ?? []), part])
		}
	}
	const amounts = new Map<PricePart, number>()
	for (const parts of sharing.values()) {
		const price = parts[0]?.price.winner?.price
		if (parts.length < 2 || !price) continue
		const quantities = parts.map(({ quantity }) => quantity)
		const total = extendExact(
			price,
			quantities.reduce((a, b) => a + b, 0),
			currency,
			rounding,
		)
		for (const [index, share] of apportion(total, quantities).entries()) amounts.set(parts[index] as PricePart, share)
	}
	return lines.map((parts) => parts.map((part) => ({ ...part, resolvedMinor: amounts.get(part) ?? part.resolvedMinor })))
}

import { convertPack, type PackRatio, type Quantity, roundUpToIncrement, smallestStep, type UnitOfMeasure } from '../base/units.ts'
import { minimumOrderable, type ProductTerms } from './product-terms.ts'

export type QuantityTerms = Pick<ProductTerms, 'minimumQuantity' | 'maximumQuantity' | 'incrementQuantity'>

/**
 * What one rule asks in one unit; null: it says nothing of that. `scope`: 0 the account's own, 1 its parent's and so on,
 * then groups of buyers, then everybody.
 */
export type QuantityRule = {
	ruleId: number
	scope: number
	unit: string
	minimumQuantity: Quantity | null
	maximumQuantity: Quantity | null
	incrementQuantity: Quantity | null
}

/** A further unit that the product is sold in: one of it is numerator over denominator of the product's own. */
export type SoldUnit = { unit: UnitOfMeasure; ratio: PackRatio }

const WHOLE: Quantity = 10_000

/** The most that fits maximum and increment; null: no end. */
export function maximumOrderable({ maximumQuantity, incrementQuantity }: QuantityTerms): Quantity | null {
	return maximumQuantity === null ? null : maximumQuantity - (maximumQuantity % incrementQuantity)
}

/** The nearest quantity that can be ordered: up to minimum and increment, down under the maximum. Null: none can be. */
export function fitQuantity(quantity: Quantity, terms: QuantityTerms): Quantity | null {
	const [least, most] = [minimumOrderable(terms), maximumOrderable(terms)]
	if (most !== null && most < least) return null
	const up = Math.max(least, roundUpToIncrement(quantity, terms.incrementQuantity))
	return most === null ? up : Math.min(up, most)
}

/** What the product itself asks: in another unit whole packs, and no more of them than its own maximum holds. */
function termsIn(sold: SoldUnit | null, own: QuantityTerms): QuantityTerms {
	if (sold === null) return own
	const back = { numerator: sold.ratio.denominator, denominator: sold.ratio.numerator }
	const maximumQuantity = own.maximumQuantity === null ? null : convertPack(own.maximumQuantity, back, sold.unit, 'down')
	return { minimumQuantity: WHOLE, maximumQuantity, incrementQuantity: smallestStep(sold.unit) }
}

/**
 * What an order of a product must fit in a unit: each of minimum, maximum and increment from the narrowest rule that says
 * it, else from the product (commerce-engine.md section 7). `sold` null: the product's own unit. Laws: the order of rules
 * changes nothing; a wider rule gives way to a narrower one that it contradicts, so that where the product itself can be
 * ordered something always can.
 */
export function quantityTerms(own: QuantityTerms, unit: string, sold: SoldUnit | null, rules: readonly QuantityRule[]): QuantityTerms {
	const narrowestFirst = rules.filter((rule) => rule.unit === unit).sort((a, b) => a.scope - b.scope || a.ruleId - b.ruleId)
	let said: Partial<QuantityTerms> = {}
	for (const rule of [...narrowestFirst, termsIn(sold, own)]) {
		for (const key of ['incrementQuantity', 'minimumQuantity', 'maximumQuantity'] as const) {
			const value = rule[key]
			if (value === null || said[key] !== undefined) continue
			const wish = { ...said, [key]: value }
			if (fitQuantity(0, complete(wish)) !== null) said = wish
		}
	}
	return complete(said)
}

/** Of what nobody has said, or could only say against a narrower rule, anything will do. */
function complete({ incrementQuantity = 1, minimumQuantity = incrementQuantity, maximumQuantity = null }: Partial<QuantityTerms>): QuantityTerms {
	return { minimumQuantity, maximumQuantity, incrementQuantity }
}

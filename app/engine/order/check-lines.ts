import { printMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { fitsUnit, printQuantity } from '../base/units.ts'
import type { PricedLine } from '../cart/priced-cart.ts'
import type { ProductTerms } from '../catalog/product-terms.ts'
import { fitQuantity } from '../catalog/quantity-terms.ts'
import type { BuyingBlock } from '../entitlement/decide-buying.ts'

/** What stands beside a line when it is submitted. */
export type LineFacts = {
	terms: ProductTerms
	isEntitled: boolean
	/** Ship-tos of this line at which the product is not granted (section 7: for each location). */
	deniedLocationIds: readonly number[]
	blocks: readonly BuyingBlock[]
	/** Of a bundle: as many are chosen as each of its choices wants. */
	choicesFit?: boolean
	/** The quote that gave its price and ran out, with its last day. */
	expiredQuote?: { number: string; validOn: string } | null
}

function refuseQuantity({ sequence, quantity }: PricedLine, { minimumQuantity, maximumQuantity, incrementQuantity, unit }: ProductTerms): Refusal[] {
	const facts = { quantity: printQuantity(quantity), unit: unit.code }
	if (!fitsUnit(quantity, unit)) return [refusal('QUANTITY_TOO_FINE', { ...facts, digits: unit.digits }, sequence)]
	const nearest = fitQuantity(quantity, { minimumQuantity, maximumQuantity, incrementQuantity })
	const fitting = nearest === null ? null : printQuantity(nearest)
	const refusals: Refusal[] = []
	if (quantity < minimumQuantity) refusals.push(refusal('BELOW_MINIMUM', { ...facts, minimum: printQuantity(minimumQuantity), fitting }, sequence))
	if (maximumQuantity !== null && quantity > maximumQuantity) {
		refusals.push(refusal('ABOVE_MAXIMUM', { ...facts, maximum: printQuantity(maximumQuantity), fitting }, sequence))
	}
	if (quantity % incrementQuantity !== 0) refusals.push(refusal('NOT_INCREMENT', { ...facts, increment: printQuantity(incrementQuantity), fitting }, sequence))
	return refusals
}

function refusePrice({ sequence, unitPriceMicros, parts }: PricedLine): Refusal[] {
	if (unitPriceMicros === null) return [refusal('PRICE_ON_REQUEST', {}, sequence)]
	const beyond = parts.find(({ price }) => price.isBeyondAuthority)
	return beyond ? [refusal('OVERRIDE_BEYOND_AUTHORITY', { unitPrice: printMicros(beyond.price.unitPriceMicros ?? 0n) }, sequence)] : []
}

/**
 * Everything that stands against a line, together (commerce-engine.md sections 3, 4 and 7). A product that may not be
 * seen says nothing else: it answers as one that does not exist.
 */
export function refuseLine(line: PricedLine, facts: LineFacts): Refusal[] {
	const { sequence, kind, unallocatedQuantity } = line
	if (!facts.isEntitled) return [refusal('NOT_ENTITLED', {}, sequence)]
	const refusals = facts.deniedLocationIds.map((locationId) => refusal('NOT_ENTITLED', { locationId }, sequence))
	// A gift was offered by its promotion, entitled and in stock; its quantity is not the buyer's.
	if (kind === 'gift') return refusals
	refusals.push(...facts.blocks.map(({ code, liftedBy, facts: why }) => refusal(code, { ...why, liftedBy }, sequence)))
	refusals.push(...refuseQuantity(line, facts.terms), ...refusePrice(line))
	if (facts.expiredQuote) refusals.push(refusal('QUOTE_LINE_EXPIRED', facts.expiredQuote, sequence))
	if (facts.choicesFit === false) refusals.push(refusal('BUNDLE_CHOICE_OPEN', {}, sequence))
	if (unallocatedQuantity > 0) refusals.push(refusal('UNALLOCATED', { quantity: printQuantity(unallocatedQuantity) }, sequence))
	return refusals
}

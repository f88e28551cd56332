import { hashOf } from '../base/hash.ts'
import type { Quantity } from '../base/units.ts'
import type { LineShare, PricePart } from '../pricing/price-parts.ts'
import type { ResolvedPrice } from '../pricing/resolve-price.ts'
import { assembleCart } from './assemble-cart.ts'
import type { CartInput, CartLineInput } from './cart-input.ts'
import { nameGroupsByPlace, withKeys } from './group-names.ts'
import { sharesOf } from './price-lines.ts'
import type { PricedCart } from './priced-cart.ts'

/** A price as it was agreed: what it came to, and whether promotions may touch it. */
export type PinnedPart = {
	locationId: number | null
	deliverOn: string | null
	quantity: Quantity
	unitPriceMicros: bigint
	resolvedMinor: number
	promotable: boolean
}

/** What is fixed of a past order: the prices of its lines by sequence, and the shipping of its deliveries by key. */
export type Pinned = { parts: ReadonlyMap<number, readonly PinnedPart[]>; shipping: ReadonlyMap<string, number | null> }

/**
 * A past order priced anew with other promotions (commerce-engine.md section 5, `simulate`): its prices and shipping stay
 * as they were agreed, everything after them runs through the engine of every cart. With the promotions that it had, it
 * comes to what it came to.
 */
export function replayCart(input: CartInput, pinned: Pinned): PricedCart {
	const { named, keyOf } = nameGroupsByPlace(input)
	const lines = [...named.lines].sort((a, b) => a.sequence - b.sequence)
	const groups = new Map(named.groups.map((group) => [group.groupKey, group]))
	const priced = lines.map((line) => partsOf(line, sharesOf(line, groups, named.sessionLocationId), pinned.parts.get(line.sequence) ?? []))
	const quoted = named.groups.map((group) => ({ ...group, shippingMinor: pinned.shipping.get(keyOf(group.groupKey)) ?? null }))
	const cart = assembleCart(named, lines, priced, quoted)
	return {
		...cart,
		groups: cart.groups.map((group) => ({ ...group, groupKey: keyOf(group.groupKey) })),
		lines: cart.lines.map((line) => withKeys(line, keyOf)),
	}
}

const quantityOf = (shares: readonly LineShare[]) => shares.reduce((sum, { quantity }) => sum + quantity, 0)

/** The stored parts with the shares that went to their places; a portion that no place tells apart keeps the line whole. */
function partsOf(line: CartLineInput, shares: LineShare[], parts: readonly PinnedPart[]): PricePart[] {
	const placed = parts.map((part) => ({
		part,
		own: shares.filter(({ locationId, deliverOn }) => locationId === part.locationId && deliverOn === part.deliverOn),
	}))
	if (parts.length > 1 && placed.every(({ part, own }) => quantityOf(own) === part.quantity)) return placed.map(({ part, own }) => pricePart(line, part, own))
	const resolvedMinor = parts.reduce((sum, part) => sum + part.resolvedMinor, 0)
	const [first] = parts
	if (!first) return []
	const whole = { ...first, locationId: null, deliverOn: null, quantity: line.quantity, resolvedMinor, promotable: parts.some(({ promotable }) => promotable) }
	return [pricePart(line, whole, shares)]
}

function pricePart(line: CartLineInput, part: PinnedPart, shares: LineShare[]): PricePart {
	const { locationId, deliverOn, quantity, resolvedMinor } = part
	return { locationId, deliverOn, isQuoted: false, quantity, shares, price: priceOf(line, part), resolvedMinor }
}

/** No candidates, no winner: this price was decided when the order was placed, and its trace stands on the order. */
function priceOf(line: CartLineInput, { unitPriceMicros, resolvedMinor, promotable, quantity }: PinnedPart): ResolvedPrice {
	return {
		...{ winner: null, unitPriceMicros, extendedMinor: resolvedMinor, promotable, isBeyondAuthority: false },
		hash: hashOf({ productId: line.productId, unit: line.unit.code, unitPrice: unitPriceMicros }),
		trace: {
			...{ productId: line.productId, unit: line.unit.code, quantity, basis: { line: quantity, order: quantity }, currency: '', pricedAt: '' },
			...{ deliverOn: null, locationId: null, candidates: [], policy: null, bands: null, nextTier: null, overrideReason: null },
		},
		privateTrace: { unitCost: null, floorPrice: null, marginMinor: null, authority: null, hidden: [] },
	}
}

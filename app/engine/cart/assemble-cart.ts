import { hashOf } from '../base/hash.ts'
import { componentPrices } from '../pricing/bundle-price.ts'
import type { PricePart } from '../pricing/price-parts.ts'
import type { Gift, PromotionOutcome } from '../promotion/promotion.ts'
import type { CartGroupInput, CartInput, CartLineInput } from './cart-input.ts'
import { hashCart } from './hash-cart.ts'
import { contextOf } from './price-lines.ts'
import type { PricedCart, PricedGroup, PricedLine } from './priced-cart.ts'
import { type DiscountedLine, isOnRequest, promoteLines, resolvedOf, unitPriceOf } from './promote-lines.ts'
import { shareBundle } from './share-bundle.ts'
import { shareNet } from './share-net.ts'

/** A delivery with what its shipping costs before any promotion; null is SHIPPING_ON_REQUEST. */
export type QuotedGroup = CartGroupInput & { shippingMinor: number | null }

function pricedLine(line: CartLineInput, { adjustments, discountMinor, parts }: DiscountedLine, input: CartInput): PricedLine {
	const own = parts.map(({ part }) => part)
	const resolvedMinor = resolvedOf(own)
	const priced = {
		sequence: line.sequence,
		kind: 'goods' as const,
		productId: line.productId,
		unit: line.unit.code,
		taxCode: line.taxCode,
		quantity: line.quantity,
		unitPriceMicros: unitPriceOf(own, input),
		resolvedMinor: isOnRequest(own) ? 0 : resolvedMinor,
		discountMinor,
		netMinor: isOnRequest(own) ? 0 : resolvedMinor - discountMinor,
		adjustments,
		parts: own,
		priceHash: own.length === 1 ? (own[0]?.price.hash ?? '') : hashOf(own.map(({ price }) => price.hash)),
		...shareNet(isOnRequest(own) ? parts.map(({ part }) => ({ part, netMinor: 0 })) : parts),
	}
	if (!line.bundle) return priced
	return { ...priced, components: shareBundle(priced, line.bundle.components, componentPrices(contextOf(input, line), line.bundle), input) }
}

/** A gift is a line at its resolved price with a discount of all of it (section 5). */
function giftLine(gift: Gift, sequence: number, input: CartInput): PricedLine {
	const { promotionId, productId, unit, quantity, unitPriceMicros, resolvedMinor } = gift
	const first = input.groups[0]
	const places = gift.allocations.length === 0 && first ? [{ groupKey: first.groupKey, quantity }] : gift.allocations
	const allocated = places.reduce((sum, place) => sum + place.quantity, 0)
	return {
		sequence,
		kind: 'gift',
		productId,
		unit,
		taxCode: input.giftProducts.find((one) => one.productId === productId && one.unit.code === unit)?.taxCode ?? 'standard',
		quantity,
		unallocatedQuantity: quantity - allocated,
		unitPriceMicros,
		resolvedMinor,
		discountMinor: resolvedMinor,
		netMinor: 0,
		unallocatedMinor: 0,
		adjustments: [{ promotionId, phase: 2, amountMinor: resolvedMinor }],
		parts: [],
		allocations: places.map((place) => ({ groupKey: place.groupKey, quantity: place.quantity, netMinor: 0 })),
		priceHash: hashOf({ gift: promotionId, productId, unit, quantity, unitPrice: unitPriceMicros }),
	}
}

function pricedGroups(groups: readonly QuotedGroup[], lines: readonly PricedLine[], outcome: PromotionOutcome): PricedGroup[] {
	const nets = new Map<string, number>()
	for (const { groupKey, netMinor } of lines.flatMap(({ allocations }) => allocations)) nets.set(groupKey, (nets.get(groupKey) ?? 0) + netMinor)
	const outcomes = new Map(outcome.groups.map((group) => [group.groupKey, group]))
	return groups.map((group) => ({
		...group,
		netMinor: nets.get(group.groupKey) ?? 0,
		shippingDiscountMinor: outcomes.get(group.groupKey)?.shippingDiscountMinor ?? 0,
		adjustments: outcomes.get(group.groupKey)?.adjustments ?? [],
	}))
}

const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)

/** A cart from lines with their prices and deliveries with their shipping: promotions, sharing, sums (commerce-engine.md sections 5 and 6). */
export function assembleCart(input: CartInput, lines: readonly CartLineInput[], priced: readonly PricePart[][], groups: readonly QuotedGroup[]): PricedCart {
	const { discounted, outcome } = promoteLines(
		input,
		lines,
		priced,
		groups.map((group) => ({ ...group, shippingMinor: group.shippingMinor ?? 0 })),
	)
	const goods = lines.map((line, index) => pricedLine(line, discounted[index] as DiscountedLine, input))
	const last = lines.at(-1)?.sequence ?? 0
	const all = [...goods, ...outcome.gifts.map((gift, index) => giftLine(gift, last + 1 + index, input))]
	const cart = {
		currency: input.currency,
		rounding: input.rounding,
		lines: all,
		groups: pricedGroups(groups, all, outcome),
		goodsMinor: sum(all.map(({ resolvedMinor }) => resolvedMinor)),
		discountMinor: sum(all.map(({ discountMinor }) => discountMinor)),
		netMinor: sum(all.map(({ netMinor }) => netMinor)),
		shippingMinor: sum(groups.map(({ shippingMinor }) => shippingMinor ?? 0)),
		shippingDiscountMinor: sum(outcome.groups.map(({ shippingDiscountMinor }) => shippingDiscountMinor)),
		termsDays: outcome.termsDays,
		explanation: outcome.explanation,
		hints: outcome.hints,
	}
	return { ...cart, hash: hashCart(cart) }
}

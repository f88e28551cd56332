import { type Day, isDayWithin } from '../base/calendar.ts'
import { hashOf } from '../base/hash.ts'
import { type Currency, currencyExponent } from '../base/money.ts'
import { QUANTITY_SCALE } from '../base/units.ts'
import { FEE_CODE } from '../tax/tax.ts'
import type { PricedAllocation, PricedCart, PricedGroup, PricedLine } from './priced-cart.ts'

export type FeeKind = 'handling' | 'small_order'

/** What a seller charges beside goods and shipping; days from `validFrom` until before `validTo`. */
export type FeeRule = {
	id: number
	kind: FeeKind
	currency: Currency
	amountMinor: number
	per: 'order' | 'delivery'
	/** Of a small order: goods after promotions below this. */
	belowMinor: number | null
	/** Null: everybody. A rule of the buyer's own group goes before it, so a group is freed by an amount of 0. */
	buyerGroupId: number | null
	validFrom: Day
	validTo: Day | null
}

/** The unit that a fee is counted in. */
export const FEE_UNIT = 'each'

/**
 * The cart with its handling and small-order fees as lines of kind `fee` (commerce-engine.md section 6): after promotions,
 * which therefore never touch them, and before tax. One fee of each kind at most; per delivery it is one for each that
 * goods go to, per order it goes with the delivery of most value. Laws: goods, discounts and shipping stay; net grows by
 * the fees; without goods there is none.
 */
export function chargeFees(cart: PricedCart, rules: readonly FeeRule[], who: { buyerGroupIds: readonly number[]; day: Day }): PricedCart {
	const sold = soldGroups(cart)
	if (rules.length === 0 || sold.length === 0) return cart
	const own = rules.filter(
		(rule) =>
			rule.currency === cart.currency &&
			isDayWithin({ from: rule.validFrom, to: rule.validTo }, who.day) &&
			(rule.buyerGroupId === null || who.buyerGroupIds.includes(rule.buyerGroupId)),
	)
	const charged = (['handling', 'small_order'] as const).flatMap((kind) => feeOf(kind, own, cart.netMinor) ?? [])
	if (charged.length === 0) return cart
	const next = Math.max(0, ...cart.lines.map(({ sequence }) => sequence)) + 1
	const fees = charged.map((rule, index) => feeLine(rule, next + index, rule.per === 'delivery' ? sold : sold.slice(0, 1)))
	const added = new Map<string, number>()
	for (const { groupKey, netMinor } of fees.flatMap(({ allocations }) => allocations)) added.set(groupKey, (added.get(groupKey) ?? 0) + netMinor)
	return {
		...cart,
		lines: [...cart.lines, ...fees],
		groups: cart.groups.map((group) => ({ ...group, netMinor: group.netMinor + (added.get(group.groupKey) ?? 0) })),
		netMinor: cart.netMinor + fees.reduce((sum, { netMinor }) => sum + netMinor, 0),
		hash: hashOf({ cart: cart.hash, fees: fees.map(({ priceHash, quantity }) => [priceHash, quantity]) }),
	}
}

/** The narrowest rules that reach the buyer decide; of several thresholds the lowest that the order stays below. */
function feeOf(kind: FeeKind, own: readonly FeeRule[], goodsMinor: number): FeeRule | undefined {
	const rules = own.filter((rule) => rule.kind === kind)
	const named = rules.filter(({ buyerGroupId }) => buyerGroupId !== null)
	const reached = (named.length > 0 ? named : rules).filter(({ belowMinor }) => belowMinor === null || goodsMinor < belowMinor)
	const [first] = reached.sort((a, b) => (a.belowMinor ?? 0) - (b.belowMinor ?? 0) || a.amountMinor - b.amountMinor || a.id - b.id)
	return first && first.amountMinor > 0 ? first : undefined
}

/** Deliveries that goods go to, those of most value first; ties by where and when they go, never by how they were loaded. */
function soldGroups({ lines, groups }: PricedCart): PricedGroup[] {
	const keys = new Set(lines.flatMap(({ allocations }) => allocations.map(({ groupKey }) => groupKey)))
	const placeOf = ({ locationId, requestedOn, method }: PricedGroup) => JSON.stringify([locationId, requestedOn, method])
	return groups.filter(({ groupKey }) => keys.has(groupKey)).sort((a, b) => b.netMinor - a.netMinor || (placeOf(a) < placeOf(b) ? -1 : 1))
}

function feeLine({ id, kind, amountMinor, currency }: FeeRule, sequence: number, groups: readonly PricedGroup[]): PricedLine {
	const allocations = groups.map(({ groupKey }): PricedAllocation => ({ groupKey, quantity: QUANTITY_SCALE, netMinor: amountMinor }))
	const netMinor = amountMinor * groups.length
	return {
		...{ sequence, kind: 'fee', productId: 0, feeRuleId: id, unit: FEE_UNIT, taxCode: FEE_CODE, quantity: QUANTITY_SCALE * groups.length },
		...{ unallocatedQuantity: 0, unallocatedMinor: 0, unitPriceMicros: BigInt(amountMinor) * 10n ** BigInt(6 - currencyExponent(currency)) },
		...{ resolvedMinor: netMinor, discountMinor: 0, netMinor, adjustments: [], parts: [], allocations },
		priceHash: hashOf({ fee: kind, amountMinor, currency }),
	}
}

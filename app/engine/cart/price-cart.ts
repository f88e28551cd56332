import type { Result } from '../base/refusal.ts'
import type { PricePart } from '../pricing/price-parts.ts'
import { assembleCart, type QuotedGroup } from './assemble-cart.ts'
import type { CartInput, CartLineInput, ShippingOf } from './cart-input.ts'
import { nameGroupsByPlace, withKeys } from './group-names.ts'
import { checkAmounts, checkLimits } from './limits.ts'
import { priceLines } from './price-lines.ts'
import type { PricedCart } from './priced-cart.ts'
import { resolvedOf } from './promote-lines.ts'
import { shareNet } from './share-net.ts'

/**
 * Shipping by weight and goods at resolved price: a discount never moves a delivery into a dearer band. A delivery to
 * which nothing goes costs nothing, whatever its rate.
 */
function quoteShipping(input: CartInput, lines: readonly CartLineInput[], priced: readonly PricePart[][], shippingOf: ShippingOf): QuotedGroup[] {
	const carried = new Map<string, { weightGrams: number; goodsMinor: number }>()
	for (const [index, line] of lines.entries()) {
		const parts = (priced[index] ?? []).map((part) => ({ part, netMinor: part.resolvedMinor ?? 0 }))
		for (const { groupKey, quantity, netMinor } of shareNet(parts).allocations) {
			const load = carried.get(groupKey) ?? { weightGrams: 0, goodsMinor: 0 }
			// Grams are whole per ten-thousandth only for whole units; a started gram is carried too.
			const weightGrams = load.weightGrams + Math.ceil((line.weightGrams * quantity) / 10_000)
			carried.set(groupKey, { weightGrams, goodsMinor: load.goodsMinor + netMinor })
		}
	}
	return input.groups.map((group) => {
		const load = carried.get(group.groupKey)
		return { ...group, shippingMinor: load ? shippingOf({ ...group, ...load }) : 0 }
	})
}

/** What was agreed of a line's price, given what the books say: of a cart nothing, of a changed order what stays. */
export type AgreedOf = (line: CartLineInput, parts: PricePart[]) => PricePart[]

const asPriced: AgreedOf = (_line, parts) => parts

const sum = (amounts: readonly number[]) => amounts.reduce((a, b) => a + b, 0)

/**
 * A whole cart, priced: pricing → shipping → promotions → sharing (commerce-engine.md sections 4 to 7). Tax comes after
 * it (`totalOrder`). The same pricer for buyer, rep and API; row order and group keys never change it. Refuses only
 * what is too large; a line on request stays in the cart with `unitPriceMicros` null and amount 0.
 */
export function priceCart(input: CartInput, shippingOf: ShippingOf, agreed: AgreedOf = asPriced): Result<{ cart: PricedCart }> {
	const counts = { lines: input.lines.length, allocations: sum(input.lines.map(({ allocations }) => allocations.length)), groups: input.groups.length }
	const tooMany = checkLimits(counts)
	if (tooMany.length > 0) return { ok: false, refusals: tooMany }
	const { named, keyOf } = nameGroupsByPlace(input)
	const answer = priceNamed(named, (group) => shippingOf({ ...group, groupKey: keyOf(group.groupKey) }), agreed)
	if (!answer.ok) return answer
	const { cart } = answer
	const groups = cart.groups.map((group) => ({ ...group, groupKey: keyOf(group.groupKey) }))
	return { ok: true, cart: { ...cart, groups, lines: cart.lines.map((line) => withKeys(line, keyOf)) } }
}

function priceNamed(input: CartInput, shippingOf: ShippingOf, agreed: AgreedOf): Result<{ cart: PricedCart }> {
	const lines = [...input.lines].sort((a, b) => a.sequence - b.sequence)
	const priced = priceLines(input, lines).map((parts, index) => agreed(lines[index] as CartLineInput, parts))
	const amounts = lines.map(({ sequence }, index) => ({ sequence, resolvedMinor: resolvedOf(priced[index] ?? []) }))
	const tooLarge = checkAmounts(amounts)
	if (tooLarge.length > 0) return { ok: false, refusals: tooLarge }
	const groups = quoteShipping(input, lines, priced, shippingOf)
	return { ok: true, cart: assembleCart(input, lines, priced, groups) }
}

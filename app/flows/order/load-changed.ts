import type { Tx } from '../../../db/client.server.ts'
import { type CartDocument, readCart } from '../../../db/queries/cart.ts'
import type { PlacedOrder } from '../../../db/queries/order-change.ts'
import { readPromotions } from '../../../db/queries/order-facts.ts'
import { microsOf } from '../../engine/base/money.ts'
import { priceCart } from '../../engine/cart/price-cart.ts'
import { quoteShipping, type ShippingRate } from '../../engine/cart/quote-shipping.ts'
import { type AgreedLine, agreedFreight, agreedParts } from '../../engine/order/agreed-prices.ts'
import type { Shopper } from '../../platform/actor.ts'
import { cartInputOf } from '../cart/load-cart-input.ts'
import { placesOf } from '../cart/load-gifts.ts'
import { type CartFacts, type Changing, type LoadedCart, loadFacts, priceLoaded } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'
import { nameInFull } from '../catalog/load-variant-words.ts'

export type LoadChanged = { before: PlacedOrder; old: CartDocument; locale: string; at: Date }

const buyerOf = ({ account }: Shopper, { before }: Pick<LoadChanged, 'before'>) => ({
	...{ sellerEntityId: account.sellerEntityId, accountId: account.accountId ?? 0, ancestorIds: account.ancestorIds, buyerGroupIds: account.buyerGroupIds },
	...{ at: before.placedAt, keptPromotionIds: before.promotionIds },
})

/** The promotions under which an order was placed, with what is left of their budgets; one statement. */
export const readPromotionsOf = (tx: Tx, shopper: Shopper, before: PlacedOrder) => readPromotions(tx, buyerOf(shopper, { before }))

/** An order as it reads, as a cart would be loaded; one statement. */
export async function readOrderAsCart(tx: Tx, { account }: Shopper, orderId: number, locale: string): Promise<CartDocument | null> {
	const document = await readCart(tx, { accountId: account.accountId ?? 0, orderId }, { locale, policyIds: account.policyIds })
	return document && { ...document, lines: nameInFull(document.lines, locale) }
}

/**
 * An order whose document was rewritten, with its prices (decision 0351): everything by the rules of the day on which it was
 * placed, what stays as it was agreed, what came to it by today's book. Five statements for any size.
 */
export async function loadChanged(tx: Tx, shopper: Shopper, question: LoadChanged): Promise<LoadedCart | null> {
	const { before, old, locale, at } = question
	const document = await readOrderAsCart(tx, shopper, before.orderId, locale)
	const promotions = await readPromotionsOf(tx, shopper, before)
	if (!document) return null
	const productIds = old.lines.flatMap((line) => [line, ...line.components].map(({ productId }) => productId))
	const load = await loadFacts(tx, shopper, { document, promotions, buyer: buyerOf(shopper, question), poNumber: null, productIds })
	const changed: CartFacts = { ...load, change: changingOf(load, shopper, { before, old, at }) }
	return { ...changed, ...priceLoaded(changed, shopper, at) }
}

/** What the books of that day say of the order as it was, and what was agreed. */
function changingOf(load: CartFacts, shopper: Shopper, { before, old, at }: Omit<LoadChanged, 'locale'>): Changing {
	const goods = before.lines.filter(({ kind }) => kind === 'goods')
	const quantities = new Map(goods.map(({ sequence, quantity }) => [sequence, quantityOf(quantity)]))
	const input = cartInputOf({ ...load, document: old, change: { at, quantities } }, shopper, before.placedAt)
	const places = placesOf(old)
	const priced = priceCart(input, ({ groupKey, method, weightGrams, goodsMinor }) => {
		const place = places.get(groupKey)
		const group = { groupKey, method, place: place ?? { country: '', region: null, postalCode: null }, weightGrams, amountMinor: goodsMinor }
		return quoteShipping([group], load.facts.shippingRates as ShippingRate[], old.currency).groups[0]?.shippingMinor ?? null
	})
	const parts = new Map(priced.ok ? priced.cart.lines.map((line) => [line.sequence, line.parts]) : [])
	const freights = new Map(priced.ok ? priced.cart.groups.map(({ groupKey, shippingMinor }) => [groupKey, shippingMinor]) : [])
	const agreed = new Map(goods.map((line): [number, AgreedLine] => [line.sequence, agreedOf(line)]))
	// Where prices include tax, what stands on a delivery is its freight without it: that is no rate to keep.
	const paid = load.facts.pricesIncludeTax ? new Map<string, number>() : new Map(before.groups.map(({ id, shippingMinor }) => [String(id), shippingMinor]))
	return {
		...{ placedAt: before.placedAt, at, quantities, totalMinor: before.totalMinor, creditMinor: before.creditMinor },
		agreed: (line, after) => {
			const was = agreed.get(line.sequence)
			return was ? agreedParts(was, { before: parts.get(line.sequence) ?? [], after }, old) : after
		},
		freight: (groupKey, quotedMinor) => {
			const paidMinor = paid.get(groupKey)
			return paidMinor === undefined ? quotedMinor : agreedFreight(paidMinor, freights.get(groupKey) ?? null, quotedMinor)
		},
	}
}

const agreedOf = ({ quantity, unitPrice, resolvedMinor, trace }: PlacedOrder['lines'][number]): AgreedLine => ({
	...{ quantity: quantityOf(quantity), unitPriceMicros: unitPrice === null ? null : microsOf(unitPrice), resolvedMinor },
	trace: trace && { trace: trace.public, privateTrace: trace.private },
})

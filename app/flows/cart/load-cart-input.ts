import type { CartAllocationRow, CartLineRow } from '../../../db/queries/cart.ts'
import type { PromotionRow } from '../../../db/queries/order-facts.ts'
import { microsOf } from '../../engine/base/money.ts'
import type { CartInput, CartLineInput } from '../../engine/cart/cart-input.ts'
import { authorityOver } from '../../engine/pricing/authority.ts'
import type { Bundle } from '../../engine/pricing/bundle-price.ts'
import { parsePromotion } from '../../engine/promotion/parse-promotion.ts'
import type { Promotion, PromotionInput } from '../../engine/promotion/promotion.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { CartLoad } from './cart-load.ts'
import { giftProductsOf } from './load-gifts.ts'
import { isEntitled, isQuoteOver, quantityOf } from './read-line.ts'

const signedMicros = (text: string) => (text.startsWith('-') ? -microsOf(text.slice(1)) : microsOf(text))
const microsOrNull = (text: string | null) => (text === null ? null : microsOf(text))

/** A stored promotion as the engine takes it; null when it is not (any more) what the engine knows, which a save refuses. */
export function promotionOf(row: PromotionRow): Promotion | null {
	const parsed = parsePromotion(row)
	return parsed.ok ? parsed.promotion : null
}

function bundleOf({ bundle, components, ownUnitCode, difference }: CartLineRow, candidates: CartLoad['candidates']): Bundle | null {
	if (!bundle || components.length === 0) return null
	return {
		...bundle,
		unit: ownUnitCode,
		differenceMicros: difference === null ? null : signedMicros(difference),
		components: components.map(({ productId, unitCode, unitDigits, quantity, taxCode }) => ({
			...{ productId, unit: { code: unitCode, digits: unitDigits }, quantity: quantityOf(quantity), taxCode },
			candidates: candidates.get(productId) ?? [],
		})),
	}
}

function lineOf(line: CartLineRow, allocations: readonly CartAllocationRow[], prices: CartLoad['candidates'], shopper: Shopper, at: Date): CartLineInput {
	const cost = { costMicros: microsOrNull(line.unitCost), floorMicros: microsOrNull(line.floorPrice) }
	const { override } = line
	const quoted = isQuoteOver(line, at) ? null : line.quoted
	return {
		sequence: line.sequence,
		productId: line.productId,
		unit: { code: line.unitCode, digits: line.unitDigits },
		quantity: quantityOf(line.quantity),
		isEntitled: isEntitled(line, shopper.account.policyIds),
		allocations: allocations.map(({ groupId, quantity }) => ({ groupKey: String(groupId), quantity: quantityOf(quantity) })),
		candidates: prices.get(line.productId) ?? [],
		bundle: bundleOf(line, prices),
		cost,
		quoted: quoted && { ...quoted, unitPriceMicros: microsOf(quoted.unitPrice), quantity: quantityOf(quoted.quantity), minimum: quantityOf(quoted.minimum) },
		override: override && {
			unitPriceMicros: microsOf(override.unitPrice),
			reason: override.reason,
			// Whoever looks at the cart, the price is the one that the rep might give.
			authority: authorityOver(cost, {
				maxPercent: override.maxPercent ?? shopper.maxDiscountPercent,
				minMarginPercent: override.minMarginPercent === undefined ? shopper.minMarginPercent : override.minMarginPercent,
			}),
		},
		categoryIds: line.categoryIds,
		relations: line.relations,
		taxCode: line.taxCode,
		weightGrams: line.weightGrams,
	}
}

/** What was ordered may be had, whatever became of the product; what comes to an order is priced today. */
function changed(line: CartLineInput, change: CartLoad['change']): CartLineInput {
	if (!change) return line
	return change.quantities.has(line.sequence) ? { ...line, isEntitled: true } : { ...line, pricedAt: change.at }
}

/** What the pricer takes, from what was loaded (sections 4 to 7). `paymentMethod` null: not chosen yet. */
export function cartInputOf(load: CartLoad, shopper: Shopper, at: Date): CartInput {
	const { document, facts, promotions, candidates } = load
	const { account, seller } = shopper
	const cells = Map.groupBy(document.allocations, ({ lineId }) => lineId)
	const promotion: Omit<PromotionInput, 'at' | 'sellerDay' | 'currency' | 'rounding' | 'lines' | 'groups' | 'gifts'> = {
		accountId: account.accountId ?? 0,
		buyerGroupIds: account.buyerGroupIds,
		channel: document.channel,
		standing: account.standing,
		firstOrder: !facts.hasOrdered,
		paymentMethod: document.paymentMethod,
		campaignIds: facts.campaignIds,
		coupons: document.couponCodes,
		baseTermsDays: account.termsDays,
		promotions: promotions.flatMap((row) => promotionOf(row) ?? []),
	}
	return {
		sellerZone: seller.timeZone,
		rounding: document.rounding,
		currency: document.currency,
		pricedAt: at,
		sessionLocationId: shopper.locationId,
		lines: document.lines.map((line) => changed(lineOf(line, cells.get(line.id) ?? [], candidates, shopper, at), load.change)),
		groups: document.groups.map(({ id, locationId, requestedOn, method }) => ({ groupKey: String(id), locationId, requestedOn, method })),
		promotion,
		giftProducts: giftProductsOf(load, shopper),
	}
}

import type { CartGroupRow, CartLineRow } from '../../../db/queries/cart.ts'
import { printMicros } from '../../engine/base/money.ts'
import { QUANTITY_SCALE } from '../../engine/base/units.ts'
import type { PackOffer } from '../../engine/cart/pack-offer.ts'
import { quoteMethods, type ShippingRate } from '../../engine/cart/quote-shipping.ts'
import { fitQuantity } from '../../engine/catalog/quantity-terms.ts'
import { decideOrder } from '../../engine/order/decide-order.ts'
import type { StockPlan } from '../../engine/order/plan-stock.ts'
import type { ShownBudget, ShownCart, ShownDelivery, ShownGift, ShownLine, ShownPackOffer, ShownPromotion, ShownWhy } from '../../engine/order/shown-cart.ts'
import type { TotalledCart, TotalledGroup, TotalledLine } from '../../engine/order/total-order.ts'
import { withinRights } from '../../engine/pricing/price-trace.ts'
import type { Shopper } from '../../platform/actor.ts'
import { budgetDrawsOf, orderQuestionOf, quantityTermsOf } from '../checkout/load-order-question.ts'
import { feeNameOf, giftOfLine, placesOf } from './load-gifts.ts'
import { packOffersOf } from './load-pack-offers.ts'
import type { LoadedCart } from './load-priced-cart.ts'

/** Above this a cart is sent without its traces: each is a kilobyte that few open. */
const MOST_TRACED = 100

function shownLine(
	line: TotalledLine,
	row: CartLineRow,
	load: LoadedCart,
	{ isTraced, offer, shopper }: { isTraced: boolean; offer: PackOffer | undefined; shopper: Shopper },
): ShownLine {
	const [first] = line.parts
	const terms = quantityTermsOf(row, load)
	const fitting = fitQuantity(line.quantity, terms)
	return {
		...{ id: row.id, sequence: line.sequence, productId: line.productId, sku: row.sku, name: row.name, slug: row.slug, picture: row.picture },
		...{ unit: row.unitCode, digits: row.unitDigits, increment: terms.incrementQuantity, minimum: terms.minimumQuantity },
		...{ maximum: terms.maximumQuantity, fitting: fitting === line.quantity ? null : fitting },
		offer: offer ? shownOffer(offer) : null,
		quantity: line.quantity,
		unitPrice: line.unitPriceMicros === null ? null : printMicros(line.unitPriceMicros),
		...{ resolvedMinor: line.resolvedMinor, discountMinor: line.discountMinor, netMinor: line.netMinor },
		adjustments: line.adjustments.map(({ promotionId, amountMinor }) => ({ promotionId, amountMinor })),
		cells: line.allocations.map(({ groupKey, quantity, netMinor }) => ({ groupKey, quantity, netMinor })),
		nextTier: line.parts.length === 1 ? (first?.price.trace.nextTier ?? null) : null,
		why: isTraced ? whyOf(line, load, shopper) : null,
		priceHash: line.priceHash,
		override: row.override && { unitPrice: row.override.unitPrice, reason: row.override.reason },
		addedBy: row.addedByUserName ?? (row.addedByContactId === shopper.contactId ? null : row.addedByContactName),
		...{ supersededBySku: row.supersededBySku, chosen: row.chosen },
		inside: (line.components ?? []).map(({ productId, quantity }, place) => ({ productId, name: row.components[place]?.name ?? '', quantity })),
	}
}

function shownOffer({ unitPriceMicros, ...offer }: PackOffer): ShownPackOffer {
	return { ...offer, unitPrice: printMicros(unitPriceMicros) }
}

function whyOf({ parts }: TotalledLine, { document }: LoadedCart, shopper: Shopper): ShownWhy[] {
	const nameOf = (locationId: number | null) => document.groups.find((group) => group.locationId === locationId)?.name ?? null
	return parts.map(({ price, locationId, deliverOn }) => ({
		trace: price.trace,
		hash: price.hash,
		place: locationId === null ? null : nameOf(locationId),
		deliverOn,
		...(shopper.kind === 'rep' ? { told: withinRights(price.privateTrace, shopper) } : {}),
	}))
}

/** What the promotions of this cart give, as lines that nobody edits. */
function shownGifts({ promotions }: LoadedCart, cart: TotalledCart, locale: string): ShownGift[] {
	return cart.lines.flatMap((line): ShownGift[] => {
		const gift = giftOfLine(promotions, line)
		const promotionId = line.adjustments[0]?.promotionId ?? 0
		if (!gift || line.unitPriceMicros === null) return []
		return [
			{
				...{ sequence: line.sequence, productId: gift.productId, sku: gift.sku, slug: gift.slug, picture: gift.picture, unit: line.unit, promotionId },
				...{ name: gift.names[locale] ?? gift.names['en'] ?? gift.sku, quantity: line.quantity, unitPrice: printMicros(line.unitPriceMicros) },
				resolvedMinor: line.resolvedMinor,
				cells: line.allocations.map(({ groupKey, quantity, netMinor }) => ({ groupKey, quantity, netMinor })),
			},
		]
	})
}

function addressOf({ line1, line2, city, region, postalCode, country }: CartGroupRow): string[] {
	return [line1, line2, [city, region, postalCode].filter(Boolean).join(' '), country].filter((part): part is string => !!part)
}

type Weight = { grams: number; goodsMinor: number; units: number; feeMinor: number }
type Weights = ReadonlyMap<string, Weight>
const NOTHING: Weight = { grams: 0, goodsMinor: 0, units: 0, feeMinor: 0 }

/** What goes with each delivery: what its ways are quoted by. */
function weigh(load: LoadedCart, cart: TotalledCart): Weights {
	const rows = new Map(load.document.lines.map((row) => [row.sequence, row]))
	const weights = new Map<string, Weight>()
	for (const { sequence, kind, quantity, resolvedMinor, allocations } of cart.lines) {
		for (const cell of allocations) {
			const sum = weights.get(cell.groupKey) ?? NOTHING
			if (kind === 'fee') {
				weights.set(cell.groupKey, { ...sum, feeMinor: sum.feeMinor + cell.netMinor })
				continue
			}
			const grams = Math.ceil(((rows.get(sequence)?.weightGrams ?? 0) * cell.quantity) / QUANTITY_SCALE)
			const goodsMinor = quantity === 0 ? 0 : Math.round((resolvedMinor * cell.quantity) / quantity)
			weights.set(cell.groupKey, { ...sum, grams: sum.grams + grams, goodsMinor: sum.goodsMinor + goodsMinor, units: sum.units + cell.quantity })
		}
	}
	return weights
}

type Around = { load: LoadedCart; stock: StockPlan; weights: Weights; currency: string }

function shownDelivery(group: TotalledGroup, row: CartGroupRow, { load, stock, weights, currency }: Around): ShownDelivery {
	const { groupKey } = group
	const promise = stock.promises.find((one) => one.groupKey === groupKey)
	const place = placesOf(load.document).get(groupKey)
	const weight = weights.get(groupKey) ?? NOTHING
	const asked = place && { groupKey, place, weightGrams: weight.grams, amountMinor: weight.goodsMinor }
	const methods = asked ? quoteMethods(asked, load.facts.shippingRates as ShippingRate[], currency) : []
	return {
		...{ groupKey, locationId: row.locationId, code: row.code, name: row.name, address: addressOf(row), requestedOn: row.requestedOn, method: row.method },
		...{ instructions: row.instructions, window: row.window, costCentre: row.costCentre, units: weight.units },
		...{ shipsOn: promise?.shipsOn ?? null, promisedOn: promise?.promisedOn ?? null },
		...{ netMinor: group.netMinor - weight.feeMinor, shippingMinor: group.shippingMinor, shippingDiscountMinor: group.shippingDiscountMinor },
		...{ taxMinor: group.taxMinor, dueMinor: group.dueMinor },
		methods: methods.map(({ method, priceMinor, transitDays }) => ({ method, priceMinor, transitDays })),
	}
}

function shownPromotions(load: LoadedCart, cart: TotalledCart, locale: string): ShownPromotion[] {
	const names = new Map(load.promotions.map(({ id, names: own, code }) => [id, own[locale] ?? own['en'] ?? code]))
	return cart.explanation.map(({ promotionId, applied, reason, facts, savingMinor, lapsedMinor, locations = [] }) => {
		const hint = cart.hints.find((one) => one.promotionId === promotionId)
		const base = { promotionId, name: names.get(promotionId) ?? String(promotionId), applied, reason, facts, savingMinor, lapsedMinor }
		const barred = new Set(locations.filter((one) => one.barred).map(({ locationId }) => locationId))
		const leftOut = [...new Set(load.document.groups.flatMap(({ locationId, name }) => (locationId !== null && barred.has(locationId) && name ? [name] : [])))]
		return { ...base, leftOut, hint: hint ?? null }
	})
}

function shownBudgets(load: LoadedCart, cart: TotalledCart, shopper: Shopper, at: Date): ShownBudget[] {
	const ofBuyers = new Set(load.facts.companyBudgets.filter(({ contactId }) => contactId !== null).map(({ id }) => id))
	return budgetDrawsOf(load, cart, shopper, at).map(({ groups, beyondMinor: _beyond, nextOn: _next, ...draw }) => ({
		...{ ...draw, isOfBuyer: ofBuyers.has(draw.budgetId) },
		groupKeys: groups.flatMap(({ groupKey }) => (groupKey === null ? [] : [groupKey])),
	}))
}

/** What is only asked for at the checkout does not stand against a cart. */
const NOT_OF_A_CART = new Set(['PAYMENT_MISSING', 'CART_EMPTY', 'TAX_NOT_QUOTED', 'TAX_STALE', 'APPROVAL_NEEDED'])

/** The cart as people and machines see it, in a long one with the reasons of `line` only; null when it is too large to price, `load.refusals` say why. */
export function showCart(load: LoadedCart, shopper: Shopper, { locale, at, line }: { locale: string; at: Date; line?: number | null }): ShownCart | null {
	const { document, cart } = load
	if (!cart) return null
	const question = orderQuestionOf(load, cart, load.transits, shopper, { payment: null, seen: null, consentedHash: null, at })
	const decision = decideOrder(question)
	const refusals = decision.ok ? [] : decision.refusals.filter(({ code }) => !NOT_OF_A_CART.has(code))
	const rows = new Map(document.lines.map((row) => [row.sequence, row]))
	const groups = new Map(cart.groups.map((group) => [group.groupKey, group]))
	const weights = weigh(load, cart)
	const around = { load, stock: decision.stock, weights, currency: document.currency }
	const isTraced = document.lines.length <= MOST_TRACED
	const offers = isTraced ? packOffersOf(load, cart, shopper, at) : new Map<number, PackOffer>()
	return {
		...{ cartId: document.id, version: document.version, currency: document.currency, hash: cart.hash },
		...{ name: document.name, isShared: document.isShared, ownerName: document.contactId === shopper.contactId ? null : document.contactName },
		lines: cart.lines.flatMap((one) => {
			const row = rows.get(one.sequence)
			return row ? [shownLine(one, row, load, { isTraced: isTraced || one.sequence === line, offer: offers.get(one.sequence), shopper })] : []
		}),
		gifts: shownGifts(load, cart, locale),
		fees: cart.lines.flatMap((line) => (line.kind === 'fee' ? [{ name: feeNameOf(load, line, locale) ?? '', amountMinor: line.resolvedMinor }] : [])),
		deliveries: document.groups.flatMap((row) => {
			const group = groups.get(String(row.id))
			return group ? [shownDelivery(group, row, around)] : []
		}),
		...{ goodsMinor: cart.goodsMinor, discountMinor: cart.discountMinor, netMinor: cart.netMinor, shippingMinor: cart.shippingMinor },
		goodsNetMinor: cart.netMinor - [...weights.values()].reduce((sum, { feeMinor }) => sum + feeMinor, 0),
		...{ shippingDiscountMinor: cart.shippingDiscountMinor, taxMinor: cart.taxMinor, totalMinor: cart.totalMinor },
		...{ termsDays: cart.termsDays, baseTermsDays: shopper.account.termsDays },
		promotions: shownPromotions(load, cart, locale),
		coupons: document.couponCodes,
		poNumber: document.poNumber,
		isTaxKnown: !cart.problems.some(({ code }) => code === 'TAX_NOT_QUOTED' || code === 'TAX_STALE'),
		pricesIncludeTax: load.facts.pricesIncludeTax,
		budgets: shownBudgets(load, cart, shopper, at),
		linesTaxMinor: cart.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0),
		refusals,
	}
}

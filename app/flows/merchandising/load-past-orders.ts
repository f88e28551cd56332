import type { PastFacts, PastLine, PastOrderRow, PastPromotion, TrialGift } from '../../../db/queries/past-orders.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { microsOf } from '../../engine/base/money.ts'
import type { Place } from '../../engine/base/place.ts'
import { smallestStep } from '../../engine/base/units.ts'
import type { CartLineInput, GiftProduct } from '../../engine/cart/cart-input.ts'
import type { PinnedPart } from '../../engine/cart/replay-cart.ts'
import { asItStood, type PastOrder } from '../../engine/order/simulate-promotion.ts'
import type { TaxFacts } from '../../engine/order/total-order.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import { parsePromotion } from '../../engine/promotion/parse-promotion.ts'
import type { Promotion, Verdict } from '../../engine/promotion/promotion.ts'
import { ppmOf } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'

export type Replay = { facts: PastFacts; timeZone: string; pricesIncludeTax: boolean; gift: TrialGift | null }

const microsOrNull = (text: string | null) => (text === null ? null : microsOf(text))

/** Orders that were priced elsewhere are taken at their net: what was given on them then was not given by us. */
const isOurs = (row: PastOrderRow) => row.verdicts !== null

/** A past order as the engine replays it; everything that decided then is taken as it stood, as far as the order or its history says. */
export function pastOrderOf(row: PastOrderRow, replay: Replay): PastOrder {
	const goods = row.lines.filter(({ kind }) => kind === 'goods')
	const cells = Map.groupBy(row.allocations, ({ sequence }) => sequence)
	const { discountMinor, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor } = row
	return {
		input: {
			sellerZone: replay.timeZone,
			rounding: row.rounding,
			currency: row.currency,
			pricedAt: row.placedAt,
			sessionLocationId: null,
			lines: goods.map((line) => lineOf(line, cells.get(line.sequence) ?? [])),
			groups: row.groups.map(({ id, locationId, requestedOn, method }) => ({ groupKey: String(id), locationId, requestedOn, method })),
			promotion: {
				accountId: row.accountId,
				...{ ancestorIds: row.ancestorIds, buyerGroupIds: row.buyerGroupIds, channel: row.channel, firstOrder: row.isFirst, paymentMethod: row.paymentMethod },
				...{ standing: standingOf(row), campaignIds: row.campaignIds, coupons: row.couponCodes, baseTermsDays: row.termsDays },
				promotions: promotionsOf(row, replay.facts.promotions),
			},
			giftProducts: row.lines.filter(({ kind }) => kind === 'gift').map((line) => givenOf(line, row.currency)),
		},
		pinned: {
			parts: new Map(goods.map((line) => [line.sequence, partsOf(line, isOurs(row))])),
			shipping: new Map(row.groups.map(({ id, shippingMinor: own }) => [String(id), own])),
		},
		tax: isOurs(row) ? taxOf(row, replay) : null,
		stored: {
			revenueMinor: netMinor + shippingMinor - shippingDiscountMinor,
			...{ discountMinor: isOurs(row) ? discountMinor : 0, shippingDiscountMinor, taxMinor, totalMinor },
		},
		trialGifts: trialGiftOf(row, replay.gift),
		costs: new Map([...row.lines.flatMap(({ productId, unitCost }) => costOf(productId, unitCost)), ...costOf(replay.gift?.productId, replay.gift?.unitCost)]),
	}
}

const costOf = (productId: number | undefined, unitCost: string | null | undefined): [number, bigint][] =>
	productId !== undefined && unitCost != null ? [[productId, microsOf(unitCost)]] : []

function lineOf(line: PastLine, cells: PastOrderRow['allocations']): CartLineInput {
	return {
		sequence: line.sequence,
		productId: line.productId,
		unit: { code: line.unitCode, digits: line.unitDigits },
		quantity: quantityOf(line.quantity),
		isEntitled: true,
		allocations: cells.map(({ groupId, quantity }) => ({ groupKey: String(groupId), quantity: quantityOf(quantity) })),
		candidates: [],
		cost: { costMicros: microsOrNull(line.unitCost), floorMicros: microsOrNull(line.floorPrice) },
		quoted: null,
		override: null,
		categoryIds: line.categoryIds,
		relations: line.relations,
		taxCode: line.taxCode,
		weightGrams: 0,
	}
}

function partsOf(line: PastLine, isOurOwn: boolean): PinnedPart[] {
	const { promotable } = line
	const whole = { locationId: null, deliverOn: null, quantity: quantityOf(line.quantity), unitPriceMicros: microsOf(line.unitPrice ?? '0'), promotable }
	if (!isOurOwn) return [{ ...whole, resolvedMinor: line.netMinor }]
	if (line.parts.length < 2) return [{ ...whole, resolvedMinor: line.resolvedMinor }]
	return line.parts.map((part) => ({ ...part, quantity: quantityOf(part.quantity), unitPriceMicros: microsOf(part.unitPrice) }))
}

/** Terms need good standing; what the account's was is told by the promotion that missed it. */
function standingOf({ verdicts, standing }: PastOrderRow): PastOrderRow['standing'] {
	if (!verdicts) return standing
	const missed = verdicts.find(({ reason }) => reason === 'STANDING')?.facts['standing']
	return missed === 'watch' || missed === 'hold' || missed === 'new' ? missed : 'good'
}

/** The promotions that the order was priced with, each as it was at that instant. */
function promotionsOf({ verdicts, placedAt }: PastOrderRow, known: readonly PastPromotion[]): Promotion[] {
	return (verdicts ?? []).flatMap((verdict): Promotion[] => {
		const now = known.find(({ id }) => id === verdict.promotionId)
		const then = now && { ...now, ...now.earlier.find(({ at }) => new Date(at) > placedAt)?.before, id: now.id }
		const parsed = then && parsePromotion({ ...then, names: {}, validFrom: null, validTo: null, budgets: [] })
		if (!parsed?.ok) return []
		const { policy } = now ?? { policy: null }
		const budget = policy && { policy, remainingMinor: null, remainingUses: null }
		return [asItStood({ ...parsed.promotion, budget }, verdict as unknown as Verdict)]
	})
}

function candidateOf(productId: number, unit: string, currency: string, unitPrice: string): PriceCandidate {
	return {
		...{ bookId: 0, bookVersion: 0, bookName: '', rung: 'base', policy: 'best_of', tierMode: 'all_units', basis: 'line', priority: 0, scope: 0, currency },
		...{
			promotable: true,
			dateBasis: 'ordered',
			isActive: true,
			validFrom: null,
			validTo: null,
			entryId: 0,
			productId,
			unit,
			entryValidFrom: null,
			entryValidTo: null,
		},
		...{ tiers: [{ from: 1, unitPriceMicros: microsOf(unitPrice) }], locationId: null, mixGroup: null, committed: 0, fx: null },
	}
}

/** A gift as it was given: at its price, and no more of it than there was. */
function givenOf({ productId, unitCode, unitDigits, taxCode, quantity, unitPrice }: PastLine, currency: string): GiftProduct {
	const unit = { code: unitCode, digits: unitDigits }
	const candidates = [candidateOf(productId, unitCode, currency, unitPrice ?? '0')]
	return { productId, unit, taxCode, isEntitled: true, quantity: smallestStep(unit), candidates, availableQuantity: quantityOf(quantity) }
}

/** The gift of the promotion on trial: as if it had been in stock, at its list price in the order's currency. */
function trialGiftOf({ currency, lines }: PastOrderRow, gift: TrialGift | null): GiftProduct[] {
	const price = gift?.prices.find((one) => one.currency === currency)
	if (!gift || !price || lines.some(({ kind, productId }) => kind === 'gift' && productId === gift.productId)) return []
	const unit = { code: gift.unitCode, digits: gift.unitDigits }
	const candidates = [candidateOf(gift.productId, unit.code, currency, price.unitPrice)]
	return [{ productId: gift.productId, unit, taxCode: gift.taxCode, isEntitled: true, quantity: smallestStep(unit), candidates, availableQuantity: null }]
}

function taxOf(row: PastOrderRow, { facts, timeZone, pricesIncludeTax }: Replay): TaxFacts {
	const places = row.groups.flatMap(({ id, country, region, postalCode }): [string, Place][] =>
		country ? [[String(id), { country, region, postalCode }]] : [],
	)
	const rates = facts.taxRates.map(({ rate, ...own }) => ({ ...own, ratePpm: ppmOf(rate) }))
	const certificates = facts.certificates.filter(({ accountId }) => accountId === row.accountId)
	return { taxedOn: dayIn(row.placedAt, timeZone), pricesIncludeTax, places: new Map(places), rates, certificates, quote: null }
}

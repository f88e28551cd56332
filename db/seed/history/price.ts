import { microsOf, rateOf } from '../../../app/engine/base/money.ts'
import type { Place } from '../../../app/engine/base/place.ts'
import { parseQuantity, wholeQuantity } from '../../../app/engine/base/units.ts'
import type { CartInput } from '../../../app/engine/cart/cart-input.ts'
import { priceCart } from '../../../app/engine/cart/price-cart.ts'
import { quoteShipping, type ShippingRate } from '../../../app/engine/cart/quote-shipping.ts'
import { type TotalledCart, totalOrder } from '../../../app/engine/order/total-order.ts'
import type { PriceCandidate } from '../../../app/engine/pricing/price-candidate.ts'
import { parseBenefit } from '../../../app/engine/promotion/benefits.ts'
import { parseConditions } from '../../../app/engine/promotion/conditions.ts'
import type { Promotion } from '../../../app/engine/promotion/promotion.ts'
import { certificates, currencyOf, locations, ownedMachines } from '../account-rows.ts'
import { accountId, cities, type SeedAccount } from '../accounts.ts'
import { categories, categoryId } from '../categories.ts'
import { type Clock, sellerZone } from '../days.ts'
import { shippingRows, taxRows } from '../duties.ts'
import { groupId } from '../groups.ts'
import { audiences, bookRows, entryRows } from '../prices.ts'
import { money, productId, products, unitOf } from '../products/index.ts'
import { promotions } from '../promotions.ts'
import type { PlannedOrder } from './plan.ts'

export type PricedOrder = PlannedOrder & { placedAt: Date; cart: TotalledCart; groupKeys: readonly number[] }

const ppmOf = (rate: string) => Math.round(Number(rate) * 1_000_000)
const rates: readonly ShippingRate[] = shippingRows.map((row) => ({ ...row, postalPrefix: null }))
const taxes = taxRows.map(({ rate, ...row }) => ({
	...row,
	ratePpm: ppmOf(rate),
	postalPrefix: null,
	taxesFees: false,
	validFrom: '2000-01-01',
	validTo: null,
}))

export function lineage(account: SeedAccount): number[] {
	return account.parent ? [accountId(account.parent)] : []
}

const placeOf = (locationId: number): Place => {
	const location = locations.find(({ id }) => id === locationId)
	if (!location) throw new Error(`No location ${locationId}`)
	const { country, region, postalCode } = cities[location.city]
	return { country, region, postalCode }
}

/** Own category and those above it. */
function categoriesOf(codes: readonly string[]): number[] {
	const found = new Set<number>()
	for (const own of codes) {
		for (let code: string | undefined = own; code; ) {
			found.add(categoryId(code))
			const at: string = code
			code = categories.find((category) => category.code === at)?.parent
		}
	}
	return [...found].sort((a, b) => a - b)
}

const relationsOf = products.map(({ sku, accessoryOf = [], partOf = [] }) => ({
	sku,
	relations: [
		...accessoryOf.map((machine) => ({ kind: 'accessory', productId: productId(machine) })),
		...partOf.map((machine) => ({ kind: 'spare_part', productId: productId(machine) })),
	],
}))
const categoryIdsOf = products.map((product) => categoriesOf(product.categories))

type Addressed = Promotion & { groupIds: readonly number[] }

function pastPromotions(clock: Clock): Addressed[] {
	return promotions().flatMap((one, index): Addressed[] => {
		const conditions = parseConditions(one.conditions)
		const benefit = parseBenefit(one.benefit)
		const [validFrom, validTo] = [clock.instant(one.from), one.to === undefined ? null : clock.instant(one.to)]
		// Coupons were not called in the past year, and a budget's ledger begins with the shop.
		if (!conditions.ok || !benefit.ok || (one.status ?? 'published') !== 'published' || one.couponCode || one.budget) return []
		const known = { conditions: conditions.value, benefit: benefit.value, globalExclusive: false, includeProtected: false, couponCode: null, budget: null }
		const groupIds = (one.groups ?? []).map(groupId)
		return [
			{ ...known, id: index + 1, names: one.name, lane: one.lane, priority: one.priority ?? 0, currency: one.currency ?? null, validFrom, validTo, groupIds },
		]
	})
}

/** Prices the year in its order, as the shop does: the same books, the same engine, the counters growing as it goes. */
export function pricerOf(clock: Clock) {
	const books = bookRows(clock)
	const entries = Map.groupBy(entryRows, ({ productId: id }) => id)
	const exempt = certificates(clock)
	const offers = pastPromotions(clock)
	const committed = new Map<string, number>()
	const keyOf = (account: number, book: number, product: number, unit: string) => `${account} ${book} ${product} ${unit}`

	type Reached = { book: (typeof books)[number]; scope: number; entryBookId: number }
	const reachedBy = new Map<number, Reached[]>()

	/** The books of an account, as `readPriceCandidates` finds them: its own, its parent's, its groups', and those for everybody. */
	function booksOf({ accountId: id, account }: PlannedOrder): Reached[] {
		const known = reachedBy.get(id)
		if (known) return known
		const descent = [id, ...lineage(account)]
		const groupIds = account.groups.map(groupId)
		const found = books.flatMap((book): Reached[] => {
			const addressed = audiences.filter(({ priceBookId }) => priceBookId === book.id)
			const own = addressed.find((one) => one.accountId !== null && descent.includes(one.accountId))
			const isReached = addressed.length === 0 || own || addressed.some(({ buyerGroupId }) => buyerGroupId !== null && groupIds.includes(buyerGroupId))
			if (!isReached || book.currency !== currencyOf(account)) return []
			return [{ book, scope: own?.accountId ? descent.indexOf(own.accountId) + 1 : 1, entryBookId: book.fxSourceBookId ?? book.id }]
		})
		reachedBy.set(id, found)
		return found
	}

	function candidatesFor(order: PlannedOrder, product: number): PriceCandidate[] {
		return booksOf(order).flatMap(({ book, scope, entryBookId }) =>
			(entries.get(product) ?? [])
				.filter(({ priceBookId }) => priceBookId === entryBookId)
				.map(
					(entry): PriceCandidate => ({
						bookId: book.id,
						bookVersion: 1,
						bookName: book.name,
						rung: book.rung,
						policy: book.policy,
						tierMode: book.tierMode,
						basis: book.basis,
						priority: 0,
						scope,
						currency: book.rung === 'fx' ? 'USD' : book.currency,
						promotable: book.isPromotable,
						dateBasis: 'ordered',
						isActive: true,
						validFrom: book.validFrom,
						validTo: book.validTo,
						entryId: entry.id,
						productId: product,
						unit: entry.unitCode,
						entryValidFrom: null,
						entryValidTo: null,
						tiers: entry.tierFrom.map((from, tier) => ({ from: wholeQuantity(from), unitPriceMicros: microsOf(entry.tierPrice[tier] ?? '') })),
						locationId: null,
						mixGroup: entry.mixGroup,
						committed: committed.get(keyOf(order.accountId, book.id, product, entry.unitCode)) ?? 0,
						fx: book.fxRate && book.fxRateOn ? { to: book.currency, rate: rateOf(book.fxRate), ratedOn: book.fxRateOn, ending: null } : null,
					}),
				),
		)
	}

	function inputOf(order: PlannedOrder, placedAt: Date, groupKeys: readonly number[]): CartInput {
		const { account } = order
		const currency = currencyOf(account)
		const owned = new Set(ownedMachines.filter(({ location }) => location.accountId === order.accountId).map(({ sku }) => productId(sku)))
		const groupIds = account.groups.map(groupId)
		return {
			sellerZone,
			rounding: 'half_away',
			currency,
			pricedAt: placedAt,
			sessionLocationId: null,
			lines: order.lines.map(({ sku, quantity, split }, index) => {
				const id = productId(sku)
				const product = products[id - 1]
				if (!product) throw new Error(`No product ${sku}`)
				return {
					sequence: index + 1,
					productId: id,
					unit: { code: unitOf(product), digits: unitOf(product) === 'kg' ? 3 : 0 },
					quantity: parseQuantity(String(quantity)) ?? 0,
					isEntitled: true,
					allocations: [...split].map(([location, part]) => ({ groupKey: String(location), quantity: parseQuantity(String(part)) ?? 0 })),
					candidates: candidatesFor(order, id),
					cost: { costMicros: microsOf(money(product.cost)), floorMicros: microsOf(money(Math.round(product.cost * 1.08))) },
					quoted: null,
					override: null,
					categoryIds: categoryIdsOf[id - 1] ?? [],
					relations: (relationsOf[id - 1]?.relations ?? []).map((relation) => ({ ...relation, owned: owned.has(relation.productId) })),
					taxCode: product.taxCode ?? 'standard',
					weightGrams: product.weightGrams,
				}
			}),
			groups: groupKeys.map((location) => ({ groupKey: String(location), locationId: location, requestedOn: null, method: 'ground' })),
			promotion: {
				accountId: order.accountId,
				buyerGroupIds: groupIds,
				channel: order.byRep ? 'rep' : 'web',
				standing: account.standing,
				firstOrder: false,
				paymentMethod: null,
				campaignIds: [],
				coupons: [],
				baseTermsDays: account.termsDays,
				promotions: offers.filter(
					(one) =>
						(one.validFrom ?? placedAt) <= placedAt &&
						(one.validTo === null || one.validTo > placedAt) &&
						(one.groupIds.length === 0 || one.groupIds.some((id) => groupIds.includes(id))),
				),
			},
			giftProducts: [],
		}
	}

	function priceOrder(order: PlannedOrder): PricedOrder {
		const placedAt = clock.instant(-order.daysAgo, order.hour, order.minute)
		const groupKeys = [...new Set(order.lines.flatMap(({ split }) => [...split.keys()]))].sort((a, b) => a - b)
		const priced = priceCart(inputOf(order, placedAt, groupKeys), ({ groupKey, method, weightGrams, goodsMinor }) => {
			const quote = quoteShipping(
				[{ groupKey, method, place: placeOf(Number(groupKey)), weightGrams, amountMinor: goodsMinor }],
				rates,
				currencyOf(order.account),
			)
			return quote.groups[0]?.rateId ? quote.groups[0].shippingMinor : null
		})
		if (!priced.ok) throw new Error(`${order.account.name}: ${JSON.stringify(priced.refusals)}`)
		const cart = totalOrder(priced.cart, {
			taxedOn: clock.day(-order.daysAgo),
			pricesIncludeTax: false,
			places: new Map(groupKeys.map((location) => [String(location), placeOf(location)])),
			rates: taxes,
			certificates: exempt
				.filter((one) => one.accountId === order.accountId)
				.map(({ id, jurisdiction, number, validFrom, expiresOn }) => ({ id, jurisdiction, number, taxCodes: null, validFrom, expiresOn })),
			quote: null,
		})
		const onRequest = cart.lines.filter(({ unitPriceMicros }) => unitPriceMicros === null).map(({ sequence }) => order.lines[sequence - 1]?.sku)
		if (cart.problems.length > 0 || onRequest.length > 0) throw new Error(`${order.account.name}: ${JSON.stringify(cart.problems)} ${onRequest.join()}`)
		for (const line of cart.lines) {
			for (const { price, quantity } of line.parts) {
				const book = price.winner?.candidate
				if (book?.basis !== 'account_period') continue
				const key = keyOf(order.accountId, book.bookId, line.productId, line.unit)
				committed.set(key, (committed.get(key) ?? 0) + quantity)
			}
		}
		return { ...order, placedAt, cart, groupKeys }
	}

	const counters = () =>
		[...committed].map(([key, quantity]) => {
			const [account = 0, book = 0, product = 0] = key.split(' ').map(Number)
			const unitCode = key.split(' ')[3]
			const started = books.find(({ id }) => id === book)?.validFrom ?? clock.at
			return {
				accountId: account,
				priceBookId: book,
				productId: product,
				unitCode,
				periodStart: started.toISOString().slice(0, 10),
				committedQuantity: quantity / 10_000,
			}
		})

	return { priceOrder, counters }
}

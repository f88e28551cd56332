import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rateOf } from '../../../app/engine/base/money.ts'
import type { PricedCart } from '../../../app/engine/cart/priced-cart.ts'
import type { PriceCandidate } from '../../../app/engine/pricing/price-candidate.ts'
import type { Benefit } from '../../../app/engine/promotion/benefits.ts'
import type { Promotion } from '../../../app/engine/promotion/promotion.ts'
import { lawCases } from '../../support/laws.ts'
import { candidate } from '../pricing/books.ts'
import { percentOff, promotion } from '../promotion/cases.ts'
import { cartInput, cartLine, priced } from './carts.ts'

/** Section 11, point 5: what does not concern a cart changes nothing of it, whatever it would give if it did. */

const cents = fc.integer({ min: 1, max: 4000 }).map((minor) => (minor / 100).toFixed(2))
const tiers = fc
	.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 })
	.chain((froms) => fc.tuple(...froms.map((from) => fc.tuple(fc.constant(from), cents))))
const terms = {
	rung: fc.constantFrom('contract' as const, 'group' as const, 'sale' as const, 'base' as const),
	policy: fc.constantFrom('best_of' as const, 'exclusive' as const),
	tierMode: fc.constantFrom('all_units' as const, 'graduated' as const),
	basis: fc.constantFrom('line' as const, 'order' as const),
	priority: fc.nat(2),
	promotable: fc.boolean(),
}
const book = fc.record({
	...terms,
	tiers,
	locationId: fc.constantFrom(null, null, null, 1, 2),
	dateBasis: fc.constantFrom('ordered' as const, 'delivery' as const),
})

/** Better than anything the cart has, and about something else: another store, money, unit, time or product; or not published. */
const elsewhere: fc.Arbitrary<Partial<PriceCandidate>> = fc.constantFrom(
	{ locationId: 77 },
	{ currency: 'CAD' },
	{ rung: 'fx' as const, currency: 'USD', fx: { to: 'CAD', rate: rateOf('1.3'), ratedOn: '2026-06-01', ending: null } },
	{ unit: 'case' },
	{ validTo: new Date('2026-06-15T15:00:00Z') },
	{ validFrom: new Date('2026-08-01T00:00:00Z') },
	{ entryValidTo: new Date('2026-06-01T00:00:00Z') },
	{ entryValidFrom: new Date('2026-08-01T00:00:00Z') },
	{ productId: 4242 },
	{ isActive: false },
)
const foreignBook = fc.record({ of: fc.record({ ...terms, tiers }), off: elsewhere })

const benefit: fc.Arbitrary<Benefit> = fc.oneof(
	fc.integer({ min: 1, max: 1_000_000 }).map((ppm) => percentOff(ppm)),
	fc.integer({ min: 1, max: 1_000_000 }).map((ppm) => percentOff(ppm, 'order')),
	fc.record({ kind: fc.constant('amount' as const), scope: fc.constant('order' as const), amountMinor: fc.integer({ min: 1, max: 9000 }) }),
	fc.record({ kind: fc.constant('fixed_price' as const), unitPriceMicros: fc.bigInt({ min: 0n, max: 20_000_000n }) }),
	fc.record({ kind: fc.constant('shipping_cap' as const), atMostMinor: fc.nat(900) }),
	fc.record({ kind: fc.constant('terms' as const), days: fc.integer({ min: 31, max: 90 }) }),
)
const offer = fc.record({ benefit, lane: fc.constantFrom('a', 'b', 'c'), priority: fc.nat(2), globalExclusive: fc.nat(7).map((draw) => draw === 0) })

/** Other accounts, groups, stores, channels and coupons; other money, products, units and days; over, or still to come. */
const foreign: fc.Arbitrary<Partial<Promotion>> = fc.constantFrom<Partial<Promotion>>(
	{ conditions: { accountIds: [6] } },
	{ conditions: { buyerGroupIds: [9] } },
	{ conditions: { locationIds: [77] } },
	{ conditions: { channels: ['phone'] } },
	{ conditions: { firstOrder: true } },
	{ conditions: { campaignIds: [3] } },
	{ conditions: { weekdays: [0] } },
	{ currency: 'CAD' },
	{ couponCode: 'NOBODY-SAID' },
	{ validTo: new Date('2026-06-15T15:00:00Z') },
	{ validFrom: new Date('2026-06-15T15:00:01Z') },
)
/** These would still act on an order as a whole, a delivery or the terms: they are about lines. */
const foreignLines: fc.Arbitrary<Partial<Promotion>> = fc.constantFrom<Partial<Promotion>>(
	{ conditions: { productIds: [4242] } },
	{ conditions: { categoryIds: [55] } },
	{ conditions: { units: ['case'] } },
	{ conditions: { relation: { kind: 'accessory', of: 'owned' } } },
)

const cart = fc.record({
	lines: fc.array(
		fc.record({ product: fc.integer({ min: 101, max: 103 }), a: fc.integer({ min: 1, max: 9 }), b: fc.nat(5), books: fc.array(book, { maxLength: 4 }) }),
		{ minLength: 1, maxLength: 4 },
	),
	promotions: fc.array(offer, { maxLength: 4 }),
	foreignBooks: fc.array(foreignBook, { minLength: 1, maxLength: 4 }),
	foreignPromotions: fc.array(fc.record({ of: offer, off: fc.oneof(foreign, foreignLines) }), { minLength: 1, maxLength: 4 }),
})

/** Everything that a person pays or agrees to. */
const paid = (one: PricedCart) => ({
	hash: one.hash,
	lines: one.lines.map(({ sequence, priceHash, unitPriceMicros, resolvedMinor, discountMinor, netMinor }) => ({
		...{ sequence, priceHash, unitPriceMicros, resolvedMinor, discountMinor, netMinor },
	})),
	groups: one.groups.map(({ groupKey, netMinor, shippingMinor, shippingDiscountMinor }) => ({ groupKey, netMinor, shippingMinor, shippingDiscountMinor })),
	termsDays: one.termsDays,
})

test('law: a book or promotion that is about somebody or something else changes neither a price nor the hash', () => {
	const acted = { books: 0, promotions: 0 }
	fc.assert(
		fc.property(cart, ({ lines, promotions, foreignBooks, foreignPromotions }) => {
			const own = promotions.map(({ benefit: gives, ...more }, index) => promotion(index + 1, gives, more))
			// Smaller ids than the cart's own, so that no tie is decided in their favour unseen.
			const others = foreignPromotions.map(({ of: { benefit: gives, ...more }, off }, index) => promotion(-index - 1, gives, { ...more, priority: 9, ...off }))
			const build = (books: typeof foreignBooks, given: Promotion[]) => {
				const made = cartInput(
					lines.map(({ product, a, b, books: ownBooks }, index) => {
						const productId = product
						const mine = ownBooks.map(({ rung, tiers: from, ...more }, place) => candidate(10 * product + place, rung, from, { ...more, productId }))
						const theirs = books.map(({ of: { rung, tiers: from, ...more }, off }, place) =>
							candidate(place + 1, rung, from, { ...more, priority: 9, scope: 0, productId, ...off }),
						)
						return cartLine(index + 1, productId, b > 0 ? { A: a, B: b } : { A: a }, { candidates: [...theirs, ...mine] })
					}),
				)
				return priced({ ...made, promotion: { ...made.promotion, promotions: given } }, () => 950)
			}
			const plain = build([], own)
			acted.books += Number(plain.lines.some(({ unitPriceMicros }) => unitPriceMicros !== null))
			acted.promotions += Number(plain.lines.some(({ discountMinor }) => discountMinor > 0))
			expect(paid(build(foreignBooks, own)), 'books').toEqual(paid(plain))
			expect(paid(build([], [...others, ...own])), 'promotions').toEqual(paid(plain))
			expect(paid(build(foreignBooks, [...own, ...others])), 'both').toEqual(paid(plain))
		}),
		lawCases(20261122),
	)
	// Empty carts would hold the law too.
	expect(acted.books).toBeGreaterThan(300)
	expect(acted.promotions).toBeGreaterThan(100)
})

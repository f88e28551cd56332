import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import type { Benefit } from '../../../app/engine/promotion/benefits.ts'
import type { Conditions } from '../../../app/engine/promotion/conditions.ts'
import type { Promotion, PromotionInput, PromotionLine } from '../../../app/engine/promotion/promotion.ts'
import { shareOverRoom } from '../../../app/engine/promotion/share-over-room.ts'
import { lawCases } from '../../support/laws.ts'
import { line, order, promotion } from './cases.ts'

const seeded = lawCases(20260302)
const ppm = fc.integer({ min: 1, max: 1_000_000 })
const of = fc.constantFrom('phase_entry' as const, 'resolved_price' as const)
const uses = fc.option(fc.integer({ min: 1, max: 4 }))
const units = fc.integer({ min: 1, max: 4 }).map((count) => count * 10_000)
const products = fc.record({ productIds: fc.uniqueArray(fc.integer({ min: 101, max: 106 }), { minLength: 1, maxLength: 4 }) })

const benefit: fc.Arbitrary<Benefit> = fc.oneof(
	fc.record({ kind: fc.constant('percent' as const), scope: fc.constantFrom('line' as const, 'order' as const), percentPpm: ppm, of }),
	fc.record({
		kind: fc.constant('amount' as const),
		scope: fc.constant('line' as const),
		per: fc.constantFrom('unit' as const, 'line' as const),
		amountMinor: fc.integer({ min: 1, max: 3000 }),
	}),
	fc.record({ kind: fc.constant('amount' as const), scope: fc.constant('order' as const), amountMinor: fc.integer({ min: 1, max: 30_000 }) }),
	fc.record({ kind: fc.constant('fixed_price' as const), unitPriceMicros: fc.bigInt({ min: 0n, max: 20_000_000n }) }),
	fc.record({
		kind: fc.constant('free_units' as const),
		buyQuantity: units,
		getQuantity: units,
		getLines: fc.option(products, { nil: undefined }),
		percentPpm: ppm,
		maxUses: uses,
	}),
	fc.record({
		kind: fc.constant('bundle_price' as const),
		components: fc.array(fc.record({ lines: products, quantity: units }), { minLength: 1, maxLength: 3 }),
		priceMinor: fc.integer({ min: 0, max: 9000 }),
		maxUses: uses,
	}),
	fc.record({
		kind: fc.constant('gift' as const),
		productId: fc.constant(7),
		unit: fc.constant('each'),
		quantity: units,
		every: fc.option(units),
		maxUses: uses,
	}),
	fc.record({ kind: fc.constant('shipping_percent' as const), percentPpm: ppm, capMinor: fc.option(fc.integer({ min: 1, max: 900 })) }),
	fc.record({ kind: fc.constant('shipping_cap' as const), atMostMinor: fc.integer({ min: 0, max: 900 }) }),
	fc.record({ kind: fc.constant('terms' as const), days: fc.integer({ min: 1, max: 90 }) }),
)
const conditions: fc.Arbitrary<Conditions> = fc.oneof(
	fc.constant({}),
	products,
	fc.record({ locationIds: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 1 }) }),
	fc.record({ amount: fc.record({ minMinor: fc.integer({ min: 1, max: 20_000 }), over: fc.constantFrom('order' as const, 'selected' as const), of }) }),
	fc.record({ quantity: fc.record({ min: units, per: fc.constantFrom('line' as const, 'selected' as const, 'order' as const) }) }),
)
const budget = fc.record({
	remainingMinor: fc.option(fc.integer({ min: 0, max: 3000 })),
	remainingUses: fc.option(fc.integer({ min: 0, max: 3 })),
	policy: fc.constantFrom('reject' as const, 'cap' as const),
})
const rules = (withBudgets: boolean) =>
	fc
		.array(
			fc.record({
				benefit,
				conditions,
				lane: fc.constantFrom('a', 'b', 'c'),
				priority: fc.integer({ min: 0, max: 2 }),
				globalExclusive: fc.nat(9).map((draw) => draw === 0),
				includeProtected: fc.boolean(),
				budget: withBudgets ? fc.option(budget) : fc.constant(null),
				stores: withBudgets ? fc.tuple(fc.option(budget, { freq: 2 }), fc.option(budget, { freq: 2 })) : fc.constant<[null, null]>([null, null]),
			}),
			{ maxLength: 8 },
		)
		.map((list): Promotion[] =>
			list.map(({ benefit: own, stores, ...more }, index) => {
				const locationBudgets = [...stores].flatMap((store, place) => (store ? [{ locationId: place + 1, ...store }] : []))
				return promotion(index + 1, own, { ...more, ...(locationBudgets.length > 0 ? { locationBudgets } : {}) })
			}),
		)
const lines = fc
	.array(
		fc.record({
			minor: fc.nat(9000),
			units: fc.tuple(fc.nat(3), fc.nat(3)),
			promotable: fc.nat(4),
			floor: fc.option(fc.nat(9000)),
			product: fc.integer({ min: 101, max: 106 }),
		}),
		{
			minLength: 1,
			maxLength: 8,
		},
	)
	.map((list): PromotionLine[] =>
		list.map(({ minor, units: [a, b], promotable, floor, product }, index) =>
			line(index + 1, minor, a + b + 1, {
				productId: product,
				promotable: promotable !== 0,
				floorMinor: floor,
				allocations: [
					{ groupKey: 'A', locationId: 1, quantity: (a + 1) * 10_000 },
					{ groupKey: 'B', locationId: 2, quantity: b * 10_000 },
				],
			}),
		),
	)
const orders = (withBudgets: boolean) =>
	fc
		.record({
			lines,
			promotions: rules(withBudgets),
			shipping: fc.tuple(fc.nat(2000), fc.nat(2000)),
			currency: fc.constantFrom('USD', 'JPY', 'KWD'),
			even: fc.boolean(),
		})
		.map(
			(drawn): PromotionInput =>
				order(
					drawn.lines,
					drawn.promotions.map((one) => ({ ...one, currency: drawn.currency })),
					{
						currency: drawn.currency,
						rounding: drawn.even ? 'half_even' : 'half_away',
						groups: [
							{ groupKey: 'A', shippingMinor: drawn.shipping[0], locationId: 1 },
							{ groupKey: 'B', shippingMinor: drawn.shipping[1], locationId: 2 },
						],
						gifts: [{ productId: 7, unit: 'each', unitPriceMicros: 3_330_000n, step: 10_000, availableQuantity: 80_000 }],
					},
				),
		)
const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0)

test('a line comes to its price less its adjustments, never under 0 or its floor', () => {
	fc.assert(
		fc.property(orders(true), (input) => {
			const outcome = applyPromotions(input)
			for (const [index, { netMinor, adjustments }] of outcome.lines.entries()) {
				const { resolvedMinor, floorMinor } = input.lines[index]!
				expect(netMinor).toBe(resolvedMinor - sum(adjustments.map(({ amountMinor }) => amountMinor)))
				expect(netMinor).toBeGreaterThanOrEqual(Math.min(resolvedMinor, Math.max(0, floorMinor ?? 0)))
				expect(adjustments.every(({ amountMinor }) => amountMinor > 0)).toBe(true)
			}
			for (const [index, { shippingDiscountMinor }] of outcome.groups.entries()) {
				expect(shippingDiscountMinor).toBeGreaterThanOrEqual(0)
				expect(shippingDiscountMinor).toBeLessThanOrEqual(input.groups[index]!.shippingMinor)
			}
		}),
		seeded,
	)
})

test('what each promotion says it saved is what it took off lines and shipping and gave as gifts', () => {
	fc.assert(
		fc.property(orders(true), (input) => {
			const outcome = applyPromotions(input)
			const taken = [...outcome.lines, ...outcome.groups].flatMap(({ adjustments }) => adjustments)
			for (const { promotionId, savingMinor, applied } of outcome.explanation) {
				const own = sum(taken.filter((one) => one.promotionId === promotionId).map(({ amountMinor }) => amountMinor))
				const given = sum(outcome.gifts.filter((gift) => gift.promotionId === promotionId).map(({ resolvedMinor }) => resolvedMinor))
				expect(own + given).toBe(savingMinor)
				if (!applied) expect(savingMinor).toBe(0)
			}
			expect(outcome.savedMinor).toBe(sum(outcome.explanation.map(({ savingMinor }) => savingMinor)))
			expect(outcome.explanation.map(({ promotionId }) => promotionId)).toEqual(input.promotions.map(({ id }) => id))
		}),
		seeded,
	)
})

test('no budget is passed', () => {
	fc.assert(
		fc.property(orders(true), (input) => {
			const verdicts = new Map(applyPromotions(input).explanation.map((verdict) => [verdict.promotionId, verdict]))
			for (const { id, budget: own } of input.promotions) {
				expect(verdicts.get(id)!.savingMinor).toBeLessThanOrEqual(own?.remainingMinor ?? Number.MAX_SAFE_INTEGER)
				if (verdicts.get(id)!.applied) expect(verdicts.get(id)!.uses).toBeLessThanOrEqual(own?.remainingUses ?? Number.MAX_SAFE_INTEGER)
			}
		}),
		seeded,
	)
})

test('no budget of a location is passed, and what falls to the locations is what the promotion saved', () => {
	fc.assert(
		fc.property(orders(true), (input) => {
			const verdicts = new Map(applyPromotions(input).explanation.map((verdict) => [verdict.promotionId, verdict]))
			for (const { id, locationBudgets } of input.promotions) {
				const { applied, savingMinor, locations = [] } = verdicts.get(id)!
				if (!applied || !locationBudgets) continue
				expect(sum(locations.map((one) => one.savingMinor))).toBe(savingMinor)
				for (const { locationId, remainingMinor, remainingUses } of locationBudgets) {
					const draw = locations.find((one) => one.locationId === locationId)
					expect(draw?.savingMinor ?? 0).toBeLessThanOrEqual(remainingMinor ?? Number.MAX_SAFE_INTEGER)
					expect(draw?.uses ?? 0).toBeLessThanOrEqual(remainingUses ?? Number.MAX_SAFE_INTEGER)
				}
			}
		}),
		seeded,
	)
})

test('the order of rows changes nothing', () => {
	fc.assert(
		fc.property(orders(true), (input) => {
			const turned = { ...input, lines: [...input.lines].reverse(), groups: [...input.groups].reverse(), promotions: [...input.promotions].reverse() }
			expect(applyPromotions(turned)).toEqual(applyPromotions(input))
		}),
		seeded,
	)
})

/** FLOOR says that it won its lane and found no room: that keeps its lane mates out, so it is not nothing. */
test('law: a promotion that neither acts nor wins its lane changes nothing', () => {
	fc.assert(
		fc.property(orders(false), (input) => {
			const outcome = applyPromotions(input)
			const counting = new Set(outcome.explanation.filter(({ applied, reason }) => applied || reason === 'FLOOR').map(({ promotionId }) => promotionId))
			const bare = applyPromotions({ ...input, promotions: input.promotions.filter(({ id }) => counting.has(id)) })
			expect(bare.lines).toEqual(outcome.lines)
			expect(bare.groups).toEqual(outcome.groups)
			expect(bare.gifts).toEqual(outcome.gifts)
			expect(bare.termsDays).toBe(outcome.termsDays)
		}),
		seeded,
	)
})

test('sharing over room: shares sum to what did not lapse, none passes its room, nothing lapses while there is room', () => {
	const pair = fc.tuple(fc.nat(100_000), fc.double({ min: 0, max: 1, noNaN: true })).map(([amount, part]) => ({ amount, room: Math.floor(amount * part) }))
	fc.assert(
		fc.property(fc.array(pair, { maxLength: 300 }), fc.nat(20_000_000), (pairs, total) => {
			const { shares, lapsedMinor } = shareOverRoom(
				total,
				pairs.map(({ amount }) => amount),
				pairs.map(({ room }) => room),
			)
			expect(sum(shares) + lapsedMinor).toBe(total)
			for (const [index, share] of shares.entries()) expect(share).toBeLessThanOrEqual(pairs[index]!.room)
			if (lapsedMinor > 0) expect(shares).toEqual(pairs.map(({ room }) => room))
		}),
		seeded,
	)
})

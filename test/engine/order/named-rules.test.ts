import { describe, expect, test } from 'vitest'
import { type PinnedPart, replayCart } from '../../../app/engine/cart/replay-cart.ts'
import { type AskedRow, type FoundProduct, resolveRows } from '../../../app/engine/cart/resolve-rows.ts'
import { readHistoryRow } from '../../../app/engine/order/import-history.ts'
import { periodsDrawnOn } from '../../../app/engine/order/periods-drawn-on.ts'
import type { PaymentIntentPlan } from '../../../app/engine/order/plan-payments.ts'
import { type CardAttempt, callsNow, countAttempts, coverPlans } from '../../../app/engine/order/settle-card.ts'
import { asItStood, type PastOrder, simulateOrder } from '../../../app/engine/order/simulate-promotion.ts'
import { spend, type Trial, trialFor } from '../../../app/engine/order/trial-budget.ts'
import { cartInput, cartLine, freeShipping, priced } from '../cart/carts.ts'
import { BEAN, candidate, P1 } from '../pricing/books.ts'
import { percentOff, promotion } from '../promotion/cases.ts'
import { taxRate, totalled } from './orders.ts'

/** Rules that stood in the code and in no test of the engine: found by changes that nothing noticed. */
describe('a row that somebody asks for', () => {
	const bean: FoundProduct = {
		...{ productId: 7, unit: { code: 'each', digits: 0 }, sku: 'BEAN', supersededBySku: null, incrementQuantity: 10_000, minimumQuantity: 10_000, blocks: [] },
	}
	const ask = (row: Partial<AskedRow>, found: Partial<FoundProduct> = {}) =>
		resolveRows([{ sku: 'bean', quantity: '3', unit: null, locationId: 4, requestedOn: null, ...row }], [{ ...bean, ...found }], '2026-03-02')
	const code = (row: Partial<AskedRow>, found: Partial<FoundProduct> = {}) => ask(row, found).refusals[0]?.code ?? 'wanted'
	test.each<[string, Partial<AskedRow>, Partial<FoundProduct>, string]>([
		['exact', {}, {}, 'wanted'],
		['of nobody’s product', {}, { productId: null }, 'PRODUCT_UNKNOWN'],
		['in no unit of it', { unit: 'case' }, { unit: null }, 'UNIT_UNKNOWN'],
		['of none', { quantity: '0' }, {}, 'QUANTITY_INVALID'],
		['of some', { quantity: 'some' }, {}, 'QUANTITY_INVALID'],
		['of a million', { quantity: '1000000' }, {}, 'wanted'],
		['of more', { quantity: '1000001' }, {}, 'QUANTITY_TOO_LARGE'],
		['of half a piece', { quantity: '0.5' }, {}, 'QUANTITY_FRACTION'],
		['for today', { requestedOn: '2026-03-02' }, {}, 'wanted'],
		['for yesterday', { requestedOn: '2026-03-01' }, {}, 'REQUESTED_DAY_PAST'],
		['for a day that is none', { requestedOn: '2026-02-31' }, {}, 'REQUESTED_DAY_INVALID'],
		['for a month that is none', { requestedOn: '2026-13-01' }, {}, 'REQUESTED_DAY_INVALID'],
		['for soon', { requestedOn: 'soon' }, {}, 'REQUESTED_DAY_INVALID'],
		['that she may see and not buy', {}, { blocks: [{ code: 'CLASS_RESTRICTED', facts: {}, liftedBy: 'REVIEW' } as never] }, 'CLASS_RESTRICTED'],
	])('%s', (_, row, found, expected) => {
		const answer = ask(row, found)
		expect(answer.refusals[0]?.code ?? 'wanted').toBe(expected)
		expect(answer.wanted).toHaveLength(expected === 'wanted' ? 1 : 0)
	})
	test('what stands wrong in the row comes before what she may not', () => {
		expect(code({ quantity: '0' }, { blocks: [{ code: 'CLASS_RESTRICTED', facts: {}, liftedBy: 'REVIEW' } as never] })).toBe('QUANTITY_INVALID')
	})
	test('whole packs and successors are told, by row; nothing else is', () => {
		expect(ask({}, { incrementQuantity: 60_000, supersededBySku: 'BEAN-2' })).toMatchObject({
			wanted: [{ row: 1, productId: 7, unit: 'each', quantity: 60_000, locationId: 4, requestedOn: null }],
			notices: [
				{ code: 'PACK_ROUNDED', row: 1, facts: { sku: 'BEAN', from: '3', to: '6' } },
				{ code: 'SUPERSEDED', row: 1, facts: { sku: 'BEAN', by: 'BEAN-2' } },
			],
		})
		expect(ask({}, { incrementQuantity: 30_000 }).notices).toEqual([])
	})
	test('every row is wanted or refused, in its place', () => {
		const rows = ['1', '0', '2'].map((quantity) => ({ sku: 'b', quantity, unit: null, locationId: null, requestedOn: null }))
		const { wanted, refusals } = resolveRows(rows, [bean, bean, bean], '2026-03-02')
		expect([wanted.map(({ row }) => row), refusals.map(({ line }) => line)]).toEqual([[1, 3], [2]])
	})
	test('a product without its own name is called what was asked; no more of it is repeated than eighty letters', () => {
		expect(ask({ sku: 'x'.repeat(99) }, { productId: null }).refusals[0]?.facts).toEqual({ sku: 'x'.repeat(80) })
		expect(ask({}, { sku: null, incrementQuantity: 60_000 }).notices[0]?.facts['sku']).toBe('bean')
	})
})

describe('card calls', () => {
	const plan = (groupKey: string, amountMinor: number, when: 'now' | 'later' = 'now') => ({ groupKey, amountMinor, when }) as PaymentIntentPlan
	const attempt = (id: number, more: Partial<CardAttempt> = {}): CardAttempt => ({
		...{ id, groupKey: 'A', key: `9:2:A:${id}`, attempt: id, amountMinor: 500, state: 'authorised', paymentMethodId: 'pm_1', intentId: 'pi' },
		...more,
	})
	const known = (more: Partial<CardAttempt>) => callsNow([plan('A', 500)], [attempt(1, more)], { version: 2, paymentMethodId: 'pm_1' })[0]?.known?.id ?? null
	test('are counted by delivery, of this version alone', () => {
		expect(countAttempts([attempt(3), attempt(1), attempt(2, { groupKey: 'B' }), attempt(7, { key: '9:1:A:7' })], 2)).toEqual(
			new Map([
				['A', 3],
				['B', 2],
			]),
		)
	})
	test.each<[string, Partial<CardAttempt>, number | null]>([
		['prepared', { state: 'prepared' }, 1],
		['waiting for the bank', { state: 'requires_action' }, 1],
		['authorised', {}, 1],
		['declined', { state: 'declined' }, null],
		['of another amount', { amountMinor: 501 }, null],
		['of another card', { paymentMethodId: 'pm_2' }, null],
		['of another version', { key: '9:1:A:1' }, null],
		['of another delivery', { groupKey: 'B' }, null],
	])('one %s goes on under its key, or not', (_, more, expected) => {
		expect(known(more)).toBe(expected)
	})
	test('of a later day are not made now, and need no cover', () => {
		expect(callsNow([plan('A', 500, 'later')], [], { version: 2, paymentMethodId: 'pm_1' })).toEqual([])
		expect(coverPlans([plan('A', 500, 'later')], [], 2)).toEqual({ ok: true, used: [] })
	})
	test('cover what is due to the cent, delivery by delivery', () => {
		expect(coverPlans([plan('A', 500)], [attempt(1)], 2)).toMatchObject({ ok: true, used: [{ id: 1 }] })
		for (const more of [{ state: 'prepared' }, { amountMinor: 499 }, { key: '9:1:A:1' }, { groupKey: 'B' }])
			expect(coverPlans([plan('A', 500)], [attempt(1, more)], 2)).toEqual({
				ok: false,
				refusals: [{ code: 'CARD_CHANGED', facts: { groupKey: 'A', amountMinor: 500 } }],
			})
		expect(coverPlans([plan('A', 500), plan('B', 300)], [attempt(1)], 2)).toMatchObject({ ok: false, refusals: [{ facts: { groupKey: 'B' } }] })
	})
})

describe('counters of contract periods', () => {
	const line = (productId: number, unit: string, candidates: { bookId: number | null; reason: string | null }[]) =>
		({ productId, unit, parts: [{ price: { trace: { candidates } } }] }) as never
	const period = (bookId: number, unit = 'each', more = {}) => candidate(bookId, 'contract', [[1, '1.00']], { basis: 'account_period', unit, ...more })
	const drawn = (lines: never[], books: ReturnType<typeof candidate>[]) => periodsDrawnOn({ lines }, new Map([[7, books]]))
	test.each<[string | null, boolean]>([
		[null, true],
		['LOWER_RANK', true],
		['DEARER', true],
		['BELOW_MIN', true],
		['DATE', false],
		['NOT_ENTITLED', false],
	])('of a book that stood there with %s: %s', (reason, isDrawn) => {
		expect(drawn([line(7, 'each', [{ bookId: 40, reason }])], [period(40)])).toEqual(isDrawn ? [{ bookId: 40, productId: 7, unit: 'each' }] : [])
	})
	test('once each, in one order, of this unit and of this basis alone', () => {
		const all = [50, 40].map((bookId) => ({ bookId, reason: null }))
		const books = [period(50), period(40), period(40, 'case'), period(60), candidate(40, 'contract', [[1, '1.00']], { basis: 'order' })]
		const keys = drawn([line(7, 'each', all), line(7, 'each', all), line(7, 'case', all), line(8, 'each', all)], books)
		expect(keys.map(({ bookId, unit }) => `${bookId} ${unit}`)).toEqual(['40 case', '40 each', '50 each'])
		expect(drawn([line(7, 'each', [{ bookId: null, reason: null }])], books)).toEqual([])
	})
})

describe('a promotion on trial', () => {
	const half = promotion(5, percentOff(500_000))
	const everybodys = { accountId: null, buyerGroupId: null, locationId: null }
	const budgets = [{ ...everybodys, id: 1, policy: 'reject' as const, limitMinor: 1000, limitUses: null }]
	const trial = (more: Partial<Trial> = {}): Trial => ({ promotion: half, groupIds: [], accountIds: [], budgets: [], ...more })
	const buyer = { accountId: 5, ancestorIds: [4], buyerGroupIds: [8] }
	test.each<[string, Partial<Trial>, boolean]>([
		['everybody', {}, true],
		['this account', { accountIds: [5] }, true],
		['its parent', { accountIds: [4] }, true],
		['another account', { accountIds: [6] }, false],
		['its group', { groupIds: [8] }, true],
		['another group', { groupIds: [9] }, false],
		['another account, but its group', { accountIds: [6], groupIds: [8] }, true],
	])('that is for %s', (_, more, meets) => {
		expect(trialFor(trial(more), buyer, {}) !== null).toBe(meets)
	})
	test('meets each order with what the ones before left of its budgets', () => {
		const own = trial({ budgets: [{ ...budgets[0]!, limitUses: 3 }] })
		const after = spend(own, buyer, spend(own, buyer, {}, { applied: true, savingMinor: 300, uses: 1 }), { applied: true, savingMinor: 100, uses: 1 })
		expect(trialFor(own, buyer, {})?.budget).toEqual({ policy: 'reject', remainingMinor: 1000, remainingUses: 3 })
		expect(trialFor(own, buyer, after)?.budget).toEqual({ policy: 'reject', remainingMinor: 600, remainingUses: 1 })
		expect(spend(own, buyer, after, { applied: false, savingMinor: 9, uses: 1 })).toBe(after)
		expect(spend(own, buyer, after, null)).toBe(after)
		expect(trialFor(trial({ budgets }), buyer, after)?.budget).toEqual({ policy: 'reject', remainingMinor: 600, remainingUses: null })
	})
	test.each<[string, object, boolean]>([
		['her group', { buyerGroupId: 8 }, true],
		['another group', { buyerGroupId: 9 }, false],
		['her account', { accountId: 5 }, true],
		['its parent', { accountId: 4 }, true],
		['another account', { accountId: 6 }, false],
	])('draws on the budget of %s, or does not', (_, whose, isHers) => {
		const own = trial({ budgets: [{ ...budgets[0]!, ...whose }] })
		expect(trialFor(own, buyer, {})?.budget?.remainingMinor ?? null).toBe(isHers ? 1000 : null)
		expect(spend(own, buyer, {}, { applied: true, savingMinor: 300, uses: 1 })).toEqual(isHers ? { 1: { minor: 300, uses: 1 } } : {})
	})
	test('draws on the budget of a store what falls to that store', () => {
		const own = trial({ budgets: [{ ...budgets[0]!, accountId: 5, locationId: 2, limitUses: 3 }] })
		const locations = [
			{ locationId: 1, savingMinor: 200, uses: 1 },
			{ locationId: 2, savingMinor: 100, uses: 2 },
		]
		const after = spend(own, buyer, {}, { applied: true, savingMinor: 300, uses: 3, locations })
		expect(after).toEqual({ 1: { minor: 100, uses: 2 } })
		expect(trialFor(own, buyer, after)).toMatchObject({
			budget: null,
			locationBudgets: [{ locationId: 2, policy: 'reject', remainingMinor: 900, remainingUses: 1 }],
		})
		expect(spend(own, buyer, {}, { applied: true, savingMinor: 300, uses: 3 })).toEqual({})
	})

	const part = (more: Partial<PinnedPart> = {}): PinnedPart => ({
		...{ locationId: null, deliverOn: null, quantity: 20_000, unitPriceMicros: 20_000_000n, resolvedMinor: 4000, promotable: true },
		...more,
	})
	const input = cartInput([cartLine(1, BEAN, { A: 1, B: 1 })])
	const past = (more: Partial<PastOrder> = {}): PastOrder => ({
		...{
			input,
			pinned: { parts: new Map([[1, [part()]]]), shipping: new Map([['A', 800]]) },
			tax: null,
			trialGifts: [],
			costs: new Map([[BEAN, 12_000_000n]]),
		},
		stored: { revenueMinor: 4800, discountMinor: 0, shippingDiscountMinor: 0, taxMinor: 300, totalMinor: 5100 },
		...more,
	})
	test('that is none gives the past to the cent', () => {
		const { before, after, isExact, products, verdict, costBeforeMinor, costAfterMinor } = simulateOrder(past(), null)
		expect([after, isExact, products, verdict, costBeforeMinor, costAfterMinor]).toEqual([before, true, [], null, 2400, 2400])
	})
	test('takes off what it would have, and nothing that another said', () => {
		const { before, after, products, verdict } = simulateOrder(past(), half)
		expect(before.revenueMinor).toBe(4800)
		expect(after).toEqual({ revenueMinor: 2800, discountMinor: 2000, shippingDiscountMinor: 0, taxMinor: 300, totalMinor: 3100 })
		expect(products).toEqual([{ productId: BEAN, quantity: 20_000, giftQuantity: 0, beforeMinor: 4000, afterMinor: 2000 }])
		expect(verdict).toMatchObject({ promotionId: 5, savingMinor: 2000 })
		const off = past({ stored: { ...past().stored, revenueMinor: 4790, totalMinor: 5090 } })
		expect(simulateOrder(off, half)).toMatchObject({ isExact: false, after: { revenueMinor: 2790, totalMinor: 3090 } })
	})
	test('takes the place of itself as it was, and its coupon counts as called', () => {
		const had = { ...input, promotion: { ...input.promotion, promotions: [promotion(5, percentOff(100_000))] } }
		const stored = { revenueMinor: 4400, discountMinor: 400, shippingDiscountMinor: 0, taxMinor: 0, totalMinor: 4400 }
		expect(simulateOrder(past({ input: had, stored }), half)).toMatchObject({ isExact: true, after: { discountMinor: 2000 } })
		expect(simulateOrder(past(), { ...half, couponCode: 'ROAST' }).after.discountMinor).toBe(2000)
	})
	test('that gives something away costs what that costs', () => {
		const product = { productId: 82, unit: { code: 'each', digits: 0 }, taxCode: 'standard', isEntitled: true, quantity: 10_000, availableQuantity: null }
		const trialGifts = [{ ...product, candidates: [candidate(10, 'base', [[1, '9.00']], { productId: 82 })] }]
		const gift = promotion(6, { kind: 'gift', productId: 82, unit: 'each', quantity: 10_000, every: null, maxUses: null })
		const costs = new Map([
			[BEAN, 12_000_000n],
			[82, 5_000_000n],
		])
		const given = simulateOrder(past({ trialGifts, costs }), gift)
		expect([given.costBeforeMinor, given.costAfterMinor, given.after.revenueMinor]).toEqual([2400, 2900, 4800])
		expect(given.products).toEqual([{ productId: 82, quantity: 0, giftQuantity: 10_000, beforeMinor: 0, afterMinor: 0 }])
	})
	test('parts of a past line keep their places; what no place tells apart stays whole', () => {
		const parts = [
			part({ locationId: 1, quantity: 10_000, resolvedMinor: 1900 }),
			part({ locationId: 2, quantity: 10_000, resolvedMinor: 2100, promotable: false }),
		]
		const replay = (given: PinnedPart[]) => replayCart(input, { parts: new Map([[1, given]]), shipping: new Map() }).lines[0]
		expect(replay(parts)?.parts.map(({ resolvedMinor, locationId }) => [locationId, resolvedMinor])).toEqual([
			[1, 1900],
			[2, 2100],
		])
		expect(replay(parts.map((one) => ({ ...one, locationId: null })))).toMatchObject({
			resolvedMinor: 4000,
			parts: [{ quantity: 20_000, resolvedMinor: 4000 }],
		})
		// One of two portions tells its place, the other does not: nobody knows what went where.
		expect(replay(parts.map((one, index) => (index === 0 ? one : { ...one, locationId: null })))?.parts).toMatchObject([
			{ quantity: 20_000, resolvedMinor: 4000 },
		])
		expect(replay([])).toMatchObject({ parts: [], netMinor: 0 })
	})

	const capped = { ...half, budget: { policy: 'cap' as const, remainingMinor: 77, remainingUses: 7 } }
	const said = { reason: 'APPLIED' as const, applied: true, facts: {}, savingMinor: 20, lapsedMinor: 0, locations: undefined }
	test.each<[string, object, object | null]>([
		['spent', { reason: 'BUDGET_SPENT', applied: false }, { policy: 'cap', remainingMinor: 0, remainingUses: null }],
		['too little left', { reason: 'BUDGET_LESS', applied: false, facts: { remainingMinor: 5 } }, { policy: 'cap', remainingMinor: 5, remainingUses: null }],
		['capped', { lapsedMinor: 3 }, { policy: 'cap', remainingMinor: 20, remainingUses: null }],
		['enough', {}, null],
		['capped and not applied', { applied: false, reason: 'FLOOR', lapsedMinor: 3 }, null],
	])('a budget as it stood then: %s', (_, more, budget) => {
		expect(asItStood(capped, { ...said, ...more } as never).budget).toEqual(budget)
	})
	test('locations as they stood then', () => {
		const locations = [
			{ locationId: 1, savingMinor: 5, uses: 1 },
			{ locationId: 2, savingMinor: 0, uses: 0, barred: true },
		]
		const bound = (lapsedMinor: number) => asItStood(half, { ...said, locations, lapsedMinor } as never).locationBudgets
		const barred = { locationId: 2, remainingMinor: 0, remainingUses: null, policy: 'reject' }
		expect(bound(0)).toEqual([barred])
		expect(bound(1)).toEqual([{ locationId: 1, remainingMinor: 5, remainingUses: null, policy: 'cap' }, barred])
		expect(asItStood(half, said as never).locationBudgets).toBeUndefined()
	})
})

test('a row of history names its goods, and a line without a quantity is no header', () => {
	const rules = { classes: [], dates: 'YYYY-MM-DD' as const, currency: 'GBP', rounding: 'half_away' as const, walkIn: null }
	const codes = (fields: Record<string, string>) => {
		const read = readHistoryRow({ number: '1', account: '2', ...fields }, rules)
		return read.ok ? [] : read.refusals.map(({ code }) => code)
	}
	expect(codes({ sku: '', name: '', quantity: '1', price: '1' })).toEqual(['sku.missing'])
	expect(codes({ sku: '', name: 'Roast', quantity: '1', price: '1' })).toEqual([])
	expect(codes({ sku: 'A' })).toEqual(['quantity.not_a_quantity', 'price.not_a_price'])
	expect(codes({ quantity: '1' })).toEqual(['sku.missing', 'price.not_a_price'])
	expect(codes({})).toEqual([])
})

test('shipping on request is no base of a tax', () => {
	const bean = cartLine(1, BEAN, { A: 1 }, { candidates: [P1.base] })
	const order = totalled(cartInput([bean]), () => null, { rates: [taxRate(1, 'ND', 1_000_000, { taxesShipping: true })] })
	expect(order).toMatchObject({ netMinor: 2000, taxMinor: 2000, shippingMinor: 0 })
	expect(priced(cartInput([bean]), freeShipping).shippingMinor).toBe(0)
})

test('prices that include three taxes hold each to the cent, also where they are large', () => {
	const dear = cartLine(1, BEAN, { A: 1 }, { candidates: [candidate(10, 'base', [[1, '10000000.00']])] })
	const order = totalled(cartInput([dear]), freeShipping, { pricesIncludeTax: true })
	// 1,000,000,000 × 75,000 / 1,075,000.
	expect(order).toMatchObject({ totalMinor: 1_000_000_000, taxMinor: 69_767_442 })
})

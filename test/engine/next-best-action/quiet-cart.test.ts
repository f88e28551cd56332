import { describe, expect, test } from 'vitest'
import { suggestCallWindow } from '../../../app/engine/next-best-action/call-window.ts'
import { decideGoal } from '../../../app/engine/next-best-action/decide-goal.ts'
import { decideQuietCart, type QuietCartFacts } from '../../../app/engine/next-best-action/decide-quiet-cart.ts'
import { type EligibleOffer, eligibleOffers } from '../../../app/engine/next-best-action/eligible-offers.ts'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import type { Promotion } from '../../../app/engine/promotion/promotion.ts'
import { line, order, percentOff, promotion } from '../promotion/cases.ts'

const at = new Date('2026-03-02T16:00:00Z')
const accessories: EligibleOffer = { promotionId: 11, names: { en: '30 % off accessories' }, kind: 'goods', days: null, productIds: [201, 202], acts: false }
const net45: EligibleOffer = { promotionId: 15, names: { en: 'Net 45' }, kind: 'terms', days: 45, productIds: [], acts: true }
const oslo = { accountId: 71, name: 'Oslo Espresso' }
const duluth = { accountId: 72, name: 'Duluth Beans' }
const facts: QuietCartFacts = {
	cart: {
		cartId: 31,
		version: 4,
		state: 'open',
		lastChangedAt: new Date('2026-03-02T15:00:00Z'),
		lastChangedBy: 'buyer',
		totalMinor: 5400,
		currency: 'USD',
		lines: [{ productId: 101, name: 'New roast', quantity: 30_000 }],
	},
	account: { accountId: 7, name: 'Fargo Coffeehaus', ownerUserId: 3 },
	contact: { contactId: 9, name: 'Luka' },
	quietAfterMinutes: 60,
	touch: { touchId: 'touch-5', campaignId: 2, campaignName: 'New roast', confirmedAt: new Date('2026-03-02T14:50:00Z') },
	touchHoldsDays: 30,
	offers: [accessories, net45],
	baseTermsDays: 30,
	similarPurchases: [
		{ productId: 300, name: 'Cups', accounts: [oslo, duluth] },
		{ productId: 202, name: 'Portafilter', accounts: [oslo] },
		{ productId: 101, name: 'New roast', accounts: [oslo, duluth] },
		{ productId: 301, name: 'Nobody’s', accounts: [] },
		{ productId: 299, name: 'Lids', accounts: [oslo] },
		{ productId: 298, name: 'Trays', accounts: [duluth] },
	],
	looked: [],
	callHours: { zone: 'America/Chicago', fromHour: 9, toHour: 17, activeHours: [10, 10, 14] },
	hasOpenAlert: false,
}
const change = (cart: Partial<QuietCartFacts['cart']>): Partial<QuietCartFacts> => ({ cart: { ...facts.cart, ...cart } })
const touched = (confirmedAt: string | null): Partial<QuietCartFacts> => ({
	touch: { touchId: 'touch-5', campaignId: 2, campaignName: 'New roast', confirmedAt: confirmedAt ? new Date(confirmedAt) : null },
})

describe('NBA-1', () => {
	test('a touch explains a cart to the last minute of its days, and not after', () => {
		expect(decideQuietCart({ ...facts, ...touched('2026-01-31T15:00:00Z') }, at).fires).toBe(true)
		expect(decideQuietCart({ ...facts, ...touched('2026-01-31T14:59:59Z') }, at)).toEqual({ fires: false, reason: 'TOUCH_TOO_OLD' })
	})
	test('a touch in the moment of the last change explains it', () => {
		expect(decideQuietCart({ ...facts, ...touched('2026-03-02T15:00:00Z') }, at).fires).toBe(true)
	})
	test('goods alone promise no days to pay, not even to who pays at once', () => {
		expect(decideQuietCart({ ...facts, offers: [accessories], baseTermsDays: 0 }, at)).toMatchObject({ termsDays: null })
	})
	test('what she looked at and has neither ordered nor in the cart is an interest, and comes before what she never saw', () => {
		const look = (productId: number, times: number, day = '2026-03-01') => ({ productId, name: `P${productId}`, times, lastAt: new Date(`${day}T10:00:00Z`) })
		const alert = decideQuietCart({ ...facts, looked: [look(299, 1), look(101, 9), look(298, 4), look(500, 4, '2026-03-02')] }, at)
		expect(alert.fires && alert.interests.map(({ productId }) => productId)).toEqual([500, 298, 299])
		expect(alert.fires && alert.suggestions.map(({ productId }) => productId)).toEqual([202, 298, 299, 300])
		const plain = decideQuietCart(facts, at)
		expect(plain.fires && [plain.interests, plain.suggestions.map(({ productId }) => productId)]).toEqual([[], [202, 300, 298, 299]])
	})
	test('what an offer reaches comes before what more of them bought, in whatever order they were read', () => {
		const [cups, portafilter] = [
			{ productId: 300, name: 'Cups', accounts: [oslo, duluth] },
			{ productId: 202, name: 'Portafilter', accounts: [oslo] },
		]
		for (const similarPurchases of [
			[cups, portafilter],
			[portafilter, cups],
		]) {
			const alert = decideQuietCart({ ...facts, similarPurchases }, at)
			expect(alert.fires && alert.suggestions.map(({ productId }) => productId)).toEqual([202, 300])
		}
	})
	test('the smallest quantity is a cart that was left', () => {
		expect(decideQuietCart({ ...facts, ...change({ lines: [{ productId: 101, name: 'New roast', quantity: 1 }] }) }, at).fires).toBe(true)
	})
	test('the first hour in which calls are welcome can be her usual one', () => {
		const hours = { ...facts.callHours, activeHours: [9, 9, 11] }
		expect(suggestCallWindow(new Date('2026-03-02T12:00:00Z'), hours).from).toEqual(new Date('2026-03-02T15:00:00Z'))
	})
	test('Luka answered New roast, left 3 units, qualifies for Net 45 and 30 % off accessories', () => {
		expect(decideQuietCart(facts, at)).toEqual({
			fires: true,
			rule: 'NBA-1',
			idempotencyKey: 'NBA-1:31:4',
			ownerUserId: 3,
			templateKey: 'nba1.offer',
			offers: [accessories, net45],
			termsDays: 45,
			suggestions: [
				{ productId: 202, name: 'Portafilter', accounts: [oslo], promotionIds: [11] },
				{ productId: 300, name: 'Cups', accounts: [oslo, duluth], promotionIds: [] },
				{ productId: 298, name: 'Trays', accounts: [duluth], promotionIds: [] },
				{ productId: 299, name: 'Lids', accounts: [oslo], promotionIds: [] },
			],
			interests: [],
			call: { from: at, to: new Date('2026-03-02T18:00:00Z') },
			inputs: facts,
		})
	})
	test.each<[string, Partial<QuietCartFacts>, string, number | null]>([
		['no eligible promotion: an alert without an offer', { offers: [] }, 'nba1.plain', null],
		['terms alone', { offers: [net45] }, 'nba1.terms', 45],
		['terms no longer than hers', { offers: [net45], baseTermsDays: 45 }, 'nba1.plain', null],
	])('%s', (_, more, templateKey, termsDays) => {
		expect(decideQuietCart({ ...facts, ...more }, at)).toMatchObject({ fires: true, templateKey, termsDays, offers: termsDays ? [net45] : [] })
	})
	test.each<[string, Partial<QuietCartFacts>, string]>([
		['submitted', change({ state: 'submitted' }), 'CART_CLOSED'],
		['emptied', change({ lines: [] }), 'CART_EMPTY'],
		['all quantities 0', change({ lines: [{ productId: 101, name: 'New roast', quantity: 0 }] }), 'CART_EMPTY'],
		['changed by the rep', change({ lastChangedBy: 'rep' }), 'BY_REP'],
		['59 minutes quiet', change({ lastChangedAt: new Date('2026-03-02T15:00:01Z') }), 'NOT_QUIET'],
		['no touch', { touch: null }, 'NO_CONFIRMED_TOUCH'],
		['a touch that only a scanner may have made', touched(null), 'NO_CONFIRMED_TOUCH'],
		['a touch after the cart', touched('2026-03-02T15:30:00Z'), 'NO_CONFIRMED_TOUCH'],
		['a touch of last year', touched('2025-03-02T15:00:00Z'), 'TOUCH_TOO_OLD'],
		['nobody to tell', { account: { ...facts.account, ownerUserId: null } }, 'NO_OWNER'],
		['already told', { hasOpenAlert: true }, 'ALERT_OPEN'],
	])('does not fire: %s', (_, more, reason) => {
		expect(decideQuietCart({ ...facts, ...more }, at)).toEqual({ fires: false, reason })
	})
})

describe('eligible offers', () => {
	const owned = { relation: { kind: 'accessory', of: 'owned' as const } }
	const list: Promotion[] = [
		promotion(11, percentOff(300_000), { conditions: owned, names: { en: '30 % off accessories' } }),
		promotion(12, percentOff(100_000), { conditions: { channels: ['api'] } }),
		promotion(13, percentOff(50_000, 'order'), { conditions: { amount: { minMinor: 15_000, over: 'order', of: 'phase_entry' } } }),
		promotion(15, { kind: 'terms', days: 45 }),
	]
	const { explanation } = applyPromotions(order([line(1, 5400, 3)], list))
	test('what acts, and what needs only something that she may buy', () => {
		expect(
			eligibleOffers(explanation, list, new Map([[11, [202, 201]]])).map(({ promotionId, kind, days, productIds, acts }) => [
				promotionId,
				kind,
				days,
				productIds,
				acts,
			]),
		).toEqual([
			[11, 'goods', null, [201, 202], false],
			[13, 'goods', null, [], false],
			[15, 'terms', 45, [], true],
		])
	})
	test('less to pay for carriage is an offer of its own kind', () => {
		const free = promotion(16, { kind: 'shipping_cap', atMostMinor: 0 })
		const said = applyPromotions(order([line(1, 5400, 3)], [free], { groups: [{ groupKey: 'A', shippingMinor: 500 }] })).explanation
		expect(eligibleOffers(said, [free], new Map())).toMatchObject([{ promotionId: 16, kind: 'shipping' }])
	})
	test('nothing that she may not buy', () => {
		expect(eligibleOffers(explanation, list, new Map()).map(({ promotionId }) => promotionId)).toEqual([13, 15])
	})
})

describe('when to call', () => {
	const hours = facts.callHours
	test.each([
		['in working hours: now, two hours', '2026-03-02T16:00:00Z', '2026-03-02T16:00:00Z', '2026-03-02T18:00:00Z'],
		['until closing', '2026-03-02T22:00:00Z', '2026-03-02T22:00:00Z', '2026-03-02T23:00:00Z'],
		['too late today: her usual hour tomorrow', '2026-03-02T22:01:00Z', '2026-03-03T16:00:00Z', '2026-03-03T18:00:00Z'],
		['before opening: her usual hour today', '2026-03-02T12:00:00Z', '2026-03-02T16:00:00Z', '2026-03-02T18:00:00Z'],
		['Saturday: Monday', '2026-02-28T16:00:00Z', '2026-03-02T16:00:00Z', '2026-03-02T18:00:00Z'],
		['Friday evening: Monday, an hour earlier by the sun', '2026-03-07T02:00:00Z', '2026-03-09T15:00:00Z', '2026-03-09T17:00:00Z'],
		['the Sunday on which clocks change: Monday', '2026-03-08T15:00:00Z', '2026-03-09T15:00:00Z', '2026-03-09T17:00:00Z'],
	])('%s', (_, now, from, to) => {
		expect(suggestCallWindow(new Date(now), hours)).toEqual({ from: new Date(from), to: new Date(to) })
	})
	test.each([
		['equally usual hours: the earlier', [14, 11, 14, 11], '2026-03-02T17:00:00Z'],
		['the opening hour counts', [9], '2026-03-02T15:00:00Z'],
		['the closing hour does not', [17, 17, 12], '2026-03-02T18:00:00Z'],
		['the hour most often', [10, 14, 14, 15], '2026-03-02T20:00:00Z'],
	])('%s', (_, activeHours, from) => {
		expect(suggestCallWindow(new Date('2026-03-02T12:00:00Z'), { ...hours, activeHours }).from).toEqual(new Date(from))
	})
	test('without a habit: at opening', () => {
		expect(suggestCallWindow(new Date('2026-03-02T12:00:00Z'), { ...hours, activeHours: [3] }).from).toEqual(new Date('2026-03-02T15:00:00Z'))
	})
})

describe('a goal', () => {
	const goal = { targetMinor: 100_000, achievedMinor: 90_000, reachedAt: null }
	test.each([
		[9_999, false],
		[10_000, true],
	])('%i more', (orderMinor, crosses) => {
		expect(decideGoal(goal, orderMinor, at)).toEqual({ achievedMinor: 90_000 + orderMinor, crosses, reachedAt: crosses ? at : null })
	})
	test('is crossed once, though an order is cancelled and another placed', () => {
		const crossed = decideGoal(goal, 10_000, at)
		const cancelled = decideGoal({ ...goal, ...crossed }, -10_000, at)
		expect(decideGoal({ ...goal, ...cancelled }, 20_000, new Date('2026-03-05T00:00:00Z'))).toEqual({ achievedMinor: 110_000, crosses: false, reachedAt: at })
	})
})

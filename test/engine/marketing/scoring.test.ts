import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Activity, activitiesOf } from '../../../app/engine/marketing/activity.ts'
import { daySumKey, orderScoreKey, type ScoreInput, scoreActivities } from '../../../app/engine/marketing/score.ts'
import { sendTextOf } from '../../../app/engine/marketing/send-content.ts'
import { lawCases } from '../../support/laws.ts'

const at = new Date('2026-03-02T15:00:00Z')
type Scored = ScoreInput['activities'][number]
const activity = (kind: string, more: Partial<Scored> = {}): Scored => ({
	...{ sourceKey: 'e', kind, contactId: 3, facts: {}, crmCampaignId: null, orderId: null, occurredAt: at },
	...{ prospectId: 1, sellerId: 1, timeZone: 'America/Chicago' },
	...more,
})
const rules = [
	{ sellerId: 1, activity: 'product.viewed', score: 2, dailyMaximum: 5 },
	{ sellerId: 1, activity: 'order.placed', score: 40, dailyMaximum: null },
]
const scores = (activities: Scored[], more: Partial<ScoreInput> = {}) =>
	scoreActivities({ rules, activities, daySums: new Map(), orderScores: new Map(), ...more }).map(({ score }) => score)
const times = (count: number, more: Partial<Scored> = {}) => Array.from({ length: count }, () => activity('product.viewed', more))

describe('what an activity is worth', () => {
	test('up to the maximum of the day, of her seller’s zone; what nobody wrote a rule for is worth nothing', () => {
		expect(scores([...times(4), activity('form.sent')])).toEqual([2, 2, 1, 0, 0])
		// 03:00 in London is still the day before in Chicago.
		expect(
			scores([...times(3), ...times(1, { occurredAt: new Date('2026-03-03T03:00:00Z') }), ...times(1, { occurredAt: new Date('2026-03-03T07:00:00Z') })]),
		).toEqual([2, 2, 1, 0, 2])
		expect(scores([...times(3), ...times(1, { prospectId: 2 })])).toEqual([2, 2, 1, 2])
	})
	test('each seller’s people by its own rules, together in one call', () => {
		const two = { prospectId: 2, sellerId: 2 }
		const both = [...rules, { sellerId: 2, activity: 'product.viewed', score: 7, dailyMaximum: 10 }]
		expect(scores([...times(3), ...times(2, two), activity('order.placed', two)], { rules: both })).toEqual([2, 2, 1, 7, 3, 0])
	})
	test('what the ledger holds of the day counts', () => {
		expect(scores(times(2), { daySums: new Map([[daySumKey(1, 'product.viewed', '2026-03-02'), 4]]) })).toEqual([1, 0])
		expect(scores(times(1), { daySums: new Map([[daySumKey(1, 'product.viewed', '2026-03-02'), 9]]) })).toEqual([0])
	})
	test('a cancelled order takes back what that order gave, and no more', () => {
		const placed = activity('order.placed', { orderId: 7 })
		const cancelled = (orderId: number | null) => activity('order.cancelled', { orderId })
		expect(scores([placed, cancelled(7), cancelled(8), cancelled(null)])).toEqual([40, -40, 0, 0])
		expect(scores([cancelled(7)], { orderScores: new Map([[orderScoreKey(1, 7), 15]]) })).toEqual([-15])
		expect(Object.is(scores([cancelled(8)])[0], 0)).toBe(true)
	})
	test('law: a capped kind never passes its maximum on one day', () => {
		fc.assert(
			fc.property(fc.nat(20), fc.nat(9), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 30 }), (count, before, score, dailyMaximum) => {
				const held = Math.min(before, dailyMaximum)
				const daySums = new Map([[daySumKey(1, 'product.viewed', '2026-03-02'), held]])
				const given = scores(times(count), { rules: [{ sellerId: 1, activity: 'product.viewed', score, dailyMaximum }], daySums })
				expect(given.reduce((a, b) => a + b, held)).toBe(Math.min(dailyMaximum, held + count * score))
			}),
			lawCases(77),
		)
	})
})

describe('what counts as an activity', () => {
	const event = (topic: string, more = {}) => ({
		...{ id: 'e1', topic, subject: 'cart:4', accountId: 1, contactId: 3, actedByUserId: null, payload: {}, occurredAt: at },
		...more,
	})
	const keys = (...events: object[]) => activitiesOf(events as never).map(({ sourceKey }: Activity) => sourceKey)
	test.each<[string, object, string[]]>([
		['a view', event('product.viewed'), ['e1']],
		['of nobody known', event('product.viewed', { contactId: null }), []],
		['a rep’s look around', event('product.viewed', { actedByUserId: 9 }), []],
		['an order that a rep placed for her', event('order.placed', { actedByUserId: 9 }), ['e1']],
		['a new cart, once per cart', event('cart.created'), ['cart.created:cart:4']],
		['a cart that came back', event('cart.recovered', { actedByUserId: 9 }), ['cart.recovered:cart:4']],
		['each change of a cart', event('cart.updated'), []],
		['a change of consent', event('consent.changed'), []],
	])('%s', (_, one, expected) => {
		expect(keys(one)).toEqual(expected)
	})
	test('its order and its campaign go with it', () => {
		expect(activitiesOf([event('order.placed', { payload: { orderId: 7, crmCampaignId: 5 } })] as never)).toMatchObject([
			{ orderId: 7, crmCampaignId: 5, kind: 'order.placed' },
		])
	})
})

test('the text of a send: in her language when it is whole there, else in English, else none', () => {
	const text = { subject: 's', preheader: 'p', heading: 'h', body: 'b', button: 'u' }
	const whole = { en: text, cs: { ...text, subject: 'č' } }
	expect([sendTextOf(whole, 'cs')?.subject, sendTextOf(whole, 'ja')?.subject]).toEqual(['č', 's'])
	for (const field of Object.keys(text)) {
		expect(sendTextOf({ en: text, cs: { ...text, [field]: '' } }, 'cs')).toEqual(text)
		expect(sendTextOf({ en: { ...text, [field]: 5 } }, 'en')).toBeNull()
	}
	for (const content of [null, 'text', 7, {}, { en: null }, { en: 'text' }]) expect(sendTextOf(content, 'en')).toBeNull()
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSteps, readCampaign } from '../../../app/engine/crm/campaign.ts'
import { influenceModels, readFunnel, returnOn, shareInfluence, type Won } from '../../../app/engine/crm/influence.ts'
import { lawCases } from '../../support/laws.ts'

const [fair, mail, ads] = [1, 2, 3]
const on = (day: number) => new Date(Date.UTC(2026, 0, day))
/** Worked out by hand, to the cent: an order of 1,000.00 after three campaigns, one of 99.99 after two answers to one mail, one of 50.00 that nobody touched. */
const won: Won[] = [
	{
		opportunityId: 10,
		amountMinor: 100_000,
		sourceCampaignId: ads,
		touches: [
			{ campaignId: mail, at: on(9) },
			{ campaignId: fair, at: on(3) },
			{ campaignId: ads, at: on(20) },
		],
	},
	{
		opportunityId: 11,
		amountMinor: 9_999,
		sourceCampaignId: mail,
		touches: [
			{ campaignId: mail, at: on(5) },
			{ campaignId: fair, at: on(6) },
			{ campaignId: mail, at: on(7) },
		],
	},
	{ opportunityId: 12, amountMinor: 5_000, sourceCampaignId: null, touches: [] },
]
const byHand = {
	first: { [fair]: 100_000, [mail]: 9_999, [ads]: 0 },
	last: { [fair]: 0, [mail]: 9_999, [ads]: 100_000 },
	// 33,334 + 33,333 + 33,333 (the odd cent to the earliest), and 5,000 + 4,999.
	even: { [fair]: 33_334 + 4_999, [mail]: 33_333 + 5_000, [ads]: 33_333 },
	source: { [fair]: 0, [mail]: 9_999, [ads]: 100_000 },
}

describe('influence', () => {
	test.each(influenceModels)('%s, to the cent', (model) => {
		const shares = shareInfluence(won, model)
		const sums = Object.fromEntries(
			[fair, mail, ads].map((id) => [id, shares.filter(({ campaignId }) => campaignId === id).reduce((sum, { amountMinor }) => sum + amountMinor, 0)]),
		)
		expect(sums).toEqual(byHand[model])
	})

	test('law: the shares of an opportunity sum to its amount or there are none, whatever the order of its touches', () => {
		const touch = fc.record({ campaignId: fc.integer({ min: 1, max: 6 }), at: fc.integer({ min: 1, max: 28 }).map(on) })
		const one = fc.record({
			opportunityId: fc.constant(1),
			amountMinor: fc.nat(10_000_000),
			sourceCampaignId: fc.option(fc.integer({ min: 1, max: 6 })),
			touches: fc.array(touch, { maxLength: 8 }),
		})
		fc.assert(
			fc.property(one, fc.constantFrom(...influenceModels), (opportunity, model) => {
				const shares = shareInfluence([opportunity], model)
				const isTouched = model === 'source' ? opportunity.sourceCampaignId !== null : opportunity.touches.length > 0
				expect(shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(isTouched ? opportunity.amountMinor : 0)
				const amounts = shares.map(({ amountMinor }) => amountMinor)
				if (isTouched) expect(Math.max(...amounts) - Math.min(...amounts)).toBeLessThanOrEqual(1)
				expect(shareInfluence([{ ...opportunity, touches: [...opportunity.touches].reverse() }], model)).toEqual(shares)
			}),
			lawCases(380),
		)
	})

	test.each([
		[150_000, 50_000, 2000],
		[38_333, 38_000, 9],
		[25_000, 100_000, -750],
		[0, 30_000, -1000],
		[100_050, 100_000, 1],
		[99_950, 100_000, 0],
		[99_949, 100_000, -1],
		[1997, 2000, -1],
		[5, 0, null],
	])('won %i at a cost of %i returns %s thousandths', (wonMinor, costMinor, expected) => {
		expect(returnOn(wonMinor, costMinor)).toBe(expected)
	})
})

test('the funnel says which share came on, and after how many days', () => {
	const day = 86_400
	const counts = [
		{ step: 'lead', count: 5, came: 0, lagSeconds: null },
		{ step: 'accepted', count: 4, came: 4, lagSeconds: day },
		{ step: 'opportunity', count: 3, came: 3, lagSeconds: 4.06 * day },
		{ step: 'won', count: 3, came: 2, lagSeconds: 0 },
	]
	expect(readFunnel(counts)).toEqual([
		{ step: 'lead', count: 5, conversion: null, lagDays: null },
		{ step: 'accepted', count: 4, conversion: 80, lagDays: 1 },
		{ step: 'opportunity', count: 3, conversion: 75, lagDays: 4.1 },
		// One was won without ever having been an opportunity of hers: it did not come on.
		{ step: 'won', count: 3, conversion: 66.7, lagDays: 0 },
	])
	const nobody = { count: 0, came: 0, lagSeconds: null }
	expect(
		readFunnel([
			{ step: 'lead', ...nobody },
			{ step: 'won', ...nobody },
		]).map(({ conversion, lagDays }) => [conversion, lagDays]),
	).toEqual([
		[null, null],
		[null, null],
	])
})

test('a campaign is kept in minor units and whole days, or refused by each name', () => {
	const wish = {
		code: 'FAIR-26',
		name: 'Fair',
		kind: 'event',
		status: 'planned' as const,
		budgetedCost: '1200.50',
		actualCost: '',
		expectedRevenue: '',
		startsOn: '2026-03-01',
		endsOn: '2026-03-01',
		parentId: null,
	}
	expect(readCampaign(wish, 'USD')).toMatchObject({
		ok: true,
		campaign: { budgetedCostMinor: 120_050, actualCostMinor: 0, expectedRevenueMinor: null, endsOn: '2026-03-01' },
	})
	const odd = { ...wish, code: 'fair 26', name: '', budgetedCost: '-1', actualCost: '1.005', startsOn: '2026-02-30', endsOn: '2026-01-01' }
	const answer = readCampaign(odd, 'USD')
	expect(answer.ok ? [] : answer.refusals.map(({ code }) => code)).toEqual([
		'CAMPAIGN_CODE',
		'CRM_NAME_MISSING',
		'CAMPAIGN_AMOUNT',
		'CAMPAIGN_AMOUNT',
		'CAMPAIGN_DAY',
		'CAMPAIGN_ENDS_BEFORE',
	])
	const step = (status: string) => ({ status, hasResponded: false })
	expect(checkSteps([step('Sent'), step('Came')], ['Sent'])).toEqual([])
	expect(checkSteps([step('Sent'), step('Sent')], ['Came']).map(({ code }) => code)).toEqual(['STATUS_TWICE', 'STATUS_IN_USE'])
	expect(checkSteps([], []).map(({ code }) => code)).toEqual(['STATUS_NONE'])
})

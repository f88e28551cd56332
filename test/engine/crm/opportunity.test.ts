import { expect, test } from 'vitest'
import { oddsOf, readOpportunityWish, refuseOpportunityDelete } from '../../../app/engine/crm/opportunity.ts'

const open = { stage: 'proposal', isWon: false, isClosed: false, probability: null }
const codes = (said: ReturnType<typeof readOpportunityWish>) => (said.ok ? said.words : said.refusals.map(({ code }) => code))

test('(A8) it follows its stage until somebody says otherwise, and is one or nothing once it is closed', () => {
	expect(['prospecting', 'qualification', 'proposal', 'negotiation', 'elsewhere'].map((stage) => oddsOf({ ...open, stage }))).toEqual([10, 10, 75, 90, null])
	expect(oddsOf({ ...open, probability: 0 })).toBe(0)
	expect(oddsOf({ ...open, probability: 40 })).toBe(40)
	expect(oddsOf({ ...open, probability: 40, isWon: true, isClosed: true })).toBe(100)
	expect(oddsOf({ ...open, probability: 40, isClosed: true })).toBe(0)
})

test('(A8) what is no percent, is said of a closed one, or is too long is refused by name, all at once', () => {
	expect(codes(readOpportunityWish(open, { type: ' Renewal ', probability: '60 %' }))).toEqual({ type: 'Renewal', probability: 60 })
	expect(codes(readOpportunityWish({ ...open, probability: 60 }, { type: '', probability: '' }))).toEqual({ type: null, probability: null })
	for (const probability of ['101', '-1', '7.5', '7,5', 'high', '1e2'])
		expect(codes(readOpportunityWish(open, { type: '', probability }))).toEqual(['OPPORTUNITY_PROBABILITY'])
	const closed = { ...open, isClosed: true, probability: 30 }
	expect(codes(readOpportunityWish(closed, { type: 'x'.repeat(121), probability: '50' }))).toEqual(['OPPORTUNITY_CLOSED', 'OPPORTUNITY_TYPE'])
	expect(codes(readOpportunityWish(closed, { type: 'x', probability: '' }))).toEqual({ type: 'x', probability: 30 })
})

test('(A8) one with an order stays, and one whose quote is under way', () => {
	const against = (orderNumber: string | null, quoteNumber: string | null) => refuseOpportunityDelete({ orderNumber, quoteNumber }).map(({ code }) => code)
	expect([against(null, null), against('O-1', null), against('O-1', 'Q-1'), against(null, 'Q-1')]).toEqual([
		...[[], ['OPPORTUNITY_ORDER'], ['OPPORTUNITY_ORDER'], ['OPPORTUNITY_QUOTE']],
	])
})

import { type Refusal, refusal, refused } from '../base/refusal.ts'

/** How likely an opportunity is at a stage, in percent, until somebody says otherwise. */
const stageOdds: Readonly<Record<string, number>> = { prospecting: 10, qualification: 10, proposal: 75, negotiation: 90 }

export type OpportunityStanding = { stage: string; isWon: boolean; isClosed: boolean; probability: number | null }

/** In percent (sync-core.md A8): a closed one is won or not, an open one as somebody said, else as its stage says; null at a stage of another system that says nothing. */
export function oddsOf({ stage, isWon, isClosed, probability }: OpportunityStanding): number | null {
	if (isWon) return 100
	if (isClosed) return 0
	return probability ?? stageOdds[stage] ?? null
}

export type OpportunityWish = { type: string; probability: string }
export type OpportunityWords = { type: string | null; probability: number | null }
const longestType = 120

/**
 * What a person says of an opportunity; an empty probability is its stage's from then on, and of a closed one nothing is said. Refuses OPPORTUNITY_PROBABILITY,
 * OPPORTUNITY_CLOSED, OPPORTUNITY_TYPE (facts: count), all at once.
 */
export function readOpportunityWish(
	standing: OpportunityStanding,
	wish: OpportunityWish,
): { ok: true; words: OpportunityWords } | { ok: false; refusals: Refusal[] } {
	const typed = wish.probability.trim().replace(/\s*%$/, '')
	const isSaid = typed !== '' && !standing.isClosed
	const isOdds = /^\d{1,3}$/.test(typed) && Number(typed) <= 100
	const refusals = [
		...(typed !== '' && standing.isClosed ? [refusal('OPPORTUNITY_CLOSED')] : []),
		...(isSaid && !isOdds ? [refusal('OPPORTUNITY_PROBABILITY')] : []),
		...([...wish.type.trim()].length > longestType ? [refusal('OPPORTUNITY_TYPE', { count: longestType })] : []),
	]
	if (refusals.length > 0) return refused(...refusals)
	return { ok: true, words: { type: wish.type.trim() || null, probability: isSaid ? Number(typed) : standing.isClosed ? standing.probability : null } }
}

/** Why an opportunity stays: an order is its amount, and a quote that is under way would become one. OPPORTUNITY_ORDER, OPPORTUNITY_QUOTE (facts: number). */
export const refuseOpportunityDelete = ({ orderNumber, quoteNumber }: { orderNumber: string | null; quoteNumber: string | null }): Refusal[] => [
	...(orderNumber === null ? [] : [refusal('OPPORTUNITY_ORDER', { number: orderNumber })]),
	...(orderNumber !== null || quoteNumber === null ? [] : [refusal('OPPORTUNITY_QUOTE', { number: quoteNumber })]),
]

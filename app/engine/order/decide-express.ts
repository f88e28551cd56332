import { microsOf } from '../base/money.ts'

/** What keeps a cart from being ordered by one button, the gravest first. */
export type ExpressOpen = 'refused' | 'approval' | 'credit' | 'card' | 'price' | 'late' | 'tax' | 'po'

export type ExpressQuestion = {
	refusals: number
	approvalSteps: number
	method: 'po' | 'card'
	/** Null: nothing limits what is owed. */
	availableMinor: number | null
	totalMinor: number
	hasCard: boolean
	/** What a unit costs now and what was last paid for it; null: never bought, or no price. */
	prices: readonly { now: string | null; lastPaid: string | null }[]
	deliveries: readonly { requestedOn: string | null; promisedOn: string | null }[]
	isTaxFallback: boolean
	poNumber: string | null
}

/**
 * What is still to be decided before a repeat order can be sent as it stands (experience.md section 2); empty: nothing.
 * Nobody agrees by one button to a price above the last one, or to a day later than the one asked for.
 */
export function decideExpress(question: ExpressQuestion): ExpressOpen[] {
	const { method, availableMinor, totalMinor, prices, deliveries } = question
	const isDearer = prices.some(({ now, lastPaid }) => now !== null && lastPaid !== null && microsOf(now) > microsOf(lastPaid))
	const open: [ExpressOpen, boolean][] = [
		['refused', question.refusals > 0],
		['approval', question.approvalSteps > 0],
		['credit', method === 'po' && availableMinor !== null && availableMinor < totalMinor],
		['card', method === 'card' && !question.hasCard],
		['price', isDearer],
		['late', deliveries.some(({ requestedOn, promisedOn }) => requestedOn !== null && promisedOn !== null && promisedOn > requestedOn)],
		['tax', question.isTaxFallback],
		['po', method === 'po' && question.poNumber === null],
	]
	return open.flatMap(([why, isOpen]) => (isOpen ? [why] : []))
}

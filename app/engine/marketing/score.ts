import { dayIn } from '../base/calendar.ts'
import type { Activity } from './activity.ts'

/** What an activity is worth (sync-core.md B14 and section c); to a seller; at most `dailyMaximum` per person and day. */
export type ScoreRule = { sellerId: number; activity: string; score: number; dailyMaximum: number | null }

export type ScoredActivity = Omit<Activity, 'cause'> & { prospectId: number; score: number }

export type ScoreInput = {
	rules: readonly ScoreRule[]
	/** Activities that are not in the ledger yet, with the prospect they belong to, her seller and its time zone. */
	activities: readonly (Omit<Activity, 'cause'> & { prospectId: number; sellerId: number; timeZone: string })[]
	/** What the ledger holds already of capped kinds, by `prospect:kind:day`. */
	daySums: ReadonlyMap<string, number>
	/** What each placed order was worth, by `prospect:order`, for its reversal. */
	orderScores: ReadonlyMap<string, number>
}

export const daySumKey = (prospectId: number, kind: string, day: string) => `${prospectId}:${kind}:${day}`
export const orderScoreKey = (prospectId: number, orderId: number) => `${prospectId}:${orderId}`

/**
 * Adds up what each activity is worth. Laws: the sum of a capped kind on one day never passes its maximum; a cancelled
 * order takes back exactly what the order gave, also when both come together.
 */
export function scoreActivities(input: ScoreInput): ScoredActivity[] {
	const rules = new Map(input.rules.map((rule) => [`${rule.sellerId}:${rule.activity}`, rule]))
	const daySums = new Map(input.daySums)
	const orderScores = new Map(input.orderScores)
	return input.activities.map(({ sellerId, timeZone, ...activity }) => {
		const { prospectId, kind, orderId } = activity
		if (kind === 'order.cancelled') {
			const given = orderId === null ? 0 : (orderScores.get(orderScoreKey(prospectId, orderId)) ?? 0)
			return { ...activity, score: given === 0 ? 0 : -given }
		}
		const rule = rules.get(`${sellerId}:${kind}`)
		const key = daySumKey(prospectId, kind, dayIn(activity.occurredAt, timeZone))
		const score = rule ? withinDay(rule, daySums.get(key) ?? 0) : 0
		daySums.set(key, (daySums.get(key) ?? 0) + score)
		if (kind === 'order.placed' && orderId !== null) orderScores.set(orderScoreKey(prospectId, orderId), score)
		return { ...activity, score }
	})
}

function withinDay(rule: ScoreRule, already: number): number {
	return rule.dailyMaximum === null ? rule.score : Math.max(0, Math.min(rule.score, rule.dailyMaximum - already))
}

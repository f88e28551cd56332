import { apportion } from '../base/apportion.ts'

export const influenceModels = ['first', 'last', 'even', 'source'] as const
/** First touch, last touch, even shares, or the primary source of the opportunity (sync-core.md B13). */
export type InfluenceModel = (typeof influenceModels)[number]

/** A campaign that somebody of the opportunity's contact roles was touched by, and when. */
export type Touch = { campaignId: number; at: Date }
export type Won = { opportunityId: number; amountMinor: number; sourceCampaignId: number | null; touches: readonly Touch[] }
export type InfluenceShare = { opportunityId: number; campaignId: number; amountMinor: number }

/**
 * What each campaign has of what was won. A campaign counts once for an opportunity, by its first touch (for `last` by its last); ties go to the smaller id.
 * Laws: the shares of an opportunity sum to its amount, or there are none; even shares differ by at most one minor unit.
 */
export function shareInfluence(won: readonly Won[], model: InfluenceModel): InfluenceShare[] {
	return won.flatMap((one) => sharesOf(one, model))
}

function sharesOf({ opportunityId, amountMinor, sourceCampaignId, touches }: Won, model: InfluenceModel): InfluenceShare[] {
	const whole = (campaignId: number | undefined | null) => (campaignId === undefined || campaignId === null ? [] : [{ opportunityId, campaignId, amountMinor }])
	if (model === 'source') return whole(sourceCampaignId)
	const inOrder = [...touches].sort((a, b) => a.at.getTime() - b.at.getTime() || a.campaignId - b.campaignId)
	if (model === 'first') return whole(inOrder[0]?.campaignId)
	if (model === 'last') return whole(lastOf(touches))
	const campaigns = [...new Set(inOrder.map(({ campaignId }) => campaignId))]
	if (campaigns.length === 0) return []
	const shares = apportion(
		amountMinor,
		campaigns.map(() => 1),
	)
	return campaigns.map((campaignId, place) => ({ opportunityId, campaignId, amountMinor: shares[place] ?? 0 }))
}

function lastOf(touches: readonly Touch[]): number | undefined {
	return [...touches].sort((a, b) => b.at.getTime() - a.at.getTime() || a.campaignId - b.campaignId)[0]?.campaignId
}

/** (won − cost) / cost in tenths of a percent, rounded half up; null where nothing was spent: "n/a". */
export function returnOn(wonMinor: number, costMinor: number): number | null {
	if (costMinor <= 0) return null
	const [above, below] = [(BigInt(wonMinor) - BigInt(costMinor)) * 2000n + BigInt(costMinor), 2n * BigInt(costMinor)]
	// BigInt division cuts towards zero; a loss is rounded the same way as a gain.
	return Number(above / below - (above < 0n && above % below !== 0n ? 1n : 0n))
}

/** How many of a step came to the next one, and how long that took. */
export type FunnelStep = { step: string; count: number; conversion: number | null; lagDays: number | null }

/**
 * The way of leads: each with the first instant of every step that it came to, or null. A step counts who came to it; conversion is
 * the share of the step before (in percent, one digit) that came on, lag the middle of the days that it took them.
 */
export function readFunnel(steps: readonly string[], people: readonly (readonly (Date | null)[])[]): FunnelStep[] {
	return steps.map((step, place) => {
		const here = people.filter((one) => one[place])
		if (place === 0) return { step, count: here.length, conversion: null, lagDays: null }
		const before = people.filter((one) => one[place - 1])
		const came = before.filter((one) => one[place])
		const lags = came.map((one) => Math.max(0, (one[place]?.getTime() ?? 0) - (one[place - 1]?.getTime() ?? 0)) / 86_400_000).sort((a, b) => a - b)
		const conversion = before.length === 0 ? null : Math.round((came.length * 1000) / before.length) / 10
		return { step, count: here.length, conversion, lagDays: lags.length === 0 ? null : Math.round((lags[Math.floor((lags.length - 1) / 2)] ?? 0) * 10) / 10 }
	})
}

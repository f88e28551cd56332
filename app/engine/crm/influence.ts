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

/** What leads come to, one after the other (sync-core.md A44). */
export const funnelSteps = ['lead', 'accepted', 'opportunity', 'won'] as const
export type FunnelPlace = (typeof funnelSteps)[number]

const YEARS_MILLIS = 2 * 365 * 86_400_000

/** The leads of two years are looked at. */
export const funnelSince = (at: Date): Date => new Date(at.getTime() - YEARS_MILLIS)

/** How many of a step came to the next one, and how long that took. */
export type FunnelStep = { step: string; count: number; conversion: number | null; lagDays: number | null }

/** Of one step: who came to it, who of the step before came on, and the middle of the seconds that it took them. */
export type FunnelCount = { step: string; count: number; came: number; lagSeconds: number | null }

/** The way of leads, step by step: conversion is the share of the step before (in percent, one digit) that came on, lag in days, one digit. */
export function readFunnel(counts: readonly FunnelCount[]): FunnelStep[] {
	const digit = (value: number) => Math.round(value * 10) / 10
	return counts.map(({ step, count, came, lagSeconds }, place) => {
		const before = counts[place - 1]?.count ?? 0
		return { step, count, conversion: before === 0 ? null : digit((came * 100) / before), lagDays: lagSeconds === null ? null : digit(lagSeconds / 86_400) }
	})
}

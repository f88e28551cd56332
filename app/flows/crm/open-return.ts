import type { Db } from '../../../db/client.server.ts'
import { type CampaignCost, readCampaignCosts, readWon } from '../../../db/queries/crm-campaign.ts'
import { type InfluenceModel, returnOn, shareInfluence } from '../../engine/crm/influence.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ReturnRow = CampaignCost & { spentMinor: number; wonMinor: number; opportunities: number; thousandths: number | null }

/** What each campaign had of what was won, by a model, and what that returned on its cost; two statements. Only what was won in the campaign's own currency counts. */
export async function openReturn(db: Db, { seller }: StaffMember, model: InfluenceModel): Promise<ReturnRow[]> {
	const [costs, won] = await Promise.all([readCampaignCosts(db, seller.id), readWon(db, seller.id)])
	const currencyOf = new Map(costs.map(({ id, currency }) => [id, currency]))
	const shares = shareInfluence(
		won.map((one) => ({
			...one,
			sourceCampaignId: one.sourceCampaignId !== null && currencyOf.get(one.sourceCampaignId) === one.currency ? one.sourceCampaignId : null,
			touches: one.touches
				.filter(({ campaignId }) => currencyOf.get(campaignId) === one.currency)
				.map(({ campaignId, at }) => ({ campaignId, at: new Date(at) })),
		})),
		model,
	)
	return costs.map((cost) => {
		const mine = shares.filter(({ campaignId }) => campaignId === cost.id)
		const [wonMinor, spentMinor] = [mine.reduce((sum, { amountMinor }) => sum + amountMinor, 0), cost.costMinor + cost.adMinor]
		return { ...cost, spentMinor, wonMinor, opportunities: mine.length, thousandths: returnOn(wonMinor, spentMinor) }
	})
}

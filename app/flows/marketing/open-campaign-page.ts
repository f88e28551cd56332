import type { Db } from '../../../db/client.server.ts'
import { type CampaignListed, countMembers, listCampaigns, listMembers, type MemberListed, type MemberQuestion } from '../../../db/queries/campaign.ts'
import type { StaffMember } from '../../platform/actor.ts'

const pageSize = 100

export type CampaignPage = {
	campaign: CampaignListed
	/** (won − cost) / cost in percent, rounded; null when nothing was spent (sync-core.md B13). */
	returnPercent: number | null
	statuses: { status: string; hasResponded: boolean; count: number }[]
	members: MemberListed[]
	nextAfter: number | null
}

/** A campaign with its members, a page at a time. Null: not this seller's. */
export async function openCampaignPage(
	db: Db,
	staff: StaffMember,
	campaignId: number,
	filter: Pick<MemberQuestion, 'status' | 'minimumScore' | 'search' | 'afterId'>,
): Promise<CampaignPage | null> {
	const [campaign] = await listCampaigns(db, { sellerId: staff.seller.id, campaignId })
	if (!campaign) return null
	const [statuses, members] = await Promise.all([countMembers(db, campaignId), listMembers(db, { campaignId, ...filter, limit: pageSize })])
	const cost = campaign.actualCostMinor
	const returnPercent = cost > 0 ? Math.round(((campaign.wonMinor - cost) * 100) / cost) : null
	return { campaign, returnPercent, statuses, members, nextAfter: members.length === pageSize ? (members.at(-1)?.id ?? null) : null }
}

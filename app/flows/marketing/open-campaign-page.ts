import type { Db } from '../../../db/client.server.ts'
import { type CampaignListed, countMembers, listCampaigns, listMembers, type MemberListed, type MemberQuestion } from '../../../db/queries/campaign.ts'
import type { StaffMember } from '../../platform/actor.ts'

const pageSize = 100

export type CampaignPage = {
	campaign: CampaignListed
	/** (won − cost) / cost in percent, rounded (sync-core.md B13); or why there is none yet. */
	returned: { percent: number } | { why: 'notSent' | 'noCost' }
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
	return { campaign, returned: returnOf(campaign), statuses, members, nextAfter: members.length === pageSize ? (members.at(-1)?.id ?? null) : null }
}

/** What was spent ahead of a campaign is no loss yet: before a mail has left, an answer came or an order followed, there is nothing to count. */
function returnOf({ actualCostMinor: cost, wonMinor, isOut, responded, orders }: CampaignListed): CampaignPage['returned'] {
	if (!isOut && responded === 0 && orders === 0) return { why: 'notSent' }
	return cost > 0 ? { percent: Math.round(((wonMinor - cost) * 100) / cost) } : { why: 'noCost' }
}

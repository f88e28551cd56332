import type { Db } from '../../../db/client.server.ts'
import { type CampaignListed, listCampaigns } from '../../../db/queries/campaign.ts'
import { listSends, type SendListed } from '../../../db/queries/send.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** The sends and campaigns of the marketer's seller. */
export async function openMarketingRoom(db: Db, staff: StaffMember): Promise<{ sends: SendListed[]; campaigns: CampaignListed[] }> {
	const [sends, campaigns] = await Promise.all([listSends(db, { sellerId: staff.seller.id }), listCampaigns(db, { sellerId: staff.seller.id })])
	return { sends, campaigns }
}

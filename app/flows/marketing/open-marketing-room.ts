import type { Db } from '../../../db/client.server.ts'
import { type CampaignListed, listCampaigns } from '../../../db/queries/campaign.ts'
import { listSends, type SendFilter, type SendListed } from '../../../db/queries/send.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'

export type SendsPage = { sends: SendListed[]; next: number | null }

/** The sends of the marketer's seller, the newest first, a page at a time; one statement. */
export async function openSends(db: Db, staff: StaffMember, filter: SendFilter): Promise<SendsPage> {
	const rows = await listSends(db, { sellerId: staff.seller.id, ...filter, limit: filter.limit + 1 })
	const sends = rows.slice(0, filter.limit)
	return { sends, next: rows.length > filter.limit ? (sends.at(-1)?.id ?? null) : null }
}

/** All sends of a filter for a file, to the last, `filter.limit` at a time. */
export const exportSends = (db: Db, staff: StaffMember, filter: SendFilter): AsyncGenerator<readonly SendListed[]> =>
	everyById(filter.limit, (after) => listSends(db, { sellerId: staff.seller.id, ...filter, after }))

/** Sends and campaigns of the marketer's seller; two statements. */
export async function openMarketingRoom(db: Db, staff: StaffMember, filter: SendFilter): Promise<SendsPage & { campaigns: CampaignListed[] }> {
	const [page, campaigns] = await Promise.all([openSends(db, staff, filter), listCampaigns(db, { sellerId: staff.seller.id })])
	return { ...page, campaigns }
}

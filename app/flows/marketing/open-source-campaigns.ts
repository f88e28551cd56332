import type { Db } from '../../../db/client.server.ts'
import {
	listSourceCampaigns,
	listSourceMembers,
	readFreeCampaigns,
	readSourceCampaign,
	type SourceDocument,
	type SourceFilter,
	type SourceMember,
	type SourceRow,
} from '../../../db/queries/source-campaign.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'

export type SourceCampaigns = { campaigns: SourceRow[]; choices: { id: number; name: string; code: string }[]; next: number | null }

/** Source campaigns, the newest first, and what a new one can be connected with; two statements. */
export async function openSourceCampaigns(db: Db, { seller }: StaffMember, filter: SourceFilter): Promise<SourceCampaigns> {
	const [rows, choices] = await Promise.all([listSourceCampaigns(db, seller.id, { ...filter, limit: filter.limit + 1 }), readFreeCampaigns(db, seller.id)])
	const campaigns = rows.slice(0, filter.limit)
	return { campaigns, choices, next: rows.length > filter.limit ? (campaigns.at(-1)?.id ?? null) : null }
}

/** All source campaigns of a filter for a file, to the last, `filter.limit` at a time. */
export const exportSourceCampaigns = (db: Db, { seller }: StaffMember, filter: SourceFilter): AsyncGenerator<readonly SourceRow[]> =>
	everyById(filter.limit, (after) => listSourceCampaigns(db, seller.id, { ...filter, after }))

const PAGE = 50

/** One source campaign and a page of marketing's members of it; two statements. Null: none of this seller's. */
export async function openSourceCampaign(
	db: Db,
	{ seller }: StaffMember,
	id: number | null,
	ask: { search: string | null; afterId: number },
): Promise<{ campaign: SourceDocument; members: SourceMember[]; nextMember: number | null } | null> {
	const campaign = id === null ? null : await readSourceCampaign(db, seller.id, id)
	if (!campaign) return null
	const found = await listSourceMembers(db, campaign.id, { ...ask, limit: PAGE + 1 })
	const members = found.slice(0, PAGE)
	return { campaign, members, nextMember: found.length > PAGE ? (members.at(-1)?.prospectId ?? null) : null }
}

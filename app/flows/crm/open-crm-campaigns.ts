import type { Db } from '../../../db/client.server.ts'
import { listMembers, type MemberListed } from '../../../db/queries/campaign.ts'
import { type CampaignDocument, type CampaignFilter, type CampaignRow, listCrmCampaigns, readCrmCampaign } from '../../../db/queries/crm-campaign.ts'
import { type CustomDefRow, readCustomDefs } from '../../../db/queries/custom.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'

/** The campaigns of the house, the newest first; one statement. */
export async function openCrmCampaigns(db: Db, { seller }: StaffMember, filter: CampaignFilter): Promise<{ campaigns: CampaignRow[]; next: number | null }> {
	const rows = await listCrmCampaigns(db, seller.id, { ...filter, limit: filter.limit + 1 })
	const campaigns = rows.slice(0, filter.limit)
	return { campaigns, next: rows.length > filter.limit ? (campaigns.at(-1)?.id ?? null) : null }
}

/** All campaigns of a filter for a file, to the last, `filter.limit` at a time. */
export const exportCrmCampaigns = (db: Db, { seller }: StaffMember, filter: CampaignFilter): AsyncGenerator<readonly CampaignRow[]> =>
	everyById(filter.limit, (after) => listCrmCampaigns(db, seller.id, { ...filter, after }))

/** What a new campaign needs to ask. */
export async function openNewCampaign(
	db: Db,
	{ seller }: StaffMember,
): Promise<{ defs: CustomDefRow[]; others: { id: number; name: string }[]; currency: string }> {
	const [defs, all] = await Promise.all([
		readCustomDefs(db, seller.id, 'campaign'),
		listCrmCampaigns(db, seller.id, { text: null, status: null, kind: null, after: null, limit: 500 }),
	])
	return { defs: defs.filter(({ isActive }) => isActive), others: all.map(({ id, name }) => ({ id, name })), currency: seller.currency }
}

const PAGE = 50
const printed = (minor: number | null, currency: string) => (minor === null ? '' : printMinor(minor, currency))

export type CrmCampaignPage = {
	campaign: CampaignDocument & { budgetedCost: string; actualCost: string; expectedRevenue: string }
	defs: CustomDefRow[]
	members: MemberListed[]
	nextMember: number | null
}

/** One campaign with its steps, history, files and a page of its members; three statements. Null: none of this seller's. */
export async function openCrmCampaign(
	db: Db,
	{ seller }: StaffMember,
	id: number | null,
	ask: { search: string | null; afterId: number },
): Promise<CrmCampaignPage | null> {
	const campaign = id === null ? null : await readCrmCampaign(db, seller.id, id)
	if (!campaign) return null
	const [defs, found] = await Promise.all([
		readCustomDefs(db, seller.id, 'campaign'),
		listMembers(db, { campaignId: campaign.id, status: null, minimumScore: null, ...ask, limit: PAGE + 1 }),
	])
	const members = found.slice(0, PAGE)
	const { currency } = campaign
	const amounts = {
		budgetedCost: printed(campaign.budgetedCostMinor, currency),
		actualCost: printed(campaign.actualCostMinor, currency),
		expectedRevenue: printed(campaign.expectedRevenueMinor, currency),
	}
	return {
		campaign: { ...campaign, ...amounts },
		defs: defs.filter(({ isActive }) => isActive),
		members,
		nextMember: found.length > PAGE ? (members.at(-1)?.id ?? null) : null,
	}
}

import type { Db } from '../../../db/client.server.ts'
import {
	type LeadDocument,
	type LeadFilter,
	type LeadListRow,
	type LeadMatch,
	type LeadRoom,
	listLeads,
	listOpenOpportunities,
	type OpportunityRow,
	readLead,
	readLeadMatches,
	readLeadRoom,
} from '../../../db/queries/lead.ts'
import { findLeads } from '../../../db/queries/said.ts'
import { oddsOf } from '../../engine/crm/opportunity.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { leadDeskOf } from './read-lead-desk.ts'

export type LeadsPage = { leads: LeadListRow[]; next: number | null }

const findSaid = async (db: Db, { seller }: StaffMember, text: string | null) =>
	text === null ? null : await findLeads(db, { sellerEntityId: seller.id, text })

/** The leads of a desk, the newest first; one statement, and one more where a text is looked for. */
export async function openLeads(db: Db, staff: StaffMember, filter: LeadFilter): Promise<LeadsPage> {
	const rows = await listLeads(db, leadDeskOf(staff), { ...filter, limit: filter.limit + 1 }, await findSaid(db, staff, filter.text))
	const leads = rows.slice(0, filter.limit)
	return { leads, next: rows.length > filter.limit ? (leads.at(-1)?.id ?? null) : null }
}

/** The leads of a filter for a file, to the last, `filter.limit` at a time. */
export async function exportLeads(db: Db, staff: StaffMember, filter: Omit<LeadFilter, 'after'>): Promise<AsyncGenerator<readonly LeadListRow[]>> {
	const found = await findSaid(db, staff, filter.text)
	return everyById(filter.limit, (after) => listLeads(db, leadDeskOf(staff), { ...filter, after }, found))
}

export type OpenedLead = LeadRoom & { lead: LeadDocument; matches: LeadMatch[] }

/** One lead with what converting and quoting need to ask; three statements. Null: none of this desk. */
export async function openLead(db: Db, staff: StaffMember, id: number | null, at: Date): Promise<OpenedLead | null> {
	const lead = id === null ? null : await readLead(db, id, leadDeskOf(staff), at)
	if (!lead) return null
	const { email, company } = lead
	const [room, matches] = await Promise.all([readLeadRoom(db, staff.seller.id), readLeadMatches(db, { sellerEntityId: staff.seller.id, email, company })])
	return { lead, matches, ...room }
}

/** Where the house delivers, its own country first. */
export async function openCountries(db: Db, staff: StaffMember): Promise<string[]> {
	return (await readLeadRoom(db, staff.seller.id)).countries
}

const MOST_SHOWN = 500

/** What is still open at a desk, in the order of its stages, and how likely in percent; one statement. */
export async function openPipeline(db: Db, staff: StaffMember): Promise<(OpportunityRow & { odds: number | null })[]> {
	const rows = await listOpenOpportunities(db, leadDeskOf(staff), MOST_SHOWN)
	return rows.map((row) => ({ ...row, odds: oddsOf({ ...row, isWon: false, isClosed: false }) }))
}

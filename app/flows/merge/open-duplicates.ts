import type { Db } from '../../../db/client.server.ts'
import type { MergeObject } from '../../../db/queries/merge-parts.ts'
import { listProposals, listTwins, type ShownProposal, type Twin } from '../../../db/queries/merge-room.ts'
import { findContacts, findLeads, findProspects } from '../../../db/queries/said.ts'
import { rank } from '../../engine/sync/match.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type DuplicateQuery = { object: MergeObject; text: string | null; after: string | null; limit: number }
/** The first of `members` is whom the others would be merged into. */
export type DuplicatesPage = { groups: { key: string; members: Twin[] }[]; proposals: ShownProposal[]; next: string | null }

const MOST_PROPOSALS = 50
const finders = { prospect: findProspects, lead: findLeads, contact: findContacts }

async function loadTwins(db: Db, query: DuplicateQuery & { sellerEntityId: number }) {
	const found = query.text === null ? null : await finders[query.object](db, { sellerEntityId: query.sellerEntityId, text: query.text })
	return await listTwins(db, { ...query, found })
}

/** Who may be somebody twice, the one to stay first (sync-core.md B4, A14), and what the other side has merged already. */
export async function openDuplicates(db: Db, staff: StaffMember, query: DuplicateQuery): Promise<DuplicatesPage> {
	const sellerEntityId = staff.seller.id
	const [found, proposals] = await Promise.all([
		loadTwins(db, { ...query, sellerEntityId, limit: query.limit + 1 }),
		query.after === null ? listProposals(db, sellerEntityId, { accounts: false, limit: MOST_PROPOSALS }) : [],
	])
	const groups = found.slice(0, query.limit).map(({ key, members }) => {
		const ranked = rank(members.map((one) => ({ ...one, object: query.object, id: String(one.id), isLinked: false, convertedTo: null })))
		return { key, members: ranked.flatMap(({ id }) => members.find((one) => String(one.id) === id) ?? []) }
	})
	return { groups, proposals, next: found.length > query.limit ? (groups.at(-1)?.key ?? null) : null }
}

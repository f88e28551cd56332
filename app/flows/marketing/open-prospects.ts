import type { Db } from '../../../db/client.server.ts'
import { type CustomDefRow, readCustomDefs } from '../../../db/queries/custom.ts'
import { listProspects, type PeopleRoom, type ProspectFilter, type ProspectRow, readPeopleRoom } from '../../../db/queries/prospect.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ProspectsPage = { prospects: ProspectRow[]; room: PeopleRoom; next: string | null }

/** The people of marketing with what they can be told apart by; two statements. */
export async function openProspects(db: Db, staff: StaffMember, filter: ProspectFilter): Promise<ProspectsPage> {
	const [rows, room] = await Promise.all([listProspects(db, staff.seller.id, { ...filter, limit: filter.limit + 1 }), readPeopleRoom(db, staff.seller.id)])
	const prospects = rows.slice(0, filter.limit)
	const last = prospects.at(-1)
	return { prospects, room, next: rows.length > filter.limit && last ? `${last.score}.${last.id}` : null }
}

/** The house's own fields of whoever is written down newly. */
export const openProspectFields = (db: Db, staff: StaffMember): Promise<CustomDefRow[]> => readCustomDefs(db, staff.seller.id, 'prospect')

import type { Db } from '../../../db/client.server.ts'
import { type ListRow, listLists, listTags, type TagRow } from '../../../db/queries/marketing-list.ts'
import { type PeopleRoom, readPeopleRoom } from '../../../db/queries/prospect.ts'
import { countProspects } from '../../../db/queries/segment.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { planSegment } from '../../engine/marketing/segment.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ListsPage = { lists: ListRow[]; tags: TagRow[]; room: PeopleRoom }

/** Lists, segments and tags with their people; three statements. */
export async function openLists(db: Db, staff: StaffMember, filter: { text: string | null; kind: string | null }): Promise<ListsPage> {
	const [lists, tags, room] = await Promise.all([listLists(db, staff.seller.id, filter), listTags(db, staff.seller.id), readPeopleRoom(db, staff.seller.id)])
	return { lists, tags, room }
}

/** One list with what a question may name; two statements. Null: not this seller's. */
export async function openList(db: Db, staff: StaffMember, id: number | null): Promise<{ list: ListRow; room: PeopleRoom } | null> {
	if (id === null) return null
	const [found, room] = await Promise.all([listLists(db, staff.seller.id, { text: null, kind: null, id }), readPeopleRoom(db, staff.seller.id)])
	const [list] = found
	return list ? { list, room } : null
}

/** Of how many people a question holds now; one statement. */
export function countPeople(db: Db, staff: StaffMember, { predicate, at }: { predicate: Predicate; at: Date }): Promise<number> {
	return countProspects(db, { plan: planSegment(predicate), scope: { sellerEntityId: staff.seller.id }, at })
}

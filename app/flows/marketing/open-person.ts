import type { Db } from '../../../db/client.server.ts'
import { type HangingOf, readHangingOf } from '../../../db/queries/custom.ts'
import { type PeopleRoom, type PersonDocument, readPeopleRoom, readPerson, readProfileOf } from '../../../db/queries/prospect.ts'
import { loadSegmentFacts } from '../../../db/queries/segment.ts'
import { fieldsOf, holds } from '../../engine/base/predicate.ts'
import { type CriterionHeld, explainGrade } from '../../engine/marketing/grade.ts'
import { segmentValues } from '../../engine/marketing/segment.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { peopleDeskOf } from './read-people-desk.ts'

export type GradeExplained = { profile: string; grade: string; criteria: CriterionHeld[] }
export type PersonPage = { person: PersonDocument; room: PeopleRoom; grade: GradeExplained | null; hanging: HangingOf[] }

/** Of each object as many as a page can show; the others are counted. */
const mostHanging = 20

/** One person with all her faces, and why she is graded as she is; five statements. Null: none of this desk's. */
export async function openPerson(
	db: Db,
	staff: StaffMember,
	id: number | null,
	{ at, allTasks = false }: { at: Date; allTasks?: boolean },
): Promise<PersonPage | null> {
	const person = id === null ? null : await readPerson(db, id, peopleDeskOf(staff), allTasks)
	if (!person) return null
	const [room, profile, facts, hanging] = await Promise.all([
		readPeopleRoom(db, staff.seller.id),
		readProfileOf(db, person.id),
		loadSegmentFacts(db, [person.id], at),
		readHangingOf(db, person.id, mostHanging),
	])
	const known = facts.get(person.id)
	if (!profile || !known) return { person, room, grade: null, hanging }
	const criteria = profile.criteria.map(({ name, weight, predicate }) => ({
		name,
		weight,
		holds: holds(predicate, segmentValues(known, fieldsOf(predicate), at)),
	}))
	return { person, room, hanging, grade: { profile: profile.name, grade: explainGrade(criteria).grade, criteria } }
}

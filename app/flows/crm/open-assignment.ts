import type { Db } from '../../../db/client.server.ts'
import { type AssignmentRoomRow, readAssignmentTeams } from '../../../db/queries/assignment-room.ts'
import { type RecordField, standardFields } from '../../engine/crm/record-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type AssignmentPage = AssignmentRoomRow & { fields: readonly RecordField[] }

/** Rules, queues, groups and people of the house, and what a rule may ask about; one statement. */
export async function openAssignment(db: Db, staff: StaffMember): Promise<AssignmentPage> {
	return { ...(await readAssignmentTeams(db, staff.seller.id)), fields: standardFields.prospect }
}

import type { Db } from '../../../db/client.server.ts'
import { readDeskCounts } from '../../../db/queries/desk.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from './read-desk.ts'

/** The figures of the rail: alerts on the desk, notices not yet read. */
export async function countWaiting(db: Db, staff: StaffMember): Promise<{ alerts: number; notices: number }> {
	return readDeskCounts(db, { ...deskOf(staff), userId: staff.userId })
}

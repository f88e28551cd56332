import { type Db, withTransaction } from '../../../db/client.server.ts'
import { markNoticesRead } from '../../../db/queries/desk.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Marks every notice of this person as read; answers how many were new. */
export async function seeNotices(db: Db, staff: StaffMember, at: Date): Promise<number> {
	return withTransaction(db, (tx) => markNoticesRead(tx, { userId: staff.userId, at }))
}

import type { Db } from '../../../db/client.server.ts'
import { type DeskChange, listDeskChanges } from '../../../db/queries/desk-changes.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from './read-desk.ts'

/** More wait for nobody: the rest is a count. */
const AT_MOST = 100

/** The changes of orders that wait at a desk, those for the house first; one statement. */
export async function openChanges(db: Db, staff: StaffMember, at: Date): Promise<{ changes: DeskChange[]; hasMore: boolean }> {
	const rows = await listDeskChanges(db, deskOf(staff), { at, limit: AT_MOST })
	return { changes: rows.slice(0, AT_MOST), hasMore: rows.length > AT_MOST }
}

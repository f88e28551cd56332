import type { Tx } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sendRecord } from '../../../db/queries/sync-scope.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Sends a record of sales over to marketing, before all else (A26). How many connections take it; 0: it is there already, or nothing joins it. */
export async function saveSent(tx: Tx, staff: StaffMember, given: { object: 'contact' | 'lead'; id: number; requestId: string; at: Date }): Promise<number> {
	const { object, id, requestId, at } = given
	const sent = await sendRecord(tx, staff.seller.id, { object, id, userId: staff.userId, at })
	if (sent > 0) await insertAudit(tx, [{ userId: staff.userId, action: 'sync.sent', subject: `${object}:${id}`, after: { connections: sent }, requestId, at }])
	return sent
}

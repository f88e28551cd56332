import type { Db } from '../../../db/client.server.ts'
import { readBecame } from '../../../db/queries/account-merge-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** The account that an account of this seller became, for links from before; null: it stands, or there is none. */
export async function findBecame(db: Db, staff: StaffMember, accountId: number | null): Promise<number | null> {
	return accountId === null ? null : await readBecame(db, staff.seller.id, accountId)
}

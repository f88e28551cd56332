import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockLead } from '../../../db/queries/lead-save.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { leadDeskOf } from './read-lead-desk.ts'
import { type Converted, type Converting, saveConverted } from './save-converted.ts'

export type ConvertLead = Omit<Converting, 'userId' | 'to'> & { id: number | null; to: 'new' | 'into' }

/**
 * A rep makes a lead an account with its contact and opportunity, or a person of an account that was there; she is asked in by
 * mail. Refuses what `decideConversion` does. Null: no lead of her desk, or no account of this seller.
 */
export async function convertLead(db: Db, staff: StaffMember, { id, ...wish }: ConvertLead): Promise<Converted | null> {
	if (id === null) return null
	return withTransaction(db, async (tx): Promise<Converted | null> => {
		const lead = await lockLead(tx, id, leadDeskOf(staff))
		if (!lead) return null
		await sayCause(tx, { cause: 'convert', actor: `user:${staff.userId}` })
		return saveConverted(tx, lead, { ...wish, userId: staff.userId })
	})
}

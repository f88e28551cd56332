import type { LeadDesk } from '../../../db/queries/lead.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** A rep sees her own leads and those that nobody has taken; head office and administrators see all. */
export function leadDeskOf(staff: StaffMember): LeadDesk {
	const seesAll = staff.roles.includes('administrator') || staff.roles.includes('head_office')
	return { sellerEntityId: staff.seller.id, userId: staff.userId, seesAll }
}

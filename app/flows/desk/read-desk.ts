import type { Desk } from '../../../db/queries/desk.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** A rep's desk holds the accounts she owns; head office and administrators see everybody's. */
export function deskOf(staff: StaffMember): Desk {
	const seesAll = staff.roles.includes('administrator') || staff.roles.includes('head_office')
	return { sellerEntityId: staff.seller.id, ownerUserId: seesAll ? null : staff.userId }
}

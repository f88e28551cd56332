import type { PeopleDesk } from '../../../db/queries/prospect.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Whose people somebody sees: a rep who is nothing else those she works for. */
export function peopleDeskOf(staff: StaffMember): PeopleDesk {
	const seesAll = staff.roles.some((role) => role === 'marketer' || role === 'head_office' || role === 'administrator')
	return { sellerEntityId: staff.seller.id, userId: staff.userId, seesAll }
}

import type { QueueDesk } from '../../../db/queries/queue.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** A rep sees the queues that she is of; head office and administrators see all. */
export function queueDeskOf({ seller, userId, roles }: StaffMember): QueueDesk {
	return { sellerEntityId: seller.id, userId, seesAll: roles.includes('administrator') || roles.includes('head_office') }
}

import type { RunSight } from '../../../db/queries/import-room.ts'
import { type ExchangeRoom, marketingKinds } from '../../engine/catalog/exchange-rights.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Whose runs a member of the house sees, in one of the rooms. */
export const sightOf = (staff: StaffMember, room: ExchangeRoom = 'shop'): RunSight => ({
	...{ sellerEntityId: staff.seller.id, isAdministrator: staff.roles.includes('administrator') },
	...{ marketingKinds, isMarketing: room === 'marketing' },
})

import type { RunSight } from '../../../db/queries/import-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Whose runs a member of the house sees. */
export const sightOf = (staff: StaffMember): RunSight => ({ sellerEntityId: staff.seller.id, isAdministrator: staff.roles.includes('administrator') })

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { stopSimulation as stop } from '../../../db/queries/simulation.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Stops a simulation; what it found so far stays to be read. Null: there is none to stop. */
export async function stopSimulation(db: Db, staff: StaffMember, key: { promotionId: number; simulationId: number; at: Date }): Promise<{ ok: true } | null> {
	const isStopped = await withTransaction(db, (tx) => stop(tx, { ...key, sellerEntityId: staff.seller.id }))
	return isStopped ? { ok: true } : null
}

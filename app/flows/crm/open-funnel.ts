import type { Db } from '../../../db/client.server.ts'
import { readFunnelCounts } from '../../../db/queries/funnel.ts'
import { type FunnelStep, funnelSince, readFunnel } from '../../engine/crm/influence.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** The way of the leads of two years, from being written down to what was won (sync-core.md A44); one statement. */
export async function openFunnel(db: Db, { seller }: StaffMember, at: Date): Promise<FunnelStep[]> {
	return readFunnel(await readFunnelCounts(db, seller.id, funnelSince(at)))
}

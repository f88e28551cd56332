import type { Db } from '../../../db/client.server.ts'
import { readFunnelCounts } from '../../../db/queries/funnel.ts'
import { type FunnelStep, readFunnel } from '../../engine/crm/influence.ts'
import type { StaffMember } from '../../platform/actor.ts'

const YEARS_MILLIS = 2 * 365 * 86_400_000

/** The way of the leads of two years, from being written down to what was won (sync-core.md A44); one statement. */
export async function openFunnel(db: Db, { seller }: StaffMember, at: Date): Promise<FunnelStep[]> {
	return readFunnel(await readFunnelCounts(db, seller.id, new Date(at.getTime() - YEARS_MILLIS)))
}

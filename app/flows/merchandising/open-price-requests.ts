import type { Db } from '../../../db/client.server.ts'
import { type PriceRequestFilter, readPriceRequests } from '../../../db/queries/price-request.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** One page of the prices that no book gives (commerce-engine.md section 4: the price manager is told). */
export async function listPriceRequests(db: Db, staff: StaffMember, filter: Omit<PriceRequestFilter, 'sellerEntityId'>) {
	const rows = await readPriceRequests(db, { ...filter, sellerEntityId: staff.seller.id })
	const requests = rows.slice(0, filter.limit)
	return { requests, nextAfter: rows.length > filter.limit ? (requests.at(-1)?.cursor ?? null) : null }
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readLanes, replaceLane } from '../../../db/queries/rates.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { type LaneFields, readLane } from '../../engine/cart/read-lane.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type LaneAct = { at: Date; requestId: string }

/** Puts the bands of a way of shipping into force, at once for every open cart. Refuses what `readLane` does. */
export async function saveLane(db: Db, staff: StaffMember, fields: LaneFields, { at, requestId }: LaneAct): Promise<Result<{ bands: number }>> {
	const read = readLane(fields)
	if (!read.ok) return read
	const { lane } = read
	return withTransaction(db, async (tx) => {
		const had = await replaceLane(tx, staff.seller.id, lane)
		const action = had > 0 ? 'shipping.changed' : 'shipping.added'
		const subject = `shipping:${lane.country}-${lane.region ?? ''}-${lane.method}`
		await insertAudit(tx, [{ userId: staff.userId, action, subject, after: lane, requestId, at }])
		return { ok: true as const, bands: lane.bands.length }
	})
}

/** Takes a way of shipping away: deliveries there are on request unless a wider zone has it. Null: the seller has none such. */
export async function removeLane(db: Db, staff: StaffMember, key: string, { at, requestId }: LaneAct): Promise<{ ok: true; bands: number } | null> {
	return withTransaction(db, async (tx) => {
		const [lane] = await readLanes(tx, { sellerEntityId: staff.seller.id, search: '', after: null, key, limit: 1 })
		if (!lane) return null
		await replaceLane(tx, staff.seller.id, { ...lane, bands: [] })
		await insertAudit(tx, [
			{
				userId: staff.userId,
				action: 'shipping.removed',
				subject: `shipping:${lane.country}-${lane.region ?? ''}-${lane.method}`,
				before: lane,
				requestId,
				at,
			},
		])
		return { ok: true as const, bands: 0 }
	})
}

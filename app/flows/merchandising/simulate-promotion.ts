import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readPromotion } from '../../../db/queries/promotion-room.ts'
import { insertSimulation } from '../../../db/queries/simulation.ts'
import { addDays, type Day, startOfDay } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { parseStored } from './read-promotion.ts'
import { trialOf } from './read-trial.ts'

export type SimulatePromotion = { promotionId: number; from: string; to: string; at: Date; requestId: string }

const isDay = (text: string): text is Day =>
	/^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)

/** Longer than that, buyers, prices and promotions were others. */
const MOST_DAYS = 731

/**
 * Asks for a simulation of a promotion, as it is now, on the orders placed from one day to another, both included, in
 * the seller's zone; the worker does it. Refuses FIELD_INVALID, SIMULATION_PERIOD and what the engine refuses. Null: no
 * such promotion of this seller.
 */
export async function simulatePromotion(db: Db, staff: StaffMember, ask: SimulatePromotion): Promise<Result<{ simulationId: number }> | null> {
	const { promotionId, from, to, at, requestId } = ask
	const { id: sellerEntityId, timeZone } = staff.seller
	return withTransaction(db, async (tx): Promise<Result<{ simulationId: number }> | null> => {
		const stored = await readPromotion(tx, { sellerEntityId, promotionId })
		if (!stored) return null
		const parsed = parseStored(stored)
		if (!parsed.ok) return parsed
		const wrong = Object.entries({ from, to }).filter(([, day]) => !isDay(day))
		if (wrong.length > 0) return refused(...wrong.map(([key, given]) => refusal('FIELD_INVALID', { key: `simulate.${key}`, given })))
		if (to < from || addDays(from, MOST_DAYS) < to) return refused(refusal('SIMULATION_PERIOD', { most: MOST_DAYS }))
		const period = { from: startOfDay(from, timeZone), to: startOfDay(addDays(to, 1), timeZone) }
		const { version } = stored
		const simulationId = await insertSimulation(tx, { sellerEntityId, promotionId, version, trial: trialOf(stored), ...period, userId: staff.userId, at })
		const subject = `promotion:${promotionId}`
		await insertAudit(tx, [{ userId: staff.userId, action: 'promotion.simulated', subject, after: { simulationId, from, to }, requestId, at }])
		return { ok: true, simulationId }
	})
}

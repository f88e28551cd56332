import type { Db } from '../../../db/client.server.ts'
import { readPromotion, type StoredPromotion } from '../../../db/queries/promotion-room.ts'
import { readSimulatedOrders, readSimulations, readTopChanges, type SimulationRow, type TopAccount, type TopProduct } from '../../../db/queries/simulation.ts'
import { addDays, type Day, dayIn } from '../../engine/base/calendar.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type OpenSimulation = {
	promotion: Pick<StoredPromotion, 'id' | 'code' | 'version' | 'names' | 'status' | 'couponCode'>
	/** The quarter before this one: what is offered to be tried on. */
	period: { from: Day; to: Day }
	runs: SimulationRow[]
	/** The one looked at: the one asked for, else the newest. */
	run: SimulationRow | null
	accounts: TopAccount[]
	products: TopProduct[]
	/** Seconds that the rest will take, by how long the orders done took. */
	secondsLeft: number | null
}

const TOP = 10

/** The simulations of a promotion and what one of them found. Three statements. Null: no such promotion of this seller, or no such run of it. */
export async function openSimulation(
	db: Db,
	staff: StaffMember,
	{ promotionId, simulationId, locale, at }: { promotionId: number; simulationId: number | null; locale: string; at: Date },
): Promise<OpenSimulation | null> {
	const key = { sellerEntityId: staff.seller.id, promotionId }
	const promotion = await readPromotion(db, key)
	if (!promotion) return null
	const runs = await readSimulations(db, key)
	const run = simulationId === null ? (runs[0] ?? null) : (runs.find(({ id }) => id === simulationId) ?? null)
	if (simulationId !== null && !run) return null
	const top = run ? await readTopChanges(db, { simulationId: run.id, locale, limit: TOP }) : { accounts: [], products: [] }
	return { promotion, period: quarterBefore(dayIn(at, staff.seller.timeZone)), runs, run, ...top, secondsLeft: run && secondsLeft(run, at) }
}

/** The calendar quarter before the one of `today`. */
function quarterBefore(today: Day): { from: Day; to: Day } {
	const [year = 0, month = 1] = today.split('-').map(Number)
	const first = (index: number): Day => new Date(Date.UTC(year, index * 3, 1)).toISOString().slice(0, 10)
	const quarter = Math.floor((month - 1) / 3)
	return { from: first(quarter - 1), to: addDays(first(quarter), -1) }
}

function secondsLeft({ state, startedAt, doneCount, orderCount }: SimulationRow, at: Date): number | null {
	if (state !== 'running' || !startedAt || doneCount === 0) return null
	const taken = Math.max(1, (at.getTime() - startedAt.getTime()) / 1000)
	return Math.ceil((taken / doneCount) * Math.max(0, orderCount - doneCount))
}

/** Every order of a simulation, for a file. Null: there is no such simulation of this promotion. */
export async function exportSimulation(db: Db, staff: StaffMember, key: { promotionId: number; simulationId: number }) {
	return readSimulatedOrders(db, { ...key, sellerEntityId: staff.seller.id })
}

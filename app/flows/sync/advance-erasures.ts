import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ErasureOrder, leaseErasures, settleErasures } from '../../../db/queries/erase.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { SidePort, SideRemoved } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { nextTrySeconds } from '../../engine/sync/next-try.ts'
import type { Role, SideFailure } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'

const leaseMs = 45_000
const limit = 200

type Erasing = { connection: Connection; outside: Role; port: SidePort; clock: () => Date; random: () => number }
type Settled = Parameters<typeof settleErasures>[1][number]

/**
 * Asks another system to delete who was erased (sync-core.md B11). Leased, asked without a transaction, then settled; deleting twice is deleting
 * once, so an answer that was lost is simply asked for again. Answers how many were looked at.
 */
export async function advanceErasures(db: Db, { connection, outside, port, clock, random }: Erasing): Promise<number> {
	const at = clock()
	const until = new Date(at.getTime() + leaseMs)
	const orders = await withTransaction(db, (tx) => leaseErasures(tx, { connectionId: connection.id, at, until, limit }))
	if (orders.length === 0) return 0
	const settled: Settled[] = []
	for (const [object, some] of Map.groupBy(orders, (order) => order.object)) {
		const answers = await removeThem(port, object, some, outside)
		settled.push(...some.map((order) => settle(order, answers, { at: clock(), random })))
	}
	await withTransaction(db, (tx) => settleErasures(tx, settled, clock()))
	return orders.length
}

/** The failure of all of them where nothing was answered. */
async function removeThem(port: SidePort, object: string, orders: readonly ErasureOrder[], outside: Role): Promise<readonly SideRemoved[] | SideFailure> {
	const ids = orders.filter(({ side }) => side === outside).map(({ recordId }) => recordId)
	if (!port.remove) return []
	try {
		return await port.remove(object, ids)
	} catch (error) {
		if (error instanceof SideDown) return error.failure
		throw error
	}
}

function settle(order: ErasureOrder, answers: readonly SideRemoved[] | SideFailure, { at, random }: { at: Date; random: () => number }): Settled {
	const isWhole = !Array.isArray(answers)
	const answer = isWhole ? undefined : (answers as readonly SideRemoved[]).find(({ id }) => id === order.recordId)
	// What a side keeps in a bin for ever is said, so that a person empties it there.
	if (answer && answer.failure === null) return { id: order.id, state: 'done', code: answer.inBin ? 'IN_BIN' : null, dueAt: at }
	const failure = isWhole ? (answers as SideFailure) : (answer?.failure ?? null)
	// A side without a way to delete says so to the administrator, who does it there by hand.
	if (failure === null) return { id: order.id, state: 'refused', code: 'NO_DELETE', dueAt: at }
	const waits = isWhole || ['transient', 'quota', 'auth'].includes(classifyFailure(failure.code, failure).class)
	const seconds = nextTrySeconds({ attempts: order.attempts, random: random(), retryAfterSeconds: failure.retryAfterSeconds })
	return { id: order.id, state: waits ? 'waiting' : 'refused', code: failure.code, dueAt: new Date(at.getTime() + 1000 * seconds) }
}

import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { insertLines, type ListRest, type ListRun, stepList, takeList } from '../../../db/queries/sync-list.ts'
import { quotaResetAt } from '../../engine/sync/lanes.ts'
import { nextTrySeconds } from '../../engine/sync/next-try.ts'
import { SideDown } from '../../platform/side-down.ts'
import { type OwnSides, outsideOf } from '../sync/load-connection.ts'
import { lowestOf } from '../sync/save-allowance.ts'
import type { Ports } from '../sync/types.ts'
import type { DryLines } from './types.ts'

/** `open` speaks to both sides outside of any transaction, whoever they are; null: one of them is not set up. */
export type Advancing = { ownSides: OwnSides; open: (connection: Connection) => Ports | null; clock: () => Date; random: () => number }
export type Step = Advancing & { run: ListRun; connection: Connection; at: Date }

const spent = 'REQUEST_LIMIT_EXCEEDED'
/** After so long nobody believes the last figure of the day's calls. */
const believedSeconds = 900

/** A batch of a list that asks another system, where there are calls left for it: a silent system, or a spent day, lets the list wait and say why. Answers 1 while there is something to do, 0 while it waits. */
export async function unlessItWaits(db: Db, step: Step, work: (ports: Ports) => Promise<number>): Promise<number> {
	const { run, connection, open, at } = step
	const ports = open(connection)
	if (!ports) return await keep(db, step, { stage: 'cancelled', cursor: run.cursor })
	if (run.cursor.rests && Date.parse(run.cursor.rests.until) > at.getTime()) return 0
	const role = outsideOf(connection)
	// Who rested for it asks anew: the side's own door keeps the share.
	const lowest = role && run.cursor.rests?.code !== spent ? await lowestOf(db, { connection, ports, outside: role, clock: () => at }) : lanes.backfill
	if (lowest !== lanes.backfill) {
		const isOver = lowest === null || lowest === lanes.interactive
		const seconds = isOver ? (Date.parse(quotaResetAt(at.toISOString(), null)) - at.getTime()) / 1000 : believedSeconds
		return await rest(db, step, { code: spent, message: null, seconds })
	}
	try {
		return await work(ports)
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		const { code, message, retryAfterSeconds } = error.failure
		const attempts = (run.cursor.rests?.attempts ?? 0) + 1
		return await rest(db, step, { code, message, seconds: nextTrySeconds({ attempts, random: step.random(), retryAfterSeconds }) })
	}
}

type Kept = {
	stage: 'listing' | 'listed' | 'done' | 'cancelled'
	cursor: ListRun['cursor']
	lines?: DryLines['lines']
	looked?: number
	touched?: number
	/** What else belongs to the batch. */
	also?: (tx: Tx) => Promise<void>
}

/** What a batch came to and how far the list is, together; nothing where somebody stopped it, or another worker did the same batch meanwhile. */
export async function keep(db: Db, { run, at }: Step, { stage, cursor, lines = [], looked = 0, touched = 0, also }: Kept): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const now = await takeList(tx, run.id)
		if (!now || JSON.stringify(now.cursor) !== JSON.stringify(run.cursor)) return 0
		await insertLines(tx, run.id, lines)
		await also?.(tx)
		await stepList(tx, run.id, { stage, cursor, looked, drifted: touched, at })
		return 1
	})
}

/** The list goes on by itself, and says until then why it stands. */
async function rest(db: Db, step: Step, { code, message, seconds }: Pick<ListRest, 'code' | 'message'> & { seconds: number }): Promise<number> {
	const { run, at } = step
	const rests = { until: new Date(at.getTime() + 1000 * seconds).toISOString(), code, message, attempts: (run.cursor.rests?.attempts ?? 0) + 1 }
	await keep(db, step, { stage: 'listing', cursor: { ...run.cursor, rests } })
	return 0
}

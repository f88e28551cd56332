import { type Db, tryOut, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { insertLines, type ListRest, type ListRun, stepList, takeList } from '../../../db/queries/sync-list.ts'
import { InvariantError } from '../../engine/base/invariant.ts'
import { nextTrySeconds } from '../../engine/sync/next-try.ts'
import { SideDown } from '../../platform/side-down.ts'
import { type OwnSides, outsideOf } from '../sync/load-connection.ts'
import { lowestOf } from '../sync/save-allowance.ts'
import type { Ports } from '../sync/types.ts'
import { loadDryPage } from './load-dry-page.ts'
import { Unasked } from './load-trial-side.ts'
import { saveDryLines } from './save-dry-lines.ts'
import type { Answered, DryChange, DryLines, Trying } from './types.ts'

/** `open` speaks to both sides outside of any transaction, whoever they are; null: one of them is not set up. */
export type Advancing = { ownSides: OwnSides; open: (connection: Connection) => Ports | null; clock: () => Date; random: () => number }
export type Step = Advancing & { run: ListRun; connection: Connection; at: Date }

/** Questions of one batch: some ten for each object, and an object has a handful of parents. */
const mostQuestions = 500
const restSeconds = 60

/**
 * One batch of a dry run: read, tried in a transaction that is taken back, and listed in another together with how far the list is. Another system is asked
 * outside of both, within the calls of the day. Answers 1 while there is something to do, 0 while it waits.
 */
export async function saveDryBatch(db: Db, step: Step): Promise<number> {
	const { run, connection, open, at } = step
	const ports = open(connection)
	if (!ports) return await keep(db, step, { lines: [], stage: 'cancelled', cursor: run.cursor, looked: 0, touched: 0 })
	if (run.cursor.rests && Date.parse(run.cursor.rests.until) > at.getTime()) return 0
	const role = outsideOf(connection)
	const spent = role && (await lowestOf(db, { connection, ports, outside: role, clock: () => at })) !== lanes.backfill
	if (spent) return await rest(db, step, { code: 'REQUEST_LIMIT_EXCEEDED', message: null, seconds: restSeconds })
	try {
		return await list(db, step, ports)
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		const { code, message, retryAfterSeconds } = error.failure
		const attempts = (run.cursor.rests?.attempts ?? 0) + 1
		return await rest(db, step, { code, message, seconds: nextTrySeconds({ attempts, random: step.random(), retryAfterSeconds }) })
	}
}

async function list(db: Db, step: Step, ports: Ports): Promise<number> {
	const { run, connection, ownSides, at } = step
	const { rests: _, placed = 0, ...cursor } = run.cursor
	const change = (run.subject['change'] ?? {}) as DryChange
	const page = await loadDryPage(db, { connection, ports, cursor, change })
	const role = outsideOf(connection)
	const trying = {
		...{ connectionId: connection.id, run: { id: run.id, placed, isFirst: run.looked === 0 }, page: page.records, change, ownSides, at },
		outside: role ? { port: ports[role], answered: new Map() } : null,
	}
	const tried = page.records.length > 0 ? await tryUntilAnswered(db, trying) : { lines: [], touched: 0, placed: 0 }
	return await keep(db, step, {
		...{ lines: tried.lines, touched: tried.touched, looked: page.records.length, stage: page.isThrough ? 'listed' : 'listing' },
		cursor: { ...page.cursor, placed: placed + tried.placed },
	})
}

/** What is not known yet is asked between two trials: as often as one batch has questions, however many records it has. */
async function tryUntilAnswered(db: Db, trying: Trying & { outside: { answered: Answered } | null }): Promise<DryLines> {
	for (let asked = 0; asked <= mostQuestions; asked++) {
		try {
			return await withTransaction(db, (tx) => tryOut(tx, (part) => saveDryLines(part, trying)))
		} catch (error) {
			if (!(error instanceof Unasked) || !trying.outside) throw error
			trying.outside.answered.set(error.question, await error.ask())
		}
	}
	throw new InvariantError(`A batch of list ${trying.run.id} asks without an end`)
}

type Kept = { lines: DryLines['lines']; stage: 'listing' | 'listed' | 'cancelled'; cursor: ListRun['cursor']; looked: number; touched: number }

async function keep(db: Db, { run, at }: Step, { lines, stage, cursor, looked, touched }: Kept): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const now = await takeList(tx, run.id)
		// Another worker may have done this batch meanwhile, or somebody stopped it.
		if (!now || JSON.stringify(now.cursor) !== JSON.stringify(run.cursor)) return 0
		await insertLines(tx, run.id, lines)
		await stepList(tx, run.id, { stage, cursor, looked, drifted: touched, at })
		return 1
	})
}

/** The other system is silent, or its day is spent: the list goes on by itself, and says until then why it stands. */
async function rest(db: Db, step: Step, { code, message, seconds }: Pick<ListRest, 'code' | 'message'> & { seconds: number }): Promise<number> {
	const { run, at } = step
	const rests = { until: new Date(at.getTime() + 1000 * seconds).toISOString(), code, message, attempts: (run.cursor.rests?.attempts ?? 0) + 1 }
	await keep(db, step, { lines: [], stage: 'listing', cursor: { ...run.cursor, rests }, looked: 0, touched: 0 })
	return 0
}

import { type Db, tryOut, withTransaction } from '../../../db/client.server.ts'
import { InvariantError } from '../../engine/base/invariant.ts'
import { outsideOf } from '../sync/load-connection.ts'
import type { Ports } from '../sync/types.ts'
import { loadDryPage } from './load-dry-page.ts'
import { Unasked } from './load-trial-side.ts'
import { saveDryLines } from './save-dry-lines.ts'
import { keep, type Step, unlessItWaits } from './save-rest.ts'
import type { Answered, DryChange, DryLines, Trying } from './types.ts'

/** Questions of one batch: some ten for each object, and an object has a handful of parents. */
const mostQuestions = 500

/**
 * One batch of a dry run: read, tried in a transaction that is taken back, and listed in another together with how far the list is. Another system is asked
 * outside of both, within the calls of the day. Answers 1 while there is something to do, 0 while it waits.
 */
export const saveDryBatch = (db: Db, step: Step): Promise<number> => unlessItWaits(db, step, (ports) => list(db, step, ports))

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

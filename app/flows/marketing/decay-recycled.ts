import { type Db, withTransaction } from '../../../db/client.server.ts'
import { decayScores } from '../../../db/queries/automation.ts'

/** What a lead loses of its score in each week after it was handed back (sync-core.md A43). */
const percent = 10

const weekMs = 7 * 86_400_000

/** Lets the scores of leads fall that were handed back, once a week however often it is asked. How many fell. */
export async function decayRecycled(db: Db, at: Date): Promise<number> {
	const week = String(Math.floor(at.getTime() / weekMs))
	return await withTransaction(db, (tx) => decayScores(tx, { percent, week, at }))
}

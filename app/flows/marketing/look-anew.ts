import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertTimelyRuns } from '../../../db/queries/marketing-run.ts'
import { loadAutomations } from './load-automations.ts'

/** Asks for everything anew whose answer changes while nothing happens but time. How many long works that is at most. */
export async function lookAnew(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const { segments, rules } = await loadAutomations(tx)
		const [lists, acts] = [segments, rules].map((all) => all.filter(({ isTimely }) => isTimely).map(({ id }) => id))
		await insertTimelyRuns(tx, { kind: 'segment', ids: lists ?? [], at })
		await insertTimelyRuns(tx, { kind: 'rule', ids: acts ?? [], at })
		return (lists?.length ?? 0) + (acts?.length ?? 0)
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { analyzeTables, readGrownTables } from '../../../db/queries/statistics.ts'

/**
 * After much came in at once: the planner learns what stands in the tables that grew. PostgreSQL does so by itself a minute
 * or more later, and not at all where that is switched off; until then a cart of 2,000 lines takes four times as long.
 */
export async function saveStatistics(db: Db): Promise<void> {
	await withTransaction(db, async (tx) => {
		const grown = await readGrownTables(tx)
		if (grown.length > 0) await analyzeTables(tx, grown)
	})
}

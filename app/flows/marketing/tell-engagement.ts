import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertEngagement } from '../../../db/queries/engagement.ts'
import { engagementRule } from '../../engine/marketing/engagement.ts'

/**
 * Tells sales what each person did on a day, once that day has ended at her seller's: one entry a person and day, as done, however often it is asked
 * (sync-core.md B15, app/decisions/0467). One statement. How many entries were made.
 */
export async function tellEngagement(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, (tx) => insertEngagement(tx, { ...engagementRule, subject: 'task.engagement', at }))
}

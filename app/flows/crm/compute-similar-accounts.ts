import { type Db, withTransaction } from '../../../db/client.server.ts'
import { replaceSimilarAccounts } from '../../../db/queries/attention.ts'

/** Finds anew which accounts are alike; every night, and when the worker starts. Returns how many pairs there are. */
export async function computeSimilarAccounts(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, (tx) => replaceSimilarAccounts(tx, at))
}

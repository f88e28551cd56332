import type { Db } from '../../../db/client.server.ts'
import { deleteOldCalls } from '../../../db/queries/api-call.ts'

/** Forgets what machines sent more than a day ago; answers how many. */
export async function forgetCalls(db: Db, at: Date): Promise<number> {
	return deleteOldCalls(db, at)
}

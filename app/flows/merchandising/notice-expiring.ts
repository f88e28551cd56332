import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertExpiryTasks } from '../../../db/queries/certificate.ts'

/** Tells the owner of an account in time to ask for a new certificate. */
const DAYS_BEFORE = 30

/** A task for each exemption certificate that expires soon and that no later one follows, once. Answers how many; one statement. */
export async function noticeExpiring(db: Db, at: Date): Promise<number> {
	return withTransaction(db, (tx) => insertExpiryTasks(tx, { at, days: DAYS_BEFORE }))
}

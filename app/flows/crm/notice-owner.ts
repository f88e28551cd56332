import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { saveOwnerNotice } from './save-owner-notice.ts'

/** Tells the rep of the account what its buyer said to a quote or in a case, or that an offer ran out. */
export async function noticeOwner(db: Db, event: CommerceEvent): Promise<void> {
	await withTransaction(db, (tx) => saveOwnerNotice(tx, event))
}

import type { Db } from '../../../db/client.server.ts'
import { type ListRow, listRequisitions } from '../../../db/queries/requisition.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayKeepLists, readerOf } from './read-reader.ts'

/** Her own lists and the company's, the last changed first. One statement. Null: nobody who has lists. */
export async function openLists(db: Db, shopper: Shopper): Promise<{ lists: ListRow[]; mayChange: boolean } | null> {
	const reader = readerOf(shopper)
	return reader && { lists: await listRequisitions(db, reader), mayChange: mayKeepLists(shopper) }
}

import type { Db } from '../../../db/client.server.ts'
import { readDocument } from '../../../db/queries/document.ts'
import type { Shopper } from '../../platform/actor.ts'

/** Where a document of a product leads. Null: there is none, or its product is not for this account, which answer alike (section 3). */
export async function openDocument(db: Db, { account }: Shopper, id: number): Promise<{ url: string } | null> {
	const document = await readDocument(db, account, id)
	return document && { url: document.url }
}

import type { Db } from '../../../db/client.server.ts'
import { type CategoryEntry, readStorefront, type Shelf } from '../../../db/queries/storefront.ts'
import type { Shopper } from '../../platform/actor.ts'

export type Storefront = Shelf & { categories: CategoryEntry[] }

/** What stands around every page of the shop: one statement. */
export async function openStorefront(db: Db, { account, contactId }: Shopper, locale: string): Promise<Storefront> {
	const { sellerEntityId, policyIds, accountId } = account
	return await readStorefront(db, { sellerEntityId, policyIds, locale }, { accountId, contactId })
}

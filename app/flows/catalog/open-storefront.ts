import type { Db } from '../../../db/client.server.ts'
import { type CategoryEntry, readCategories, readShelf, type Shelf } from '../../../db/queries/storefront.ts'
import type { Shopper } from '../../platform/actor.ts'

export type Storefront = Shelf & { categories: CategoryEntry[] }

/** What stands around every page of the shop: two statements, one for a guest. */
export async function openStorefront(db: Db, { account, contactId }: Shopper, locale: string): Promise<Storefront> {
	const { sellerEntityId, policyIds, accountId } = account
	const [categories, shelf] = await Promise.all([
		readCategories(db, { sellerEntityId, policyIds, locale }),
		accountId === null ? { locations: [], cartLines: 0 } : readShelf(db, { accountId, contactId }),
	])
	return { categories, ...shelf }
}

import type { Db } from '../../../db/client.server.ts'
import { type CategoryEntry, type CategoryTop, readCategories, readCategoryTops, readStorefront, type Shelf } from '../../../db/queries/storefront.ts'
import type { Shopper } from '../../platform/actor.ts'

/** As many categories as the shop's navigation shows; the others stand on a page of their own. */
const TOPS_SHOWN = 12
const TOPS_PER_PAGE = 120

export type Storefront = Shelf & { categories: CategoryEntry[]; hasMoreCategories: boolean }

const entitledOf = ({ account: { sellerEntityId, policyIds } }: Shopper, locale: string) => ({ sellerEntityId, policyIds, locale })

/** What stands around every page of the shop: one statement, whatever the catalog holds. */
export async function openStorefront(db: Db, shopper: Shopper, locale: string): Promise<Storefront> {
	const { account, contactId } = shopper
	const shelf = await readStorefront(db, entitledOf(shopper, locale), { accountId: account.accountId, contactId, tops: TOPS_SHOWN + 1 })
	return { ...shelf, categories: shelf.categories.slice(0, TOPS_SHOWN), hasMoreCategories: shelf.categories.length > TOPS_SHOWN }
}

/** Every category in which the account sees anything, parents first: one statement. */
export async function openCategoryTree(db: Db, shopper: Shopper, locale: string): Promise<CategoryEntry[]> {
	return await readCategories(db, entitledOf(shopper, locale))
}

/** One page of the top categories with what stands below each; `cursor` is `position.id` of the last one shown. One statement. */
export async function openCategoryTops(db: Db, shopper: Shopper, { cursor, locale }: { cursor: string | null; locale: string }) {
	const match = /^(\d{1,9})\.(\d{1,15})$/.exec(cursor ?? '')
	const after = match ? { position: Number(match[1]), id: Number(match[2]) } : null
	const tops: CategoryTop[] = await readCategoryTops(db, entitledOf(shopper, locale), { limit: TOPS_PER_PAGE, after })
	const shown = tops.slice(0, TOPS_PER_PAGE)
	const last = shown.at(-1)
	return { tops: shown, nextCursor: tops.length > TOPS_PER_PAGE && last ? `${last.position}.${last.id}` : null }
}

import { openCategoryTree } from '../../flows/catalog/open-storefront.ts'
import { buyerDoor, done } from './call.server.ts'
import { listCategories } from './contract/catalog.ts'

/** GET /api/v1/catalog/categories: those in which the account sees anything, parents first. */
export const loader = buyerDoor(listCategories, async ({ db, shopper, locale }) => {
	const categories = await openCategoryTree(db, shopper, locale)
	return done({ categories: categories.map(({ id, parentId, slug, name }) => ({ id, parentId, slug, name })) })
})

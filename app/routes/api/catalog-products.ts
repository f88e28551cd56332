import { openCatalogPage } from '../../flows/catalog/open-catalog-page.ts'
import { productAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { listProducts } from './contract/catalog.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/catalog/products: a page of what the key's account may see at its own prices, two statements for any page. */
export const loader = buyerDoor(listProducts, async ({ db, house, shopper, query, locale, place }) => {
	const cursor = place('products', /^\d{1,9}\.\d{1,15}$/)
	const { category = null, limit } = query
	const page = await openCatalogPage(db, shopper, { category, limit, cursor, locale: query.locale ?? locale, at: house.at })
	if (!page) return null
	return done({
		category: page.category && { id: page.category.id, name: page.category.name },
		products: page.products.map(productAnswer),
		nextCursor: cursorFor('products', page.nextCursor),
	})
})

import { suggestProducts as suggest } from '../../flows/catalog/suggest-products.ts'
import { buyerDoor, done } from './call.server.ts'
import { suggestProducts } from './contract/catalog.ts'

/** GET /api/v1/catalog/suggest: the likeliest few for what has been typed so far. */
export const loader = buyerDoor(suggestProducts, async ({ db, shopper, query, locale }) => {
	const { products, categories } = await suggest(db, shopper, { text: query.q, locale })
	return done({
		products: products.map(({ slug, sku, name }) => ({ slug, sku, name })),
		categories: categories.map(({ slug, name }) => ({ slug, name })),
	})
})

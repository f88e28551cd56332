import { searchCatalog } from '../../flows/catalog/search-catalog.ts'
import { productAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { searchProducts } from './contract/catalog.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/catalog/search: a page of hits in the asker's language, with what they are by category and class. */
export const loader = buyerDoor(searchProducts, async ({ db, house, shopper, query, locale, place }) => {
	const { q: text, category = null, class: productClass = null, attributes = '', sort, limit } = query
	// Each order has places of its own; what is none of them begins at the beginning, so only its length is looked at.
	const cursor = place(`search-${sort}`, /^.{1,200}$/)
	const chosen = attributes.split(',').filter(Boolean)
	const found = await searchCatalog(db, shopper, {
		...{ text, category, productClass, attributes: chosen, sort, isExact: query.exact === 'yes', limit, cursor, locale, at: house.at },
	})
	return done({
		total: found.total,
		products: found.products.map(productAnswer),
		facets: {
			categories: found.categories.map(({ slug, name, products }) => ({ slug, name, products })),
			classes: found.classes.map(({ code, products }) => ({ code, products })),
			attributes: found.attributes.map(({ key, value, products }) => ({ key, value, products })),
		},
		corrections: found.corrections.map(({ word, means }) => ({ word, means })),
		alone: found.alone.map(({ word, products }) => ({ word, products })),
		nextCursor: cursorFor(`search-${sort}`, found.nextCursor),
	})
})

import { searchCatalog } from '../../flows/catalog/search-catalog.ts'
import { stockStates } from '../../ui/storefront/catalog-query.ts'
import { productAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { searchProducts } from './contract/catalog.ts'
import { cursorFor } from './cursor.ts'

/** Each order has places of its own. */
const places = { relevance: /^-?\d{1,4}(?:\.\d{1,20})?(?:e-?\d{1,3})?_\d{1,15}$/, name: /^\d{1,15}~[\s\S]{0,300}$/, price: /^\d{1,4}$/ }

/** GET /api/v1/catalog/search: a page of hits in the asker's language, with what they are by category and class. */
export const loader = buyerDoor(searchProducts, async ({ db, house, shopper, query, locale, place }) => {
	const { q: text, category = null, class: productClass = null, attributes = '', stock = '', price = null, sort, limit } = query
	const cursor = place(`search-${sort}`, places[sort])
	const chosen = attributes.split(',').filter(Boolean)
	const stocks = stockStates.filter((state) => stock.split(',').includes(state))
	const found = await searchCatalog(db, shopper, {
		...{ text, category, productClass, attributes: chosen, stocks, price, sort, isExact: query.exact === 'yes', limit, cursor, locale, at: house.at },
	})
	return done({
		total: found.total,
		products: found.products.map(productAnswer),
		facets: {
			categories: found.categories.map(({ slug, name, products }) => ({ slug, name, products })),
			classes: found.classes.map(({ code, products }) => ({ code, products })),
			attributes: found.attributes.map(({ key, value, products }) => ({ key, value, products })),
			stocks: found.stocks.map(({ state, products }) => ({ state, products })),
			prices: found.prices.map(({ state, products }) => ({ state, products })),
		},
		corrections: found.corrections.map(({ word, means }) => ({ word, means })),
		alone: found.alone.map(({ word, products }) => ({ word, products })),
		nextCursor: cursorFor(`search-${sort}`, found.nextCursor),
	})
})

import { openProduct } from '../../flows/catalog/open-product.ts'
import { productPageAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { readProduct } from './contract/catalog.ts'

/** GET /api/v1/catalog/products/:sku: one product as its page shows it, with what this quantity of it costs. */
export const loader = buyerDoor(readProduct, async ({ db, house, shopper, params, query, locale }) => {
	const { quantity = null, unit = null, chosen = '' } = query
	const page = await openProduct(db, shopper, { sku: params['sku'] ?? '', quantity, unit, chosen: chosen.split(',').filter(Boolean), locale, at: house.at })
	return page && done(productPageAnswer(page))
})

import { listProducts } from '../../flows/merchandising/open-products.ts'
import { done, houseDoor } from './call.server.ts'
import { listHouseProducts } from './contract/house.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/house/products: all products of the seller by SKU, drafts and retired ones too. */
export const loader = houseDoor(listHouseProducts, async ({ db, staff, query, locale, place }) => {
	const after = place('house-products', /^[1-9]\d{0,14}$/)
	const { q: search = '', status = null, limit } = query
	const filter = { search, status, productClass: null, isIncomplete: false, after: after === null ? null : Number(after), limit, locale }
	const { products, nextAfter } = await listProducts(db, staff, filter)
	return done({
		products: products.map(({ id, sku, name, kind, productClass, status: of, unitCode, basePrice, books, coverage }) => ({
			...{ id, sku, name, kind, productClass, status: of, unit: unitCode, basePrice, books, languages: coverage },
		})),
		nextCursor: cursorFor('house-products', nextAfter),
	})
})

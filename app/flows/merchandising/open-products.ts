import type { Db } from '../../../db/client.server.ts'
import { type ProductFilter, readProduct, readProductClasses, readProductList, type StoredProduct } from '../../../db/queries/product-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** One page of the seller's products with prices and coverage, and the classes there are. */
export async function listProducts(db: Db, staff: StaffMember, filter: Omit<ProductFilter, 'sellerEntityId' | 'currency'>) {
	const { id: sellerEntityId, currency } = staff.seller
	const [rows, classes] = await Promise.all([readProductList(db, { ...filter, sellerEntityId, currency }), readProductClasses(db, sellerEntityId)])
	const products = rows.slice(0, filter.limit)
	return { products, classes, currency, nextAfter: rows.length > filter.limit ? (products.at(-1)?.id ?? null) : null }
}

/** A product of the seller, whatever its status; null: none such. */
export async function openProduct(db: Db, staff: StaffMember, productId: number): Promise<{ product: StoredProduct; classes: string[] } | null> {
	const sellerEntityId = staff.seller.id
	const product = await readProduct(db, { sellerEntityId, productId })
	return product && { product, classes: await readProductClasses(db, sellerEntityId) }
}

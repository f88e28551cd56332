import type { Db } from '../../../db/client.server.ts'
import { readLastPart, readNamed, readPart } from '../../../db/queries/product-part.ts'
import { readProduct } from '../../../db/queries/product-room.ts'
import type { ProductPart } from '../../engine/catalog/product-part.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** One tab of a product's room, with who changed it last. Null: no such product of this seller. */
export async function openProductPart(db: Db, staff: StaffMember, { productId, part }: { productId: number; part: ProductPart }) {
	const key = { sellerEntityId: staff.seller.id, productId }
	const product = await readProduct(db, key)
	if (!product) return null
	const [content, last, named] = await Promise.all([
		readPart(db, part, productId),
		readLastPart(db, part, productId),
		readNamed(db, { ...key, skus: [], codes: [] }),
	])
	return { product, content, units: named.units, currencies: named.currencies, last: last && { at: last.at, userName: last.userName } }
}

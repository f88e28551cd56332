import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockProduct } from '../../../db/queries/product-room.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { type PartSave, type PartSaved, savePart } from './save-part.ts'

/** Saves one tab of a product's room: all of its rows, or none with every refusal. Null: no such product of this seller. */
export async function saveProductPart(db: Db, staff: StaffMember, input: PartSave): Promise<PartSaved | null> {
	return withTransaction(db, async (tx) => {
		const stored = await lockProduct(tx, { sellerEntityId: staff.seller.id, productId: input.productId })
		return stored && savePart(tx, staff, input)
	})
}

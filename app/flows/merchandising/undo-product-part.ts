import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readLastPart } from '../../../db/queries/product-part.ts'
import { lockProduct } from '../../../db/queries/product-room.ts'
import { refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { type PartSave, type PartSaved, savePart } from './save-part.ts'

/**
 * Puts a part of a product back as it was before its last change; itself a change, so that undoing twice brings it back.
 * Refuses NOTHING_TO_UNDO, and whatever stands against the older rows by now. Null: no such product of this seller.
 */
export async function undoProductPart(db: Db, staff: StaffMember, input: Omit<PartSave, 'content'>): Promise<PartSaved | null> {
	return withTransaction(db, async (tx): Promise<PartSaved | null> => {
		const stored = await lockProduct(tx, { sellerEntityId: staff.seller.id, productId: input.productId })
		if (!stored) return null
		const last = await readLastPart(tx, input.part, input.productId)
		return last ? savePart(tx, staff, { ...input, content: last.before }) : refused(refusal('NOTHING_TO_UNDO'))
	})
}

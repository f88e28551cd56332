import { type Db, withTransaction } from '../../../db/client.server.ts'
import { turnChange } from '../../../db/queries/product-grid.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChangeChunk } from './save-change-chunk.ts'

/** The worker's part of a long change: its next chunk, of the oldest or of the one named. Answers how many rows it worked at. */
export async function workProductChange(db: Db, at: Date, changeId: number | null = null): Promise<number> {
	return withTransaction(db, (tx) => saveChangeChunk(tx, at, changeId))
}

/** Stops a change where it stands, or begins to take back what it did (a short one at once). Null: not this seller's, or in another state by now. */
export async function turnProductChange(
	db: Db,
	staff: StaffMember,
	{ changeId, to, at }: { changeId: number; to: 'cancelled' | 'undoing'; at: Date },
): Promise<true | null> {
	return withTransaction(db, async (tx) => {
		const isTurned = await turnChange(tx, { sellerEntityId: staff.seller.id, changeId, to, at })
		if (isTurned && to === 'undoing') await saveChangeChunk(tx, at, changeId)
		return isTurned || null
	})
}

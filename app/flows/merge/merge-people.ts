import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPairs } from '../../../db/queries/merge.ts'
import type { MergeObject } from '../../../db/queries/merge-parts.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Result, refused } from '../../engine/base/refusal.ts'
import type { Keeper } from '../../engine/sync/merge.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { refuseMerge, saveMerge } from './save-merge.ts'

export type MergeForm = { object: MergeObject; winnerId: number; loserId: number; chosen: Readonly<Record<string, Keeper>>; requestId: string; at: Date }

/** Two records of one person become one, by a person's hand. Refuses MERGE_SAME, MERGE_DONE, MERGE_CONVERTED, MERGE_ACCOUNTS_DIFFER. Null: not both are this seller's. */
export async function mergePeople(
	db: Db,
	staff: StaffMember,
	{ object, winnerId, loserId, chosen, requestId, at }: MergeForm,
): Promise<Result<{ mergeId: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const [pair] = await lockPairs(tx, object, [{ winnerId, loserId }])
		if (!pair || pair.sellerEntityId !== staff.seller.id) return null
		const refusals = refuseMerge(object, pair)
		if (refusals.length > 0) return refused(...refusals)
		await sayCause(tx, { cause: 'merge', actor: `user:${staff.userId}` })
		const [merged] = await saveMerge(tx, { object, wishes: [{ winnerId, loserId, chosen, causedById: null }], cause: 'person', userId: staff.userId, at })
		if (!merged) return null
		await insertAudit(tx, [
			{ userId: staff.userId, action: `${object}.merged`, subject: `${object}:${winnerId}`, after: { loserId, mergeId: merged.id, chosen }, requestId, at },
		])
		return { ok: true, mergeId: merged.id }
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { dropProposals, markAccounts } from '../../../db/queries/account-merge-link.ts'
import { closeAccountMerge, divideLine, lockAccountMerge, returnAccount } from '../../../db/queries/account-merge-undo.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { returnLinks } from '../../../db/queries/merge-link.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { divideCredit } from '../../engine/account/merge-accounts.ts'
import { type Result, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadAccountReturn } from './load-account-return.ts'
import { saveJoined } from './save-joined.ts'

/**
 * One account becomes two again. What came to be since goes with whom it hangs on: an order of the loser's buyer or place back with it, all else stays
 * with the winner. Refuses MERGE_UNDONE, MERGE_TOO_OLD, MERGE_WINNER_MERGED, MERGE_MIXED, MERGE_OPEN_PAYMENT, MERGE_UNDELIVERED. Null: none of this seller's.
 */
export async function undoAccountMerge(
	db: Db,
	staff: StaffMember,
	{ mergeId, requestId, at }: { mergeId: number; requestId: string; at: Date },
): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx) => {
		const merge = await lockAccountMerge(tx, staff.seller.id, mergeId)
		if (!merge) return null
		const { view, catalog, refusals } = await loadAccountReturn(tx, merge, at)
		if (refusals.length > 0) return refused(...refusals)
		await sayCause(tx, { cause: 'merge', actor: `user:${staff.userId}` })
		await returnAccount(tx, merge, catalog)
		const { line, had, stood, billsItself } = merge
		if (line && had) await divideLine(tx, mergeId, divideCredit({ line, had, stood, now: billsItself ? view.now : stood }))
		await dropProposals(tx, mergeId, staff.userId, at)
		await returnLinks(tx, mergeId)
		await markAccounts(tx, { ids: [merge.winnerId, merge.loserId], userId: staff.userId, at })
		await saveJoined(tx, { topic: 'account.parted', mergeId, winnerId: merge.winnerId, userId: staff.userId, at })
		await closeAccountMerge(tx, mergeId, { userId: staff.userId, at })
		await insertAudit(tx, [
			{ userId: staff.userId, action: 'account.merge_undone', subject: `account:${merge.winnerId}`, after: { loserId: merge.loserId, mergeId }, requestId, at },
		])
		return { ok: true }
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { closeLoser, dropMet, lockAccountPair, makeRoom, moveAccount, readCreditOfDocuments, uniteCounters } from '../../../db/queries/account-merge.ts'
import { markAccounts, settleAccountLinks, takeAccountProposals } from '../../../db/queries/account-merge-link.ts'
import { insertAccountMerge } from '../../../db/queries/account-merge-undo.ts'
import { readAccountTables } from '../../../db/queries/account-tables.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { planAccountMerge, refuseAccountMerge } from '../../engine/account/merge-accounts.ts'
import { type Result, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveJoined } from './save-joined.ts'

export type AccountMergeForm = { winnerId: number; loserId: number; requestId: string; at: Date }

/**
 * Two accounts of one company become one (decision 0436): everything that hung on the loser hangs on the winner. Refuses MERGE_SAME, MERGE_DONE, MERGE_CURRENCY, MERGE_PERSON,
 * MERGE_ANCESTOR, MERGE_BILL_TO, MERGE_CREDIT_SHORT, MERGE_OPEN_PAYMENT, MERGE_UNDELIVERED, MERGE_LEADS. Null: not both are this seller's.
 */
export async function mergeAccounts(
	db: Db,
	staff: StaffMember,
	{ winnerId, loserId, requestId, at }: AccountMergeForm,
): Promise<Result<{ mergeId: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const facts = await lockAccountPair(tx, staff.seller.id, { winnerId, loserId })
		if (!facts) return null
		const refusals = refuseAccountMerge(facts)
		if (refusals.length > 0) return refused(...refusals)
		await sayCause(tx, { cause: 'merge', actor: `user:${staff.userId}` })
		const pair = { winnerId, loserId }
		const figures = await readCreditOfDocuments(tx, loserId)
		const dropped = await dropMet(tx, pair)
		const changed = { ...(await makeRoom(tx, pair, planAccountMerge(facts))), ...(await uniteCounters(tx, pair, at)) }
		const moved = await moveAccount(tx, { tables: await readAccountTables(tx), ...pair })
		const account = await closeLoser(tx, pair)
		const mergeId = await insertAccountMerge(tx, {
			...pair,
			sellerEntityId: staff.seller.id,
			userId: staff.userId,
			parts: { dropped, changed: { ...changed, account }, moved, figures },
			at,
		})
		await settleAccountLinks(tx, { mergeId, ...pair, at })
		await takeAccountProposals(tx, { ...pair, userId: staff.userId, at })
		await markAccounts(tx, { ids: [winnerId, loserId], userId: staff.userId, at })
		await saveJoined(tx, { topic: 'account.merged', mergeId, winnerId, userId: staff.userId, at })
		await insertAudit(tx, [{ userId: staff.userId, action: 'account.merged', subject: `account:${winnerId}`, after: { loserId, mergeId }, requestId, at }])
		return { ok: true, mergeId }
	})
}

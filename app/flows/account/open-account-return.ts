import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockAccountMerge } from '../../../db/queries/account-merge-undo.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadAccountReturn } from './load-account-return.ts'

export type AccountReturnPage = {
	id: number
	winnerId: number
	winnerName: string
	loserName: string
	at: Date
	rows: { table: string; count: number; since: number }[]
	ordersGo: number
	ordersStay: number
	refusals: Refusal[]
}

/** What taking a merge of accounts back would do: what goes, what stays. Null: none of this seller's. */
export async function openAccountReturn(db: Db, staff: StaffMember, { mergeId, at }: { mergeId: number; at: Date }): Promise<AccountReturnPage | null> {
	return await withTransaction(db, async (tx) => {
		const merge = await lockAccountMerge(tx, staff.seller.id, mergeId)
		if (!merge) return null
		const { view, refusals } = await loadAccountReturn(tx, merge, at)
		const { id, winnerId, winnerName, loserName } = merge
		return { id, winnerId, winnerName, loserName, at: merge.at, rows: view.rows, ordersGo: view.ordersGo, ordersStay: view.ordersStay, refusals }
	})
}

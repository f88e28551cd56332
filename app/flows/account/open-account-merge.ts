import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockAccountPair } from '../../../db/queries/account-merge.ts'
import { type BothHave, type MergeHead, readBothHave, readMergeHeads } from '../../../db/queries/account-merge-room.ts'
import { planAccountMerge, refuseAccountMerge } from '../../engine/account/merge-accounts.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type AccountMergePage = {
	winner: MergeHead
	loser: MergeHead
	both: BothHave
	/** Codes of the loser's locations that change: before and after. */
	codes: { before: string; after: string }[]
	/** The credit line after it, in the winner's money. */
	line: { usedMinor: number; limitMinor: number } | null
	refusals: Refusal[]
}

/** What a merge of two accounts would do, before it is done. Null: not both are this seller's. */
export async function openAccountMerge(db: Db, staff: StaffMember, pair: { winnerId: number; loserId: number }): Promise<AccountMergePage | null> {
	return await withTransaction(db, async (tx) => {
		const facts = await lockAccountPair(tx, staff.seller.id, pair)
		if (!facts) return null
		const heads = await readMergeHeads(tx, [pair.winnerId, pair.loserId])
		const [winner, loser] = [heads.find(({ id }) => id === pair.winnerId), heads.find(({ id }) => id === pair.loserId)]
		if (!winner || !loser) return null
		const { locations, credit } = planAccountMerge(facts)
		const codes = locations.flatMap(({ id, code }) => {
			const before = facts.loser.locations.find((one) => one.id === id)?.code ?? code
			return before === code ? [] : [{ before, after: code }]
		})
		const line = credit && { usedMinor: credit.openInvoiceMinor + credit.unbilledMinor + credit.reservedMinor, limitMinor: credit.limitMinor }
		return { winner, loser, both: await readBothHave(tx, pair), codes, line, refusals: refuseAccountMerge(facts) }
	})
}

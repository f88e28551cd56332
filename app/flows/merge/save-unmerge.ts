import type { Tx } from '../../../db/client.server.ts'
import { dropProposals } from '../../../db/queries/account-merge-link.ts'
import { refreshScores } from '../../../db/queries/marketing.ts'
import { markMerged, writePeople } from '../../../db/queries/merge.ts'
import { returnLinks, settleProposals } from '../../../db/queries/merge-link.ts'
import { closeMerge, lockMerge, returnParts, type StoodMerge, takeBackConsent } from '../../../db/queries/merge-undo.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { planUnmerge } from '../../engine/sync/merge.ts'
import { valuesOf } from './save-merge.ts'

/** So long a merge can be taken back (sync-core.md B11). */
export const undoDays = 30

type Unmerging = { sellerEntityId: number; mergeId: number; userId: number; at: Date }

/** Why a merge cannot be taken back; nothing where it can. */
export function refuseUndo({ at: mergedAt, undoneAt, winner, loser, loserMail, isMailTaken }: StoodMerge, at: Date): Refusal[] {
	if (undoneAt) return [refusal('MERGE_UNDONE')]
	if (at.getTime() - mergedAt.getTime() > undoDays * 86_400_000) return [refusal('MERGE_TOO_OLD', { days: undoDays })]
	if (winner['merged_into_id'] !== null) return [refusal('MERGE_WINNER_MERGED')]
	if (loser['merged_into_id'] !== winner.id) return [refusal('MERGE_UNDONE')]
	return isMailTaken ? [refusal('MERGE_MAIL_TAKEN', { email: loserMail ?? '' })] : []
}

/**
 * One becomes two again, with everything that hung on each, and what followed on the other side (B11). What somebody changed on the winner since
 * stays hers, and is named in `kept`. Null: none of this seller's.
 */
export async function saveUnmerge(tx: Tx, { sellerEntityId, mergeId, userId, at }: Unmerging): Promise<{ refusals: Refusal[]; kept: string[] } | null> {
	const merge = await lockMerge(tx, sellerEntityId, mergeId)
	if (!merge) return null
	const refusals = refuseUndo(merge, at)
	if (refusals.length > 0) return { refusals, kept: [] }
	// What followed goes first: it moved what hangs on these two. A merge is followed by one on the other side, and that by none.
	const followers = await Promise.all(merge.follows.map((id) => lockMerge(tx, sellerEntityId, id)))
	const hindered = followers.flatMap((follower) => (follower ? refuseUndo(follower, at) : []))
	if (hindered.length > 0) return { refusals: hindered, kept: [] }
	for (const follower of merge.follows) await saveUnmerge(tx, { sellerEntityId, mergeId: follower, userId, at })
	const { object, winnerId, loserId, before, wrote, lost, winner } = merge
	const { restore, changed } = planUnmerge({ before: valuesOf(before), wrote: valuesOf(wrote), now: valuesOf(winner) })
	const saidNo = 'opted_out' in restore && merge.isConsentSaid
	const names = Object.keys(restore).filter((name) => !(saidNo && name === 'opted_out'))
	const kept = [...changed, ...(saidNo ? ['opted_out'] : [])]
	await returnParts(tx, object, mergeId)
	await writePeople(tx, object, [{ id: winnerId, values: Object.fromEntries(names.map((name) => [name, before[name] ?? null])) }])
	await writePeople(tx, object, [{ id: loserId, values: ownAgain(merge, lost) }])
	await closeMerge(tx, mergeId, { userId, kept, at })
	if (object === 'prospect') {
		await refreshScores(tx, [winnerId, loserId])
		if (names.includes('opted_out')) await takeBackConsent(tx, merge, at)
	}
	await dropProposals(tx, mergeId, userId, at)
	await returnLinks(tx, mergeId)
	await settleProposals(tx, object, [{ winnerId, loserId }], { state: 'gone', userId, at })
	await markMerged(tx, object, [winnerId, loserId], userId, at)
	return { refusals: [], kept }
}

/** What the loser had alone; what the winner keeps by somebody's later word is not taken from her. */
function ownAgain({ object, winner, wrote }: StoodMerge, lost: StoodMerge['lost']): Record<string, unknown> {
	const alone = object === 'prospect' ? ['email', 'contact_id', 'lead_id'] : object === 'lead' ? ['prospect_account_id', 'prospect_contact_id'] : []
	const free = alone.filter((name) => lost[name] === null || winner[name] !== lost[name] || String(wrote[name] ?? '') === String(lost[name]))
	const assigned = object === 'prospect' ? ['assigned_user_id', 'assigned_queue_id', 'assigned_at'] : []
	const active = object === 'contact' ? ['is_active'] : []
	return { ...Object.fromEntries([...free, ...assigned, ...active].map((name) => [name, lost[name] ?? null])), merged_into_id: null }
}

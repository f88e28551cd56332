import type { Sql } from '../../../db/client.server.ts'
import type { DeletionHead } from '../../../db/queries/deletion.ts'
import { readRestoreFacts } from '../../../db/queries/deletion-undo.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { planRestore, type RestorePlan } from '../../engine/sync/plan-restore.ts'

/** So long a deletion can be taken back (sync-core.md B11). */
export const undoDays = 30

/** Why a deletion cannot be taken back; nothing where it can. What stayed away may be tried again. */
export function refuseUndo({ at: deletedAt, state, counts }: DeletionHead, at: Date): Refusal[] {
	if (at.getTime() - deletedAt.getTime() > undoDays * 86_400_000) return [refusal('DELETION_TOO_OLD', { days: undoDays })]
	const isLeft = counts.some((one) => one.state === 'gone' || (state === 'undone' && one.state === 'refused'))
	return isLeft ? [] : [refusal('DELETION_UNDONE')]
}

/** What of our own records would come back; nothing where they are another system's. */
export const loadPlan = async (sql: Sql, head: DeletionHead, sellerEntityId: number): Promise<RestorePlan[]> =>
	head.xact === null ? [] : planRestore(await readRestoreFacts(sql, { id: head.id, sellerEntityId }))

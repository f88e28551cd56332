import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockList, mendDrift, stepList } from '../../../db/queries/sync-list.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ListAct = 'mend' | 'apply' | 'cancel'

/** What is done about a list: what stands apart is mended, what an undo shows is given back, what is under way is stopped. Refuses SYNC_LIST_NOT_READY. Null: none of this seller's. */
export async function changeList(
	db: Db,
	staff: StaffMember,
	{ connectionId, runId, act, requestId, at }: { connectionId: number; runId: number; act: ListAct; requestId: string; at: Date },
): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx): Promise<Result<object> | null> => {
		const run = await lockList(tx, staff.seller.id, runId)
		if (run?.connectionId !== connectionId) return null
		const isGoing = run.stage === 'listing' || run.stage === 'applying'
		const fits = act === 'cancel' ? isGoing : run.stage === 'listed' && run.kind === (act === 'mend' ? 'reconcile' : 'undo')
		if (!fits) return refused(refusal('SYNC_LIST_NOT_READY'))
		const step = { cursor: run.cursor, looked: 0, at }
		if (act === 'cancel') await stepList(tx, runId, { ...step, stage: 'cancelled' })
		if (act === 'apply') await stepList(tx, runId, { ...step, stage: 'applying' })
		if (act === 'mend') {
			await mendDrift(tx, { runId, connectionId: run.connectionId, actor: `user:${staff.userId}`, at })
			await stepList(tx, runId, { ...step, stage: 'done' })
		}
		await insertAudit(tx, [{ userId: staff.userId, action: `sync.list_${act}`, subject: `sync_run:${runId}`, after: { kind: run.kind }, requestId, at }])
		return { ok: true }
	})
}

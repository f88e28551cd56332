import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { insertRoomRun, lockRun, resumeRun, stopRun } from '../../../db/queries/import-room.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { ExchangeRoom } from '../../engine/catalog/exchange-rights.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { sightOf } from './read-sight.ts'

export type Steer = { runId: number; act: 'start' | 'stop' | 'resume'; at: Date; requestId: string; room?: ExchangeRoom }

/**
 * Starts the import of a file that was tried, stops one, or lets one that was stopped go on. Pressed twice, a trial is one
 * import. Refuses EXCHANGE_NOT_READY when that cannot be done with it now. Null: no such run in sight.
 */
export async function steerImport(db: Db, staff: StaffMember, { runId, act, at, requestId, room }: Steer): Promise<Result<{ runId: number }> | null> {
	return withTransaction(db, async (tx): Promise<Result<{ runId: number }> | null> => {
		const run = await lockRun(tx, sightOf(staff, room), runId)
		if (!run || run.mode === 'export') return null
		const no = refused(refusal('EXCHANGE_NOT_READY'))
		const note = (action: string, id: number) =>
			insertAudit(tx, [
				{ userId: staff.userId, action, subject: `import_run:${id}`, after: { what: run.what, file: run.fileName, mode: run.mode }, requestId, at },
			])
		if (act === 'stop' || act === 'resume') {
			const isDone = act === 'stop' ? await stopRun(tx, runId) : await resumeRun(tx, runId)
			if (!isDone) return no
			await note(act === 'stop' ? 'import.stopped' : 'import.resumed', runId)
			return { ok: true, runId }
		}
		if (run.mode !== 'trial' || run.state !== 'finished') return no
		if (run.nextId !== null) return { ok: true, runId: run.nextId }
		const { what, fileName, fileHash, mapHash, isExact, isOnlyAdministrators, options, rowCount } = run
		const begun = await insertRoomRun(tx, {
			...{ what, fileName, fileHash, mapHash, isExact, isOnlyAdministrators, options, rowCount, sellerEntityId: staff.seller.id, userId: staff.userId },
			...{ mode: 'import', state: 'queued', trialId: runId, at },
		})
		await note('import.asked', begun)
		return { ok: true, runId: begun }
	})
}

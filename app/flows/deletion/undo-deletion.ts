import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type DeletionHead, lockDeletion } from '../../../db/queries/deletion.ts'
import {
	forgetEntered,
	freeLinks,
	keptObjects,
	keptTables,
	nameAgain,
	type Restored,
	readShapes,
	restoreParts,
	restoreRecords,
	settleDeletion,
} from '../../../db/queries/deletion-undo.ts'
import { restoreOpportunities } from '../../../db/queries/opportunity.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Result, refused } from '../../engine/base/refusal.ts'
import type { RestorePlan } from '../../engine/sync/plan-restore.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadPlan, refuseUndo } from './load-plan.ts'

type Outcome = { object: string; recordId: string; state: RestorePlan['state']; reason: string | null }
type Undoing = { tx: Tx; staff: StaffMember; deletion: DeletionHead; at: Date }

/**
 * Takes a deletion back within thirty days, on both sides (sync-core.md B11, section e): our records stand there again with their numbers and all that went with them, their
 * links come back by themselves; of another system's records each person is met there anew, and made anew where the rules say so. Each record has its own result.
 * Refuses DELETION_TOO_OLD, DELETION_UNDONE. Null: none of this seller's.
 */
export async function undoDeletion(
	db: Db,
	staff: StaffMember,
	{ id, requestId, at }: { id: number; requestId: string; at: Date },
): Promise<Result<{ restored: number; refused: number }> | null> {
	return await withTransaction(db, async (tx): Promise<Result<{ restored: number; refused: number }> | null> => {
		const deletion = await lockDeletion(tx, staff.seller.id, id)
		if (!deletion) return null
		const refusals = refuseUndo(deletion, at)
		if (refusals.length > 0) return refused(...refusals)
		await sayCause(tx, { cause: 'revert', actor: `user:${staff.userId}` })
		const undoing = { tx, staff, deletion, at }
		const rows = deletion.xact === null ? await freeOutside(undoing) : await restoreOwn(undoing, deletion.xact)
		await settleDeletion(tx, { id, rows: rows as RestorePlan[], userId: staff.userId, at })
		const counts = { restored: rows.filter(({ state }) => state === 'restored').length, refused: rows.filter(({ state }) => state === 'refused').length }
		await insertAudit(tx, [{ userId: staff.userId, action: 'deletion.undone', subject: `deletion:${id}`, after: counts, requestId, at }])
		return { ok: true, ...counts }
	})
}

async function restoreOwn({ tx, staff, deletion }: Undoing, xact: string): Promise<Outcome[]> {
	const plans = await loadPlan(tx, deletion, staff.seller.id)
	const shapes = await readShapes(tx)
	const restored: Restored[] = []
	for (const object of keptObjects) {
		const recordIds = plans.flatMap((plan) => (plan.object === object && plan.state === 'restored' ? [plan.recordId] : []))
		const shape = shapes.get(keptTables[object])
		const came = shape ? await restoreRecords(tx, shape, { id: deletion.id, object, recordIds }) : []
		restored.push(...came.map((recordId) => ({ object, recordId })))
	}
	await restoreParts(tx, shapes, { xact, restored })
	await forgetEntered(
		tx,
		restored.flatMap(({ object, recordId }) => (object === 'lead' ? [recordId] : [])),
	)
	await nameAgain(tx, restored)
	const opportunities = await restoreOpportunities(
		tx,
		plans.flatMap(({ object, recordId, state }) => (object === 'opportunity' && state === 'restored' ? [recordId] : [])),
	)
	const came = new Set([...restored.map(({ object, recordId }) => `${object}:${recordId}`), ...opportunities.map((id) => `opportunity:${id}`)])
	// Somebody else took its place between the look and the write, by a name that only one may have.
	return plans.map((plan) =>
		plan.state === 'restored' && !came.has(`${plan.object}:${plan.recordId}`) ? { ...plan, state: 'refused' as const, reason: 'TAKEN' } : plan,
	)
}

async function freeOutside({ tx, staff, deletion, at }: Undoing): Promise<Outcome[]> {
	const freed = await freeLinks(tx, {
		id: deletion.id,
		connectionId: deletion.connectionId ?? 0,
		isAsked: deletion.state === 'asked',
		userId: staff.userId,
		at,
	})
	return freed.map((record) => ({ ...record, state: 'restored' as const, reason: null }))
}

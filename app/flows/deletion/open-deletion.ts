import type { Db } from '../../../db/client.server.ts'
import { type DeletedRecord, type DeletionHead, listDeleted, readDeletion } from '../../../db/queries/deletion.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { RestorePlan } from '../../engine/sync/plan-restore.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadPlan, refuseUndo } from './load-plan.ts'

export type DeletionQuery = { text: string | null; object: string | null; after: string | null; limit: number }
export type ShownDeleted = DeletedRecord & { plan: Pick<RestorePlan, 'state' | 'reason' | 'missing'> | null }
export type DeletionPage = {
	deletion: DeletionHead
	/** What an undo would do now, by its result. */
	would: { state: RestorePlan['state']; reason: RestorePlan['reason']; count: number }[]
	refusals: Refusal[]
	rows: ShownDeleted[]
	next: string | null
}

/** One deletion with each of its records, and what of it would come back before anything is done. Null: none of this seller's. */
export async function openDeletion(
	db: Db,
	staff: StaffMember,
	{ id, query, at }: { id: number; query: DeletionQuery; at: Date },
): Promise<DeletionPage | null> {
	const deletion = await readDeletion(db, staff.seller.id, id)
	if (!deletion) return null
	const refusals = refuseUndo(deletion, at)
	const plans = refusals.length > 0 ? [] : await loadPlan(db, deletion, staff.seller.id)
	const found = await listDeleted(db, id, { ...query, limit: query.limit + 1 })
	const planOf = new Map(plans.map((plan) => [`${plan.object}:${plan.recordId}`, plan]))
	const rows = found.slice(0, query.limit).map((row) => ({ ...row, plan: planOf.get(`${row.object}:${row.recordId}`) ?? null }))
	const last = rows.at(-1)
	const kinds = Map.groupBy(plans, ({ state, reason }) => `${state}:${reason}`)
	return {
		...{ deletion, refusals, rows },
		would: [...kinds.values()].flatMap((some) => (some[0] ? [{ state: some[0].state, reason: some[0].reason, count: some.length }] : [])),
		next: found.length > query.limit && last ? `${last.object}:${last.recordId}` : null,
	}
}

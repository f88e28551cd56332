import type { Db } from '../../../db/client.server.ts'
import { type DeletedRecord, type DeletionHead, listDeleted, readDeletion } from '../../../db/queries/deletion.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { RestorePlan } from '../../engine/sync/plan-restore.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'
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
	const rows = withPlans(found.slice(0, query.limit), plans)
	const last = rows.at(-1)
	const kinds = Map.groupBy(plans, ({ state, reason }) => `${state}:${reason}`)
	return {
		...{ deletion, refusals, rows },
		would: [...kinds.values()].flatMap((some) => (some[0] ? [{ state: some[0].state, reason: some[0].reason, count: some.length }] : [])),
		next: found.length > query.limit && last ? `${last.object}:${last.recordId}` : null,
	}
}

function withPlans(rows: readonly DeletedRecord[], plans: readonly RestorePlan[]): ShownDeleted[] {
	const planOf = new Map(plans.map((plan) => [`${plan.object}:${plan.recordId}`, plan]))
	return rows.map((row) => ({ ...row, plan: planOf.get(`${row.object}:${row.recordId}`) ?? null }))
}

export type DeletionFile = { deletion: DeletionHead; pages: AsyncGenerator<readonly ShownDeleted[]> }

/** The same records for a file, to the last, `query.limit` at a time; what an undo would do is worked out once. Null: none of this seller's. */
export async function exportDeletion(
	db: Db,
	staff: StaffMember,
	{ id, query, at }: { id: number; query: Omit<DeletionQuery, 'after'>; at: Date },
): Promise<DeletionFile | null> {
	const deletion = await readDeletion(db, staff.seller.id, id)
	if (!deletion) return null
	const plans = refuseUndo(deletion, at).length > 0 ? [] : await loadPlan(db, deletion, staff.seller.id)
	const pages = everyPage(async (after: string | null) => {
		const found = await listDeleted(db, id, { ...query, after })
		const last = found.length === query.limit ? found.at(-1) : null
		return { rows: withPlans(found, plans), next: last ? `${last.object}:${last.recordId}` : null }
	})
	return { deletion, pages }
}

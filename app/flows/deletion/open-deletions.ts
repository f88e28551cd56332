import type { Db } from '../../../db/client.server.ts'
import { type DeletionFilter, type DeletionHead, listDeletions } from '../../../db/queries/deletion.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { refuseUndo } from './load-plan.ts'

export type DeletionsPage = { deletions: (DeletionHead & { mayUndo: boolean })[]; next: number | null }

/** What was deleted, the newest first: who, when, how many of which kind, and what can still be taken back; one statement. */
export async function openDeletions(db: Db, staff: StaffMember, query: DeletionFilter, at: Date): Promise<DeletionsPage> {
	const found = await listDeletions(db, staff.seller.id, { ...query, limit: query.limit + 1 })
	const deletions = found.slice(0, query.limit).map((one) => ({ ...one, mayUndo: refuseUndo(one, at).length === 0 }))
	return { deletions, next: found.length > query.limit ? (deletions.at(-1)?.id ?? null) : null }
}

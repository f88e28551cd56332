import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { insertList, listLists, updateList } from '../../../db/queries/marketing-list.ts'
import { cancelRun, insertRun } from '../../../db/queries/marketing-run.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { namesSegment } from '../../engine/marketing/segment.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type ListWish = { name: string; predicate: Predicate | null }

/**
 * Writes a list (`predicate` null) or a segment; `id` null: a new one. A segment is filled by the worker. Null: not this
 * seller's. Refuses `LIST_NAME_MISSING`, `LIST_NAME_TAKEN`, and `SEGMENT_OF_SEGMENT`: two that ask for each other never come to rest.
 */
export async function changeList(
	db: Db,
	staff: StaffMember,
	{ id, wish, requestId, at }: { id: number | null; wish: ListWish; requestId: string; at: Date },
): Promise<Result<{ id: number }> | null> {
	if (wish.name === '') return refused(refusal('LIST_NAME_MISSING'))
	return await withTransaction(db, async (tx) => {
		const sellerEntityId = staff.seller.id
		const lists = await listLists(tx, sellerEntityId, { text: null, kind: null })
		const before = id === null ? null : lists.find((list) => list.id === id)
		if (before === undefined) return null
		const segments = new Set(lists.filter(({ kind }) => kind === 'segment').map((list) => list.id))
		if (wish.predicate && namesSegment(wish.predicate, segments)) return refused(refusal('SEGMENT_OF_SEGMENT'))
		const saved = before === null ? await insertList(tx, sellerEntityId, { ...wish, at }) : (await updateList(tx, before.id, wish)) ? before.id : null
		if (saved === null) return refused(refusal('LIST_NAME_TAKEN', { name: wish.name }))
		if (wish.predicate) await insertRun(tx, { sellerEntityId, kind: 'segment', subjectId: saved, subject: null, userId: staff.userId, at })
		await insertAudit(tx, [
			{ userId: staff.userId, action: before ? 'list.changed' : 'list.created', subject: `list:${saved}`, before, after: wish, requestId, at },
		])
		return { ok: true, id: saved }
	})
}

/** Stops a long work of marketing where it stands; what it did stays. False: nothing of this seller's is under way. */
export async function stopRun(db: Db, staff: StaffMember, { runId, at }: { runId: number; at: Date }): Promise<boolean> {
	return await withTransaction(db, (tx) => cancelRun(tx, runId, staff.seller.id, at))
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import {
	countErased,
	type EraseCounts,
	type ErasureDone,
	erase,
	type Faces,
	insertErasure,
	lockFaces,
	readErasure,
	readFaces,
} from '../../../db/queries/erase.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { decideErase } from '../../engine/crm/erase.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { closeErased } from './save-errors.ts'

export type ErasurePage = {
	/** That it was done; who she was is not known any more. */
	done: ErasureDone | null
	name: string
	counts: EraseCounts
	faces: Pick<Faces, 'mails' | 'openOrders' | 'openWrites' | 'documents' | 'outside'> & { isAccount: boolean; records: number }
}

/** What forgetting a person would empty, what stays and why; three statements. Null: none of this seller's. */
export async function openErasure(db: Db, staff: StaffMember, prospectId: number | null, at: Date): Promise<ErasurePage | null> {
	const faces = prospectId === null ? null : await readFaces(db, staff.seller.id, prospectId)
	if (!faces || prospectId === null) return null
	const [done, counts] = await Promise.all([readErasure(db, staff.seller.id, prospectId), countErased(db, faces, at)])
	const { name, mails, openOrders, openWrites, documents, outside, contacts, leads, prospects, people } = faces
	const records = contacts.length + leads.length + prospects.length
	return { done, name, counts, faces: { mails, openOrders, openWrites, documents, outside, isAccount: people.length > 0, records } }
}

/**
 * Forgets a person on both sides for good (sync-core.md B11): her records are emptied, her links never carry anything again, journals keep hashes, her
 * addresses are kept as hashes that get no mails and that no file or other system brings back, and other systems are asked to delete her. Documents stay.
 * Refuses what `decideErase` does. Null: none of this seller's.
 */
export async function erasePerson(
	db: Db,
	staff: StaffMember,
	{ prospectId, typed, requestId, at }: { prospectId: number | null; typed: string; requestId: string; at: Date },
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	if (prospectId === null) return null
	return await withTransaction(db, async (tx): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> => {
		const seen = await readFaces(tx, staff.seller.id, prospectId)
		if (!seen) return null
		await lockFaces(tx, seen)
		// As she is now that nobody can write her anew.
		const faces = (await readFaces(tx, staff.seller.id, prospectId)) ?? seen
		const refusals = decideErase(typed, faces)
		if (refusals.length > 0) return refused(...refusals)
		if (await readErasure(tx, staff.seller.id, prospectId)) return { ok: true }
		await sayCause(tx, { cause: 'manual', actor: `user:${staff.userId}` })
		const counts = await erase(tx, faces, at)
		await closeErased(tx, at)
		const id = await insertErasure(tx, faces, { sellerEntityId: staff.seller.id, userId: staff.userId, counts, at })
		await insertAudit(tx, [{ userId: staff.userId, action: 'person.erased', subject: `erasure:${id}`, after: counts, requestId, at }])
		return { ok: true }
	})
}

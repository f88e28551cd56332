import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readCustomObjects } from '../../../db/queries/custom.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { beginPass, deleteMirror, insertMirror, readMirrors, readMirrorUses } from '../../../db/queries/sync-mirror.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import type { OutsideSides } from '../../connectors/sync/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type MirrorOffer, type MirrorWish, planMirror } from '../../engine/sync/plan-mirror.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadEveryObject } from '../sync/load-connection.ts'
import { loadMirrorOffer } from './load-mirrors.ts'

/** `again`: all of its records are read from the beginning. */
export type MirrorEdit = ({ act: 'mirror' } & MirrorWish) | { act: 'mirror_again' | 'mirror_out'; mirrorId: number }
type Changing = { connectionId: number; edit: MirrorEdit; sides: OutsideSides; requestId: string; at: Date }
type Changed = Result<{ id: number; about: Record<string, unknown> }> | null

/**
 * An object of the other system's own is read here from now on, all of it is read again, or it is taken out with everything that came of it (sync-core.md A22, A42). Nothing is written there. Refuses what
 * `planMirror` does, SYNC_MIRROR_TAKEN, and SYNC_MIRROR_USED while a segment, rule, grade, programme or mail asks for it. Null: none of this seller's, or nothing of the kind.
 */
export async function changeMirrors(db: Db, staff: StaffMember, changing: Changing): Promise<Result<{ id: number }> | null> {
	const { connectionId, edit, sides, requestId, at } = changing
	const seen = await loadEveryObject(db, staff, connectionId)
	// Asked before anything is locked: none of ours waits for another system.
	const offer = seen && edit.act === 'mirror' ? await loadMirrorOffer(seen, sides, edit.object) : null
	return await withTransaction(db, async (tx) => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const connection = await loadEveryObject(tx, staff, connectionId)
		const done = connection && (await change(tx, { connection, offer, edit }))
		if (!done?.ok) return done
		const after = { act: edit.act, ...done.about }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.mirror', subject: `sync_mirror:${done.id}`, after, requestId, at }])
		return { ok: true, id: done.id }
	})
}

async function change(tx: Tx, { connection, offer, edit }: { connection: Connection; offer: MirrorOffer | null; edit: MirrorEdit }): Promise<Changed> {
	if (edit.act === 'mirror') return await add(tx, { connection, offer, wish: edit })
	const mirror = (await readMirrors(tx, connection.id)).find(({ id }) => id === edit.mirrorId)
	if (!mirror) return null
	const about = { object: mirror.object, code: mirror.code }
	if (edit.act === 'mirror_again') return { ok: true, id: mirror.id, about: { ...about, begun: await beginPass(tx, { mirrorId: mirror.id }) } }
	const uses = await readMirrorUses(tx, connection.sellerEntityId, mirror.code)
	if (uses.length > 0) return refused(refusal('SYNC_MIRROR_USED', { object: mirror.object, names: uses.slice(0, 5).join(', '), count: uses.length }))
	return { ok: true, id: mirror.id, about: { ...about, rows: await deleteMirror(tx, mirror.id) } }
}

async function add(tx: Tx, { connection, offer, wish }: { connection: Connection; offer: MirrorOffer | null; wish: MirrorWish }): Promise<Changed> {
	const taken = refused(refusal('SYNC_MIRROR_TAKEN', { object: offer?.label ?? wish.object }))
	if ((await readMirrors(tx, connection.id)).some(({ object }) => object === wish.object)) return taken
	const codes = (await readCustomObjects(tx, connection.sellerEntityId)).map(({ code }) => code)
	const planned = planMirror(offer, wish, codes)
	if (!planned.ok) return planned
	const id = await insertMirror(tx, { connectionId: connection.id, sellerEntityId: connection.sellerEntityId, plan: planned.plan })
	const { code, object, parentField, fields } = planned.plan
	return id === null ? taken : { ok: true, id, about: { code, object, parentField, fields: fields.map(({ theirs }) => theirs) } }
}

import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type Connection, setCanary } from '../../../db/queries/sync-connection.ts'
import { readMirrors } from '../../../db/queries/sync-mirror.ts'
import { deleteObjectMap, insertObjectMap, wakeObjectMap } from '../../../db/queries/sync-object.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import { markEverybody } from '../../../db/queries/sync-run.ts'
import type { OutsideSides, OutsideSystems } from '../../connectors/sync/contract.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { hangOn } from '../../engine/sync/offer-objects.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { type Beyond, loadEveryObject, type OwnSides } from '../sync/load-connection.ts'
import { loadOffered, loadOffers } from '../sync/load-offers.ts'

/** `begins`: with what is usual, or with no field at all. `isRamped`: ten records tell whether it can be right (A21). */
export type ObjectEdit =
	| { act: 'add'; crmObject: string; maObject: string; begins: 'usual' | 'empty' }
	| { act: 'wake'; objectMapId: number; isRamped: boolean }
	| { act: 'take_out'; objectMapId: number }
type Changing = {
	connectionId: number
	edit: ObjectEdit
	systems: OutsideSystems
	ownSides: OwnSides
	sides: OutsideSides
	requestId: string
	at: Date
}
type Changed = Result<{ id: number; about: Record<string, unknown> }> | null

/**
 * Adds a pair of objects to a connection with another system, lets it run, or takes it out (sync-core.md A11, A22). In a connection that was started
 * before, what is added rests until it is let run; then all its records are looked at behind everything urgent. Nothing on either side is
 * deleted by taking out. Refuses SYNC_OBJECT_HIDDEN, SYNC_OBJECT_TAKEN, SYNC_OBJECT_NEEDED. Null: none of this seller's, or nothing of the kind.
 */
export async function changeObjects(db: Db, staff: StaffMember, changing: Changing): Promise<Result<{ id: number }> | null> {
	const { connectionId, edit, sides, systems, requestId, at } = changing
	const seen = await loadEveryObject(db, staff, connectionId)
	const beyond = seen && edit.act === 'add' ? await loadOffered(seen, systems, sides) : null
	return await withTransaction(db, async (tx) => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const connection = await loadEveryObject(tx, staff, connectionId)
		const done = connection && (await change(tx, { connection, beyond, ...changing }))
		if (!done?.ok) return done
		const after = { act: edit.act, ...done.about }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.objects', subject: `sync_object_map:${done.id}`, after, requestId, at }])
		return { ok: true, id: done.id }
	})
}

type Known = Changing & { connection: Connection; beyond: Beyond }

async function change(tx: Tx, { connection, beyond, edit, systems, ownSides, at }: Known): Promise<Changed> {
	if (edit.act === 'add') {
		const offers = await loadOffers(connection, { sides: ownSides(tx, connection), beyond, systems })
		const offer = offers.find(({ crmObject, maObject }) => crmObject === edit.crmObject && maObject === edit.maObject)
		const pair = { crmObject: edit.crmObject, maObject: edit.maObject }
		if (!offer) return refused(refusal('SYNC_OBJECT_TAKEN', { object: edit.crmObject }))
		if (!offer.map) return refused(refusal('SYNC_OBJECT_HIDDEN', { object: edit.crmObject }))
		const map = edit.begins === 'empty' ? { ...offer.map, fields: [] } : offer.map
		const id = await insertObjectMap(tx, connection.id, map, connection.startedAt !== null)
		return id === null ? refused(refusal('SYNC_OBJECT_TAKEN', { object: edit.crmObject })) : { ok: true, id, about: { ...pair, begins: edit.begins } }
	}
	const map = connection.objects.find(({ id }) => id === edit.objectMapId)
	if (!map) return null
	const about = { crmObject: map.crmObject, maObject: map.maObject }
	if (edit.act === 'wake') {
		if (!map.rests) return null
		await wakeObjectMap(tx, map.id)
		await markEverybody(tx, [connection.id], at, [map.maObject])
		if (edit.isRamped && connection.state === 'running') await setCanary(tx, connection.id, { state: 'canary', suspendedFor: null, step: 0, isFresh: true })
		return { ok: true, id: map.id, about }
	}
	const hung = (await readMirrors(tx, connection.id)).filter(({ parentObject, ownObject }) => parentObject === map.crmObject && ownObject === map.maObject)
	const refusals = [...neededBy(connection, map), ...hung.slice(0, 1).map(({ object }) => refusal('SYNC_OBJECT_NEEDED', { object }))]
	if (refusals.length > 0) return { ok: false, refusals }
	return { ok: true, id: map.id, about: { ...about, links: await deleteObjectMap(tx, { connectionId: connection.id, id: map.id }) } }
}

const neededBy = (connection: Connection, map: Connection['objects'][number]): Refusal[] =>
	hangOn(connection.objects, map)
		.slice(0, 1)
		.map((object) => refusal('SYNC_OBJECT_NEEDED', { object }))

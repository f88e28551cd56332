import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ObjectMap, setCanary } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { deleteFieldMap, saveFieldMap } from '../../../db/queries/sync-mapping.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import type { OutsideSides } from '../../connectors/sync/contract.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { isWorthRamp } from '../../engine/sync/canary.ts'
import { checkMapping, type WishedMap } from '../../engine/sync/check-mapping.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadBeyond, loadEveryObject, loadObjects, type OwnSides, shapesOf } from '../sync/load-connection.ts'

/** `key` null maps a field newly; `wish` null takes one out. */
export type MappingEdit = { objectMapId: number; key: string | null; wish: WishedMap | null }
type Changing = { connectionId: number; edit: MappingEdit; isRamped?: boolean; ownSides: OwnSides; sides: OutsideSides; requestId: string; at: Date }

/** Ids of people and of records are always told by who is who. */
const ownersOf = ({ transform }: ObjectMap['fields'][number]) => (transform?.kind === 'users' || transform?.kind === 'linked' ? { transform } : {})

/** Words that only the other system has keep what they mean here. */
function withMeanings(wish: WishedMap, { transform }: ObjectMap['fields'][number]): WishedMap {
	if (wish.transform?.kind !== 'choices' || transform?.kind !== 'choices' || !transform.also) return wish
	return { ...wish, transform: { ...wish.transform, also: transform.also } }
}

async function save(tx: Tx, map: ObjectMap, { key, wish }: MappingEdit): Promise<number> {
	if (wish) return await saveFieldMap(tx, map.id, key, wish)
	if (key) await deleteFieldMap(tx, map.id, key)
	return Number(key)
}

/**
 * Maps a field, changes how it travels or takes it out; every live record of the object is then looked at again, behind all that
 * is urgent, and `isRamped` by the ramp of a first start: ten records tell whether it can be right (A21, app/decisions/0419). Refuses what `checkMapping` does. Null: none of this seller's.
 */
export async function changeMapping(
	db: Db,
	staff: StaffMember,
	{ connectionId, edit, isRamped = false, ownSides, sides, requestId, at }: Changing,
): Promise<Result<{ runId: number | null; total: number }> | null> {
	const seen = await loadEveryObject(db, staff, connectionId)
	const beyond = seen && edit.wish ? await loadBeyond(seen, sides) : null
	return await withTransaction(db, async (tx): Promise<Result<{ runId: number | null; total: number }> | null> => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const connection = await loadEveryObject(tx, staff, connectionId)
		const map = connection?.objects.find(({ id }) => id === edit.objectMapId)
		const before = map?.fields.find(({ key }) => key === edit.key) ?? null
		if (!connection || !map || (edit.key !== null && !before) || (edit.key === null && !edit.wish)) return null
		// Which fields are joined is settled once: another pair is another map.
		const wish =
			edit.wish && before ? { ...withMeanings(edit.wish, before), crmField: before.crmField, maField: before.maField, ...ownersOf(before) } : edit.wish
		if (wish) {
			const objects = await loadObjects(connection, ownSides(tx, connection), beyond)
			const shapes = { crm: shapesOf(objects.crm.get(map.crmObject)), ma: shapesOf(objects.ma.get(map.maObject)) }
			const refusals = checkMapping(edit.key, wish, { shapes, taken: map.fields })
			if (refusals.length > 0) return { ok: false, refusals }
		}
		const id = await save(tx, map, { ...edit, wish })
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.mapping', subject: `sync_field_map:${id}`, before, after: wish, requestId, at }])
		if (!wish || wish.behaviour === 'off' || !connection.startedAt) return { ok: true, runId: null, total: 0 }
		const filter = { connectionId, objectMapId: map.id, state: 'active' as const }
		const subject = { kind: 'field', crmField: wish.crmField, maField: wish.maField }
		const run = await startResync(tx, { filter, lane: lanes.backfill, cause: 'resync', userId: staff.userId, subject, at })
		if (isRamped && connection.state === 'running' && isWorthRamp(run.total))
			await setCanary(tx, connectionId, { state: 'canary', suspendedFor: null, step: 0, isFresh: true })
		return { ok: true, ...run }
	})
}

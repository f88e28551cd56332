import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { setCanary } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { insertFieldMaps, readLeftOut } from '../../../db/queries/sync-mapping.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import type { OutsideSides, OutsideSystems } from '../../connectors/sync/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { isWorthRamp } from '../../engine/sync/canary.ts'
import { type FieldPair, isSamePair, offerFields } from '../../engine/sync/offer-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadBeyond, loadEveryObject, loadObjects, type OwnSides, shapesOf } from '../sync/load-connection.ts'
import { usualOf } from '../sync/load-offers.ts'

/** `fields`: those that she saw. `compares`: every live record of the pair is looked at again; `isRamped`: ten of them tell whether it can be right (A21). */
export type OfferTaken = { objectMapId: number; fields: readonly FieldPair[]; compares: boolean; isRamped: boolean }
type Adding = { connectionId: number; taken: OfferTaken; ownSides: OwnSides; sides: OutsideSides; systems: OutsideSystems; requestId: string; at: Date }

/**
 * Adds the lines that a pair of objects would begin with today and that its mapping has not (sync-core.md A11, A13, decision 0470): those that were shown, and no
 * other. In a connection that runs they are compared at once where that is asked for, else record by record as each changes. Refuses
 * `SYNC_FIELDS_CHANGED` where what was shown is no longer what is offered. Null: none of this seller's.
 */
export async function addOfferedFields(db: Db, staff: StaffMember, adding: Adding): Promise<Result<{ added: number; runId: number | null }> | null> {
	const { connectionId, taken, ownSides, sides, systems, requestId, at } = adding
	const seen = await loadEveryObject(db, staff, connectionId)
	const beyond = seen && (await loadBeyond(seen, sides))
	return await withTransaction(db, async (tx): Promise<Result<{ added: number; runId: number | null }> | null> => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const connection = await loadEveryObject(tx, staff, connectionId)
		const map = connection?.objects.find(({ id }) => id === taken.objectMapId)
		if (!connection || !map) return null
		const objects = await loadObjects(connection, ownSides(tx, connection), beyond)
		const shapes = { crm: shapesOf(objects.crm.get(map.crmObject)), ma: shapesOf(objects.ma.get(map.maObject)) }
		const leftOut = (await readLeftOut(tx, connectionId)).get(map.id) ?? []
		const lines = offerFields(usualOf(connection, systems), { ...map, leftOut }, shapes).filter((line) => taken.fields.some((one) => isSamePair(one, line)))
		if (lines.length === 0 || lines.length < taken.fields.length) return refused(refusal('SYNC_FIELDS_CHANGED'))
		await insertFieldMaps(tx, map.id, lines)
		const fields = lines.map(({ crmField, maField }) => ({ crmField, maField }))
		const after = { fields, compares: taken.compares }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.mapping_offered', subject: `sync_object_map:${map.id}`, after, requestId, at }])
		if (!taken.compares || !connection.startedAt || map.rests) return { ok: true, added: lines.length, runId: null }
		const filter = { connectionId, objectMapId: map.id, state: 'active' as const }
		const run = await startResync(tx, { filter, lane: lanes.backfill, cause: 'resync', userId: staff.userId, subject: { kind: 'fields', fields }, at })
		if (taken.isRamped && connection.state === 'running' && isWorthRamp(run.total))
			await setCanary(tx, connectionId, { state: 'canary', suspendedFor: null, step: 0, isFresh: true })
		return { ok: true, added: lines.length, runId: run.runId }
	})
}

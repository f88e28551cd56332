import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { type GroupLink, type GroupRecord, isGroupOpen, listUnlinked, lockErrorLinks, retryUnlinked } from '../../../db/queries/sync-error.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { saveFieldMap } from '../../../db/queries/sync-mapping.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import type { SidePort, SideWrite } from '../../connectors/sync/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { planRemedy, type RemedyAct } from '../../engine/sync/plan-remedy.ts'
import type { FieldMap, Role, SyncValue } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides } from './load-connection.ts'

/** Records of one remedy; what is beyond waits for the next press. */
const mostAtOnce = 5000

type Mending = { connectionId: number; group: string; remedy: RemedyAct; ownSides: OwnSides; requestId: string; at: Date }
type Mended = Result<{ runId: number; total: number }>

type About = {
	code: string | null
	field: string | null
	value: SyncValue
	/** The side that does not take the value, and the one that it came from. */
	refusing: Role
	from: Role
	map: { id: number; field: FieldMap } | null
	records: { key: string; object: string; id: string }[]
}

/** What the errors of one cause are about, by the first of them: the mapping of the refused field, and the records that its value came from. */
function aboutOf({ objects }: Connection, links: readonly GroupLink[], unlinked: readonly GroupRecord[]): About {
	const first = links[0] ?? unlinked[0]
	const owner = links[0]
	// Of who was never linked the record says it; what refused her stands on the other side, as did whoever would have been made.
	const refusing = owner ? owner.side : first?.side === 'crm' ? 'ma' : 'crm'
	const from = refusing === 'crm' ? 'ma' : 'crm'
	const objectMaps = objects.filter((one) => (owner ? one.id === owner.objectMapId : one[from === 'ma' ? 'maObject' : 'crmObject'] === unlinked[0]?.object))
	const isIt = ({ key, ...one }: FieldMap) => key === String(first?.fieldMapId) || one[refusing === 'crm' ? 'crmField' : 'maField'] === first?.field
	const maps = objectMaps.flatMap(({ id, createsCrm, fields }) => fields.filter(isIt).map((field) => ({ id, field, isMade: createsCrm !== 'never' })))
	return {
		...{ code: first?.code ?? null, field: first?.field ?? null, value: first?.value ?? null, refusing, from },
		map: maps.find(({ field }) => field.key === String(first?.fieldMapId)) ?? maps.find(({ isMade }) => owner || isMade) ?? null,
		records: owner
			? links.flatMap((link) => {
					const [object, id] = from === 'ma' ? [link.maObject, link.maId] : [link.crmObject, link.crmId]
					return id === null ? [] : [{ key: String(link.linkId), object, id }]
				})
			: unlinked.map(({ object, recordId }) => ({ key: recordId, object, id: recordId })),
	}
}

/** Writes the value to the side that it came from: the one that did not refuse it. False: only the worker speaks to that side. */
async function writeBack(port: SidePort | null, { from, map, records }: About, value: SyncValue): Promise<boolean> {
	if (!port || !map) return false
	await port.write(records.map((record): SideWrite => ({ ...record, values: { [from === 'ma' ? map.field.maField : map.field.crmField]: value } })))
	return true
}

/**
 * Does something about one cause of errors, for every record that has it, and tries them again before all else (sync-core.md B8). The
 * errors close by themselves once the cause is gone. Refuses SYNC_SIDE_OUTSIDE and what `planRemedy` does. Null: none of this seller's.
 */
export async function mendErrors(db: Db, staff: StaffMember, { connectionId, group, remedy, ownSides, requestId, at }: Mending): Promise<Mended | null> {
	return await withTransaction(db, async (tx): Promise<Mended | null> => {
		const connection = await loadConnection(tx, staff, connectionId)
		if (!connection || !(await isGroupOpen(tx, { connectionId, group }))) return null
		const links = await lockErrorLinks(tx, { connectionId, group, limit: mostAtOnce })
		const about = aboutOf(connection, links, links.length > 0 ? [] : await listUnlinked(tx, { connectionId, group, limit: mostAtOnce }))
		const plan = planRemedy(remedy, { field: about.map?.field ?? null, value: about.value, side: about.refusing })
		if (!plan.ok) return plan
		await sayCause(tx, { cause: 'manual', actor: `user:${staff.userId}` })
		if (plan.write && !(await writeBack(ownSides(tx, connection)[about.from], about, plan.write.value))) return refused(refusal('SYNC_SIDE_OUTSIDE'))
		if (plan.map && about.map) await saveFieldMap(tx, about.map.id, plan.map.key, plan.map)
		const filter = { connectionId, linkIds: links.map(({ linkId }) => linkId) }
		const subject = { kind: 'errors', code: about.code, field: about.field, act: remedy.act }
		const run = await startResync(tx, { filter, lane: lanes.interactive, cause: 'manual', userId: staff.userId, subject, at })
		const unlinked = await retryUnlinked(tx, { connectionId, group, userId: staff.userId, at })
		const after = { ...remedy, records: run.total + unlinked }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.mended', subject: `sync_connection:${connectionId}`, before: subject, after, requestId, at }])
		return { ok: true, ...run }
	})
}

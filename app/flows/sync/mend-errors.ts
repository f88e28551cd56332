import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { allowDuplicates, type GroupLink, type GroupRecord, isGroupOpen, listUnlinked, lockErrorLinks, retryUnlinked } from '../../../db/queries/sync-error.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { orderValues } from '../../../db/queries/sync-link.ts'
import { saveFieldMap } from '../../../db/queries/sync-mapping.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import type { SidePort, SideWrite } from '../../connectors/sync/contract.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { isLinkRemedy, type LinkRemedy, planRemedy, type RemedyAct } from '../../engine/sync/plan-remedy.ts'
import type { FieldMap, Role, SyncValue, Wish } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides } from './load-connection.ts'
import { saveLinkRemedy } from './save-remedy.ts'

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
	isLinked: boolean
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
		isLinked: owner !== undefined,
		records: owner
			? links.flatMap((link) => {
					const [object, id] = from === 'ma' ? [link.maObject, link.maId] : [link.crmObject, link.crmId]
					return id === null ? [] : [{ key: String(link.linkId), object, id }]
				})
			: unlinked.map(({ object, recordId }) => ({ key: recordId, object, id: recordId })),
	}
}

/** Writes the value to the side that it came from, the one that did not refuse it; on a side that only the worker speaks to it is ordered. Refuses who never was linked there: nobody could say what became of it. */
async function writeBack(
	tx: Tx,
	port: SidePort | null,
	{ from, map, records, isLinked }: About,
	{ value, actor }: { value: SyncValue; actor: string },
): Promise<Refusal[]> {
	if (!map) return [refusal('SYNC_REMEDY_NO_FIELD')]
	if (port) {
		await port.write(records.map((record): SideWrite => ({ ...record, values: { [from === 'ma' ? map.field.maField : map.field.crmField]: value } })))
		return []
	}
	if (!isLinked) return [refusal('SYNC_SIDE_OUTSIDE')]
	const wish: Wish = { side: from, value, cause: 'edit', actor, pins: false }
	const ordered = await orderValues(
		tx,
		records.map(({ key }) => ({ id: Number(key), wishes: { [map.field.key]: wish } })),
	)
	return ordered.length > 0 ? [] : [refusal('SYNC_RECORD_RESTS')]
}

type Doing = { tx: Tx; staff: StaffMember; connection: Connection; mending: Mending; links: readonly GroupLink[]; about: About }

/** The value where it stands, or how its field travels. What could not be done, by name. */
async function mendValue({ tx, staff, connection, mending, about }: Doing, remedy: Exclude<RemedyAct, LinkRemedy>): Promise<Refusal[]> {
	const plan = planRemedy(remedy, { field: about.map?.field ?? null, value: about.value, side: about.refusing })
	if (!plan.ok) return plan.refusals
	const port = mending.ownSides(tx, connection)[about.from]
	const wrong = plan.write ? await writeBack(tx, port, about, { ...plan.write, actor: `user:${staff.userId}` }) : []
	if (wrong.length === 0 && plan.map && about.map) await saveFieldMap(tx, about.map.id, plan.map.key, plan.map)
	return wrong
}

/** Which links are looked at again after it. */
const againAfter = (remedy: RemedyAct, links: readonly GroupLink[]) =>
	remedy.act === 'rest' || remedy.act === 'again' ? [] : links.map(({ linkId }) => linkId)

/**
 * Does something about one cause of errors, for every record that has it, and tries them again before all else (sync-core.md B8). The
 * errors close by themselves once the cause is gone. Refuses SYNC_SIDE_OUTSIDE and what `planRemedy` and `saveLinkRemedy` do. Null: none of this seller's.
 */
export async function mendErrors(db: Db, staff: StaffMember, mending: Mending): Promise<Mended | null> {
	const { connectionId, group, remedy, requestId, at } = mending
	return await withTransaction(db, async (tx): Promise<Mended | null> => {
		const connection = await loadConnection(tx, staff, connectionId)
		if (!connection || !(await isGroupOpen(tx, { connectionId, group }))) return null
		const links = await lockErrorLinks(tx, { connectionId, group, limit: mostAtOnce })
		const about = aboutOf(connection, links, links.length > 0 ? [] : await listUnlinked(tx, { connectionId, group, limit: mostAtOnce }))
		await sayCause(tx, { cause: 'manual', actor: `user:${staff.userId}` })
		const linkIds = links.map(({ linkId }) => linkId)
		const refusals = isLinkRemedy(remedy)
			? await saveLinkRemedy(tx, { connection, ma: mending.ownSides(tx, connection).ma, group, remedy, linkIds, userId: staff.userId, at })
			: await mendValue({ tx, staff, connection, mending, links, about }, remedy)
		if (refusals.length > 0) return { ok: false, refusals }
		const subject = { kind: 'errors', code: about.code, field: about.field, act: remedy.act }
		const filter = { connectionId, linkIds: againAfter(remedy, links) }
		const run = await startResync(tx, { filter, lane: lanes.interactive, cause: 'manual', userId: staff.userId, subject, at })
		const unlinked = await retryUnlinked(tx, { connectionId, group, userId: staff.userId, at })
		if (remedy.act === 'allow_duplicate') await allowDuplicates(tx, { connectionId, group })
		const after = { ...remedy, records: run.total + unlinked }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.mended', subject: `sync_connection:${connectionId}`, before: subject, after, requestId, at }])
		return { ok: true, ...run }
	})
}

import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { type GroupLink, isGroupOpen, lockErrorLinks, retryUnlinked } from '../../../db/queries/sync-error.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { saveFieldMap } from '../../../db/queries/sync-mapping.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import type { SideWrite } from '../../connectors/sync/contract.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { planRemedy, type RemedyAct } from '../../engine/sync/plan-remedy.ts'
import type { FieldMap, SyncValue } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides } from './load-connection.ts'

/** Records of one remedy; what is beyond waits for the next press. */
const mostAtOnce = 5000

type Mending = { connectionId: number; group: string; remedy: RemedyAct; ownSides: OwnSides; requestId: string; at: Date }
type Mended = Result<{ runId: number; total: number }>

/** Writes the value to the side that it came from: the one that did not refuse it. False: only the worker speaks to that side. */
async function writeBack(
	tx: Tx,
	{ connection, links, field, value, ownSides }: { connection: Connection; links: GroupLink[]; field: FieldMap; value: SyncValue; ownSides: OwnSides },
) {
	const [first] = links
	const from = first?.side === 'crm' ? 'ma' : 'crm'
	const port = ownSides(tx, connection)[from]
	if (!port) return { isOurs: false, failed: 0 }
	const rows = links.flatMap((link): SideWrite[] => {
		const [object, id] = from === 'ma' ? [link.maObject, link.maId] : [link.crmObject, link.crmId]
		return id === null ? [] : [{ key: String(link.linkId), object, id, values: { [from === 'ma' ? field.maField : field.crmField]: value } }]
	})
	const written = await port.write(rows)
	return { isOurs: true, failed: written.filter(({ ok }) => !ok).length }
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
		const [first] = links
		const maps = connection.objects.find(({ id }) => id === first?.objectMapId)?.fields ?? []
		const field =
			maps.find(({ key, crmField, maField }) => key === String(first?.fieldMapId) || (first?.side === 'crm' ? crmField : maField) === first?.field) ?? null
		const plan = planRemedy(remedy, { field, value: first?.value ?? null, side: first?.side ?? 'crm' })
		if (!plan.ok) return plan
		await sayCause(tx, { cause: 'manual', actor: `user:${staff.userId}` })
		if (plan.write && field) {
			const { isOurs } = await writeBack(tx, { connection, links, field, value: plan.write.value, ownSides })
			if (!isOurs) return refused(refusal('SYNC_SIDE_OUTSIDE'))
		}
		if (plan.map && first) await saveFieldMap(tx, first.objectMapId, plan.map.key, plan.map)
		const filter = { connectionId, linkIds: links.map(({ linkId }) => linkId) }
		const subject = { kind: 'errors', code: first?.code ?? null, field: first?.field ?? null, act: remedy.act }
		const run = await startResync(tx, { filter, lane: lanes.interactive, cause: 'manual', userId: staff.userId, subject, at })
		const unlinked = await retryUnlinked(tx, { connectionId, group, userId: staff.userId, at })
		const after = { ...remedy, records: run.total + unlinked }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.mended', subject: `sync_connection:${connectionId}`, before: subject, after, requestId, at }])
		return { ok: true, ...run }
	})
}

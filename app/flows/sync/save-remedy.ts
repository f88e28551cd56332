import type { Tx } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { forgetLinks, linkByHand, lockSuspect, restLinks, unfreezeGroup } from '../../../db/queries/sync-error.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { LinkRemedy } from '../../engine/sync/plan-remedy.ts'

/** `ma`: our own marketing side; null where another system is it. */
type Remedying = { connection: Connection; ma: SidePort | null; group: string; remedy: LinkRemedy; linkIds: readonly number[]; userId: number; at: Date }

/**
 * What is done about the links of one cause and not about a value (sync-core.md B8): a frozen field travels again, links rest or are forgotten so that
 * their people meet anew, or the one that is meant is said. Refuses SYNC_REMEDY_NO_FIELD, SYNC_REMEDY_NO_LINK, SYNC_CANDIDATE_UNKNOWN and SYNC_CANDIDATE_TAKEN.
 */
export async function saveLinkRemedy(tx: Tx, remedying: Remedying): Promise<Refusal[]> {
	const { connection, group, remedy, linkIds, userId, at } = remedying
	const which = { connectionId: connection.id, linkIds, at }
	if (remedy.act === 'link') return await link(tx, remedying, remedy)
	if (remedy.act === 'unfreeze') return (await unfreezeGroup(tx, { connectionId: connection.id, group })) > 0 ? [] : [refusal('SYNC_REMEDY_NO_FIELD')]
	if (remedy.act === 'allow_duplicate') return []
	if (linkIds.length === 0) return [refusal('SYNC_REMEDY_NO_LINK')]
	if (remedy.act === 'rest') await restLinks(tx, which)
	else await forgetLinks(tx, { ...which, userId })
	return []
}

async function link(
	tx: Tx,
	{ connection, ma: port, group, userId, at }: Remedying,
	{ error, candidate }: Extract<LinkRemedy, { act: 'link' }>,
): Promise<Refusal[]> {
	const suspect = await lockSuspect(tx, { connectionId: connection.id, group, errorId: error })
	const [object = '', id = ''] = candidate.split(':')
	const map = connection.objects.find(({ crmObject, maObject }) => crmObject === object && maObject === suspect?.maObject)
	if (!suspect?.candidates.includes(candidate) || !map || suspect.maId === null) return [refusal('SYNC_CANDIDATE_UNKNOWN')]
	const ma = { object: map.maObject, id: suspect.maId }
	const linkId = await linkByHand(tx, { connectionId: connection.id, objectMapId: map.id, crm: { object, id }, ma, at })
	if (linkId === null) return [refusal('SYNC_CANDIDATE_TAKEN')]
	// What the marketing record itself says of who it is follows: else everything but the sync would go on with the one before.
	const named = Object.entries(port?.capabilities.counterparts[ma.object] ?? {})
	if (port && named.some(([name]) => name === object))
		await port.write([{ key: ma.id, ...ma, values: Object.fromEntries(named.map(([name, field]) => [field, name === object ? id : null])) }])
	const subject = { kind: 'record', linkId, act: 'link' }
	await startResync(tx, { filter: { connectionId: connection.id, linkIds: [linkId] }, lane: lanes.interactive, cause: 'manual', userId, subject, at })
	return []
}

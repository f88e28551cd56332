import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { saveKey } from '../../../db/queries/sync-connection.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import type { OutsideSystems } from '../../connectors/sync/contract.ts'
import type { Result } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection } from '../sync/load-connection.ts'
import { fieldsOfWay, type Key, loadTried, readKey, wayOf } from '../sync/load-outside.ts'
import { endSuspension } from '../sync/save-errors.ts'

type Changing = { connectionId: number; key: Key; systems: OutsideSystems; requestId: string; at: Date }

/**
 * Puts another key in the place of a connection's, once the system took it; what is left blank stays as it was. A connection that was
 * suspended for its key waits paused for somebody to let it go on. Null: none of this seller's, or one of our own two sides.
 */
export async function changeKey(db: Db, staff: StaffMember, { connectionId, key, systems, requestId, at }: Changing): Promise<Result<object> | null> {
	const connection = await loadConnection(db, staff, connectionId)
	const system = connection && systems.all.find(({ name, role }) => name === (role === 'crm' ? connection.crmSystem : connection.maSystem))
	if (!connection || !system) return null
	const known = systems.unseal(connection.sealedSecrets) ?? {}
	const given = Object.fromEntries(['way', ...system.keyFields.map(({ name }) => name)].map((name) => [name, key[name] || known[name] || '']))
	const read = readKey(system, given, systems)
	if (!read.ok) return read
	const objects = [...new Set(connection.objects.map((map) => map[system.role === 'crm' ? 'crmObject' : 'maObject']))]
	const tried = await loadTried({ system, key: read.key, objects, quotaShare: Number(connection.quotaShare) })
	if (!tried.ok) return tried
	return await withTransaction(db, async (tx): Promise<Result<object> | null> => {
		const locked = await lockConnection(tx, staff.seller.id, connectionId)
		if (!locked) return null
		await saveKey(tx, connectionId, systems.seal(read.key))
		await endSuspension(tx, connectionId, locked.suspendedFor, at)
		// That it was changed is told, never to what.
		const changed = fieldsOfWay(system, wayOf(system, read.key['way'])).flatMap(({ name }) => (key[name] ? [name] : []))
		await insertAudit(tx, [
			{
				userId: staff.userId,
				action: 'sync.key_changed',
				subject: `sync_connection:${connectionId}`,
				after: { way: read.key['way'] ?? null, fields: changed },
				requestId,
				at,
			},
		])
		return { ok: true }
	})
}

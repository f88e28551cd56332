import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type Connection, insertConnections, isNameTaken, readConnection } from '../../../db/queries/sync-connection.ts'
import { setConnectorUser } from '../../../db/queries/sync-user.ts'
import type { OutsideSystem, OutsideSystems } from '../../connectors/sync/contract.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { firstMapping } from '../../engine/sync/first-mapping.ts'
import type { ObjectShape } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { type OwnSides, shapesOf } from '../sync/load-connection.ts'
import { type Key, loadTried, noneWhenDown, readKey } from '../sync/load-outside.ts'
import { saveDescribed } from '../sync/save-described.ts'
import { saveUserMatches } from './save-user-matches.ts'

export type WishedConnection = { system: string; name: string; key: Key; sharePercent: number | null }
type Connecting = { wish: WishedConnection; systems: OutsideSystems; ownSides: OwnSides; requestId: string; at: Date }

/**
 * Joins another system to ours by a key that it just took (sync-core.md A12). The connection is born paused, with what is usual between both
 * mapped as far as both show it, and asks for nothing until it is started. The key is sealed and told to nobody again.
 */
export async function connectSystem(db: Db, staff: StaffMember, connecting: Connecting): Promise<Result<{ id: number }>> {
	const { wish, systems, ownSides, requestId, at } = connecting
	const system = systems.all.find(({ name }) => name === wish.system)
	if (!system) return refused(refusal('SYNC_SYSTEM_UNKNOWN'))
	const read = readKey(system, wish.key, systems)
	const refusals = [...(await wrongWith(db, staff, wish)), ...(read.ok ? [] : read.refusals)]
	if (refusals.length > 0 || !read.ok) return { ok: false, refusals }
	const quotaShare = (wish.sharePercent ?? 50) / 100
	const objects = [...new Set(system.firstMaps.map((map) => map[system.role === 'crm' ? 'crmObject' : 'maObject']))]
	const tried = await loadTried({ system, key: read.key, objects, quotaShare })
	if (!tried.ok) return tried
	// Who may not see people is no reason to have no connection: the room of owners asks again.
	const users = await tried.port.users().catch(noneWhenDown)
	return await withTransaction(db, async (tx) => {
		const born = { ...sidesOf(system), sellerEntityId: staff.seller.id }
		const shapes = await shapesOfBoth(tx, { system, outside: tried.shapes, ownSides, born })
		const objectMaps = firstMapping(system.firstMaps, shapes)
		const row = { ...born, sellerEntityIds: [staff.seller.id], name: wish.name, state: 'paused' as const, objects: objectMaps, at }
		const [id] = await insertConnections(tx, { ...row, sealedSecrets: systems.seal(read.key), quotaShare })
		if (id === undefined) return refused(refusal('SYNC_NAME_TAKEN', { name: wish.name }))
		const made = await readConnection(tx, id)
		if (made) {
			// Before anything is mapped somebody takes what is nobody's (A12): as whom we sign in there, and here who connects, until another is chosen.
			const us = users.find(({ isUs }) => isUs)
			if (us) await setConnectorUser(tx, id, { outside: us.id, own: String(staff.userId) })
			await saveUserMatches(tx, made, users, at)
			await saveDescribed(tx, { connection: made, role: system.role, shapes: shapes[system.role] })
		}
		const after = { name: wish.name, system: system.name, share: quotaShare }
		await insertAudit(tx, [{ userId: staff.userId, action: 'sync.connected', subject: `sync_connection:${id}`, after, requestId, at }])
		return { ok: true, id }
	})
}

async function wrongWith(db: Db, staff: StaffMember, { name, sharePercent }: WishedConnection): Promise<Refusal[]> {
	const isShare = sharePercent !== null && Number.isInteger(sharePercent) && sharePercent >= 1 && sharePercent <= 100
	const share = isShare ? [] : [refusal('SYNC_SHARE')]
	if (name === '' || name.length > 80) return [...share, refusal('SYNC_NAME_MISSING')]
	return (await isNameTaken(db, staff.seller.id, name)) ? [...share, refusal('SYNC_NAME_TAKEN', { name })] : share
}

const sidesOf = ({ name, role }: OutsideSystem) =>
	role === 'crm' ? { crmSystem: name, maSystem: 'embedded_ma' } : { crmSystem: 'embedded_crm', maSystem: name }

type Both = {
	system: OutsideSystem
	outside: readonly ObjectShape[]
	ownSides: OwnSides
	born: Pick<Connection, 'crmSystem' | 'maSystem' | 'sellerEntityId'>
}

async function shapesOfBoth(tx: Tx, { system, outside, ownSides, born }: Both) {
	const own = system.role === 'crm' ? 'ma' : 'crm'
	const names = [...new Set(system.firstMaps.map((map) => map[own === 'crm' ? 'crmObject' : 'maObject']))]
	const byName = (shapes: readonly ObjectShape[]) => Object.fromEntries(shapes.map((shape) => [shape.name, shapesOf(shape)]))
	const ours = byName((await ownSides(tx, born)[own]?.describe(names)) ?? [])
	return system.role === 'crm' ? { crm: byName(outside), ma: ours } : { crm: ours, ma: byName(outside) }
}

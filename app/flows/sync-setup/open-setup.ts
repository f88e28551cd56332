import type { Db } from '../../../db/client.server.ts'
import { type NewestDryRun, readNewestDryRun } from '../../../db/queries/sync-list-room.ts'
import { readHeldBack } from '../../../db/queries/sync-room.ts'
import { countUsers, type UserCount } from '../../../db/queries/sync-user.ts'
import type { KeyField, OutsideSystems, SignInWay } from '../../connectors/sync/contract.ts'
import { heldBack } from '../../engine/sync/canary.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection } from '../sync/load-connection.ts'
import { fieldsOfWay, wayOf } from '../sync/load-outside.ts'

export type SetupPage = {
	connection: {
		id: number
		name: string
		state: 'paused' | 'canary' | 'running' | 'suspended'
		startedAt: Date | null
		canaryStage: number
		canaryDone: number
		canaryRefused: number
		heldBack: number
		isOutside: true
	}
	system: string
	/** What the key consists of; of secrets only whether there is one. */
	key: (KeyField & { value: string | null; isThere: boolean })[]
	/** By which way it signs in, as far as another one is not looked at, and which there are. */
	way: SignInWay | undefined
	ways: readonly SignInWay[]
	users: UserCount & { hasConnectorUser: boolean }
	mapping: { objects: number; fields: number }
	/** The last look at what all of it would write; null: there was none. */
	dryRun: NewestDryRun | null
	/** Where the system may post its notices; null where it cannot, or was given no secret. */
	hook: string | null
}

/** How far a connection with another system is set up (sync-core.md A12). Null: none of this seller's, or one of our own two sides. */
export async function openSetup(
	db: Db,
	staff: StaffMember,
	{ connectionId, systems, publicUrl, way: looked }: { connectionId: number; systems: OutsideSystems; publicUrl: string; way: string | null },
): Promise<SetupPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	const system = connection && systems.all.find(({ name, role }) => name === (role === 'crm' ? connection.crmSystem : connection.maSystem))
	if (!connection || !system) return null
	const key = systems.unseal(connection.sealedSecrets) ?? {}
	const way = wayOf(system, looked ?? key['way'])
	const isHidden = ({ kind }: KeyField) => kind === 'secret' || kind === 'pem'
	const { id, name, state, startedAt, canaryStage, canaryDone, canaryRefused } = connection
	return {
		connection: { id, name, state, startedAt, canaryStage, canaryDone, canaryRefused, heldBack: await readHeldBack(db, id, heldBack), isOutside: true },
		system: system.name,
		key: fieldsOfWay(system, way).map((field) => ({ ...field, value: isHidden(field) ? null : (key[field.name] ?? ''), isThere: Boolean(key[field.name]) })),
		...{ way, ways: system.ways },
		users: { ...(await countUsers(db, connectionId)), hasConnectorUser: Boolean(connection.settings.connectorUser) },
		mapping: { objects: connection.objects.length, fields: connection.objects.reduce((sum, { fields }) => sum + fields.length, 0) },
		dryRun: await readNewestDryRun(db, connectionId),
		hook: system.readNotice && key['noticeSecret'] ? `${publicUrl}/webhooks/sync/${id}` : null,
	}
}

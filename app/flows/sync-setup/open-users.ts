import type { Db } from '../../../db/client.server.ts'
import { countUsers, readOwnUsers, readUserRows, type UserCount, type UserFilter, type UserRow } from '../../../db/queries/sync-user.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { isOutside, loadConnection } from '../sync/load-connection.ts'

export type UsersPage = {
	connection: { id: number; name: string; isOutside: boolean }
	rows: UserRow[]
	next: string | null
	count: UserCount
	own: { id: number; name: string }[]
	/** Everybody there, for the choice of the connector user. */
	everybody: { id: string; name: string }[]
	connectorUser: { outside: string; own: string } | null
}

/** Who of the other system is who of the house (sync-core.md A22). Null: none of this seller's, or a connection of our own two sides. */
export async function openUsers(db: Db, staff: StaffMember, connectionId: number, filter: UserFilter): Promise<UsersPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	if (!connection || !isOutside(connection)) return null
	const found = await readUserRows(db, connectionId, { ...filter, limit: filter.limit + 1 })
	const rows = found.slice(0, filter.limit)
	const everybody = await readUserRows(db, connectionId, { text: null, show: null, after: null, limit: 2000 })
	return {
		connection: { id: connection.id, name: connection.name, isOutside: true },
		rows,
		next: found.length > rows.length ? (rows.at(-1)?.outsideId ?? null) : null,
		count: await countUsers(db, connectionId),
		own: (await readOwnUsers(db, connection.sellerEntityId)).filter(({ isActive }) => isActive).map(({ id, name }) => ({ id, name })),
		everybody: everybody.filter(({ isActive }) => isActive).map(({ outsideId, name }) => ({ id: outsideId, name })),
		connectorUser: connection.settings.connectorUser ?? null,
	}
}

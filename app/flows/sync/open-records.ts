import type { Db } from '../../../db/client.server.ts'
import { countLinks, type LinkFilter, type LinkRow, type LinkState, listLinks } from '../../../db/queries/sync-resync.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type RoomOf, roomOf } from './load-connection.ts'

export type RecordQuery = { objectMapId: number | null; state: LinkState | null; text: string | null; after: number | null; limit: number }
export type RecordsPage = {
	connection: RoomOf & { prospectCap: number | null }
	objects: { id: number; crmObject: string; maObject: string }[]
	rows: LinkRow[]
	total: number
	next: number | null
}

export const filterOf = (connectionId: number, { objectMapId, state, text }: Pick<RecordQuery, 'objectMapId' | 'state' | 'text'>): LinkFilter => ({
	connectionId,
	objectMapId,
	state,
	text,
})

/** The linked records of a connection as they are filtered, with how many they are. Null: none of this seller's. */
export async function openRecords(db: Db, staff: StaffMember, connectionId: number, query: RecordQuery): Promise<RecordsPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	if (!connection) return null
	const filter = filterOf(connectionId, query)
	const [found, total] = await Promise.all([listLinks(db, filter, { after: query.after, limit: query.limit + 1 }), countLinks(db, filter)])
	const rows = found.slice(0, query.limit)
	return {
		connection: { ...roomOf(connection), prospectCap: connection.prospectCap },
		objects: connection.objects.map(({ id, crmObject, maObject }) => ({ id, crmObject, maObject })),
		...{ rows, total, next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null },
	}
}

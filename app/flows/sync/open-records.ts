import type { Db } from '../../../db/client.server.ts'
import { MOST_FOUND } from '../../../db/queries/said.ts'
import { findLinks } from '../../../db/queries/said-link.ts'
import { countLinks, type LinkFilter, type LinkRow, type LinkState, listLinks } from '../../../db/queries/sync-resync.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { loadConnection, type RoomOf, roomOf } from './load-connection.ts'

export type RecordQuery = { objectMapId: number | null; state: LinkState | null; text: string | null; after: number | null; limit: number }
export type RecordsPage = {
	connection: RoomOf & { prospectCap: number | null }
	objects: { id: number; crmObject: string; maObject: string }[]
	rows: LinkRow[]
	/** Null: so many say the text that they are not counted; more than `most`. */
	total: number | null
	most: number
	next: number | null
}

export const filterOf = (connectionId: number, { objectMapId, state, text }: Pick<RecordQuery, 'objectMapId' | 'state' | 'text'>): LinkFilter => ({
	connectionId,
	objectMapId,
	state,
	text,
})

/** Whoever says the text, where these are few enough to be looked up (said.ts). */
async function loadFilter(db: Db, connectionId: number, query: Pick<RecordQuery, 'objectMapId' | 'state' | 'text'>): Promise<LinkFilter> {
	const found = query.text === null ? null : await findLinks(db, { connectionId, text: query.text })
	return found === null ? filterOf(connectionId, query) : { ...filterOf(connectionId, query), text: null, linkIds: found }
}

/** The linked records of a connection as they are filtered, with how many they are. Null: none of this seller's. */
export async function openRecords(db: Db, staff: StaffMember, connectionId: number, query: RecordQuery): Promise<RecordsPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	if (!connection) return null
	const filter = await loadFilter(db, connectionId, query)
	const [found, total] = await Promise.all([listLinks(db, filter, { after: query.after, limit: query.limit + 1 }), filter.text ? null : countLinks(db, filter)])
	const rows = found.slice(0, query.limit)
	return {
		connection: { ...roomOf(connection), prospectCap: connection.prospectCap },
		objects: connection.objects.map(({ id, crmObject, maObject }) => ({ id, crmObject, maObject })),
		...{ rows, total, most: MOST_FOUND, next: found.length > query.limit ? (rows.at(-1)?.id ?? null) : null },
	}
}

/** All records of a filter for a file, to the last, `query.limit` at a time. Null: none of this seller's. */
export async function exportRecords(
	db: Db,
	staff: StaffMember,
	connectionId: number,
	query: Omit<RecordQuery, 'after'>,
): Promise<AsyncGenerator<readonly LinkRow[]> | null> {
	if (!(await loadConnection(db, staff, connectionId))) return null
	const filter = await loadFilter(db, connectionId, query)
	return everyById(query.limit, (after) => listLinks(db, filter, { after, limit: query.limit }))
}

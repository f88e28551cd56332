import type { Db } from '../../../db/client.server.ts'
import { type LineFilter, type ListHead, listLines, readListHead, type ShownListLine } from '../../../db/queries/sync-list-room.ts'
import { readActorNames } from '../../../db/queries/sync-why.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type RoomOf, roomOf } from '../sync/load-connection.ts'

export type ListQuery = LineFilter & { after: number | null; limit: number }
export type ListPage = {
	connection: RoomOf
	run: ListHead
	lines: ShownListLine[]
	next: number | null /** Who `user:3` is, where a line's value is somebody of ours. */
	names: Record<string, string>
}

/** A dry run, a comparison or an undo with its lines as they are filtered. Null: none of this seller's. */
export async function openList(
	db: Db,
	staff: StaffMember,
	{ connectionId, runId, query }: { connectionId: number; runId: number; query: ListQuery },
): Promise<ListPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	const run = connection && (await readListHead(db, connectionId, runId))
	if (!connection || !run) return null
	const found = await listLines(db, runId, query, { after: query.after, limit: query.limit + 1 })
	const lines = found.slice(0, query.limit)
	const people = lines.flatMap(({ fromValue, toValue }) => [`user:${fromValue}`, `user:${toValue}`])
	const names = await readActorNames(db, staff.seller.id, [...new Set(people)])
	return { connection: roomOf(connection), run, lines, names, next: found.length > query.limit ? (lines.at(-1)?.id ?? null) : null }
}

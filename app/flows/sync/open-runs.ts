import type { Db } from '../../../db/client.server.ts'
import { listRuns, type ShownRun } from '../../../db/queries/sync-resync.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type RoomOf, roomOf } from './load-connection.ts'

export type RunQuery = { kind: string | null; after: number | null; limit: number }
export type RunsPage = { connection: RoomOf; runs: ShownRun[]; next: number | null }

/** What was set going, and how far it is. Null: none of this seller's. */
export async function openRuns(db: Db, staff: StaffMember, connectionId: number, { kind, after, limit }: RunQuery): Promise<RunsPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	if (!connection) return null
	const found = await listRuns(db, { connectionId, kind, before: after, limit: limit + 1 })
	const runs = found.slice(0, limit)
	return { connection: roomOf(connection), runs, next: found.length > limit ? (runs.at(-1)?.id ?? null) : null }
}

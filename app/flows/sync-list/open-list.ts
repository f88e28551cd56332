import type { Db } from '../../../db/client.server.ts'
import { type LineFilter, type ListHead, listLines, readListHead, type ShownListLine } from '../../../db/queries/sync-list-room.ts'
import { readOutsideNames } from '../../../db/queries/sync-user.ts'
import { readActorNames } from '../../../db/queries/sync-why.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { isOutside, loadConnection, type RoomOf, roomOf } from '../sync/load-connection.ts'

export type ListQuery = LineFilter & { after: number | null; limit: number }
export type ListPage = {
	connection: RoomOf
	/** Why each refusal, and why the list waits for the other system, in the words of the table of failures. */
	run: Omit<ListHead, 'causes' | 'cursor'> & {
		causes: { code: string; cause: string; count: number }[]
		rests: { until: string; cause: string; message: string | null } | null
	}
	lines: (ShownListLine & { cause: string | null })[]
	next: number | null
	/** Who `user:3` is, where a line's value is somebody of ours, and who `outside:005` is. */
	names: Record<string, string>
}

const causeOf = (code: string) => classifyFailure(code).cause

function shownRun({ causes, cursor: { rests }, ...run }: ListHead): ListPage['run'] {
	const isWaiting = rests && (run.stage === 'listing' || run.stage === 'applying')
	return {
		...run,
		causes: causes.map((one) => ({ ...one, cause: causeOf(one.code) })),
		rests: isWaiting ? { until: rests.until, cause: causeOf(rests.code), message: rests.message } : null,
	}
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
	const said = [...new Set(lines.flatMap(({ fromValue, toValue }) => [fromValue, toValue].filter((value) => typeof value === 'string')))]
	const people = await readActorNames(
		db,
		staff.seller.id,
		said.map((value) => `user:${value}`),
	)
	const names = { ...people, ...(isOutside(connection) ? await readOutsideNames(db, connectionId, said) : {}) }
	const shown = lines.map((line) => ({ ...line, cause: line.state === 'refused' && line.reason ? causeOf(line.reason) : null }))
	return { connection: roomOf(connection), run: shownRun(run), lines: shown, names, next: found.length > query.limit ? (lines.at(-1)?.id ?? null) : null }
}

export type ListFile = { run: Pick<ListHead, 'id' | 'kind'>; pages: AsyncGenerator<readonly ShownListLine[]> }

/** All lines of a filter for a file, to the last, `query.limit` at a time. Null: none of this seller's. */
export async function exportList(
	db: Db,
	staff: StaffMember,
	{ connectionId, runId, query }: { connectionId: number; runId: number; query: ListQuery },
): Promise<ListFile | null> {
	const connection = await loadConnection(db, staff, connectionId)
	const run = connection && (await readListHead(db, connectionId, runId))
	return run && { run, pages: everyById(query.limit, (after) => listLines(db, runId, query, { after, limit: query.limit })) }
}

import type { Db } from '../../../db/client.server.ts'
import {
	type Candidate,
	type ErrorGroupRow,
	type ErrorRecordRow,
	listErrorCodes,
	listErrorGroups,
	listErrors,
	nameCandidates,
} from '../../../db/queries/sync-error.ts'
import { listRuns, type ShownRun } from '../../../db/queries/sync-resync.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import type { FailureClass, Remedy } from '../../engine/sync/failure-table.ts'
import { suggestMail } from '../../engine/sync/suggest-mail.ts'
import type { Role } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { loadConnection, outsideOf, type RoomOf, roomOf } from './load-connection.ts'

export type ErrorQuery = { group: string | null; code: string | null; text: string | null; after: number | null; runId: number | null; limit: number }
export type ShownGroup = ErrorGroupRow & { class: FailureClass; cause: string; remedies: readonly Remedy[]; retry: string; suggestion: string | null }
export type ErrorsPage = {
	connection: RoomOf
	codes: { code: string; count: number }[]
	groups: ShownGroup[]
	/** How many there are, though only those of most records are shown. */
	groupCount: number
	records: ErrorRecordRow[]
	/** Who may be meant where there are several, by `object:id`. */
	candidates: Candidate[]
	next: number | null
	/** The side that is another system. */
	outside: Role | null
	/** What was set going last, while it is asked for. */
	run: ShownRun | null
}

const MOST_GROUPS = 100

/** What is refused, grouped by its cause with what can be done about it, and the records behind; six statements however many errors. Null: none of this seller's. */
export async function openSyncErrors(db: Db, staff: StaffMember, connectionId: number, query: ErrorQuery): Promise<ErrorsPage | null> {
	const connection = await loadConnection(db, staff, connectionId)
	if (!connection) return null
	const [codes, groups, records, runs] = await Promise.all([
		listErrorCodes(db, connectionId),
		listErrorGroups(db, { connectionId, code: query.code, limit: MOST_GROUPS }),
		listErrors(db, { connectionId, ...query, limit: query.limit + 1 }),
		query.runId ? listRuns(db, { connectionId, runId: query.runId, before: null, limit: 1 }) : [],
	])
	const shown = records.slice(0, query.limit)
	const candidates = await nameCandidates(db, connectionId, [...new Set(shown.flatMap((one) => one.candidates))])
	return {
		...{ connection: roomOf(connection), codes, candidates, outside: outsideOf(connection), records: shown, run: runs[0] ?? null },
		next: records.length > query.limit ? (shown.at(-1)?.id ?? null) : null,
		groupCount: groups[0]?.groups ?? 0,
		groups: groups.map((group) => ({
			...group,
			...classifyFailure(group.code, { object: group.object, message: group.message ?? '' }),
			suggestion: group.code === 'INVALID_EMAIL_ADDRESS' && typeof group.value === 'string' ? suggestMail(group.value) : null,
		})),
	}
}

/** All open errors of a filter for a file, the newest first, to the last, `query.limit` at a time. Null: none of this seller's. */
export async function exportSyncErrors(
	db: Db,
	staff: StaffMember,
	connectionId: number,
	query: Omit<ErrorQuery, 'after' | 'runId'>,
): Promise<AsyncGenerator<readonly ErrorRecordRow[]> | null> {
	if (!(await loadConnection(db, staff, connectionId))) return null
	return everyById(query.limit, (after) => listErrors(db, { connectionId, ...query, after }))
}

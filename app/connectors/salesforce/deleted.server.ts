import { longReference } from '../../engine/sync/long-reference.ts'
import { SideDown } from '../../platform/side-down.ts'
import type { SidePort } from '../sync/contract.ts'
import type { Shapes } from './describe.server.ts'
import { tableOf } from './person-accounts.ts'
import { query } from './query.server.ts'
import { feedDays } from './settings.ts'
import { queriesIn, soqlInstant } from './soql.ts'
import type { Talk } from './talk.server.ts'
import { readInstant } from './value.ts'

type Feed = { deletedRecords: { id: string; deletedDate: string }[]; earliestDateAvailable: string; latestDateCovered: string }

const dayMs = 86_400_000

/**
 * The feed of deletes from where the last answer ended (`latestDateCovered`). It covers fifteen days and may be emptied before:
 * then `expired`, and ids must be compared whole. The feed does not say what was merged; the bin's MasterRecordId does.
 */
export function deletes(talk: Talk, shapes: Shapes): Pick<SidePort, 'readDeleted'> {
	return {
		async readDeleted(object, cursor) {
			const now = new Date(talk.now()).toISOString()
			const oldest = new Date(talk.now() - feedDays * dayMs + 60_000).toISOString()
			if (cursor !== null && cursor < oldest) return { deleted: [], cursor: now, expired: true }
			const start = cursor ?? oldest
			// The feed reads whole minutes and refuses less than one.
			if (Date.parse(now) - Date.parse(start) < 60_000) return { deleted: [], cursor: start, expired: false }
			const feed = await readFeed(talk, object, start, now)
			if (!feed) return { deleted: [], cursor: now, expired: true }
			const covered = readInstant(feed.latestDateCovered)
			if (cursor !== null && readInstant(feed.earliestDateAvailable) > start) return { deleted: [], cursor: covered, expired: true }
			const into = await mergedInto(talk, shapes, object, feed.deletedRecords)
			const deleted = feed.deletedRecords.map(({ id, deletedDate }) => ({
				...{ id: longReference(id), deletedAt: readInstant(deletedDate), mergedInto: into.get(longReference(id)) ?? null },
			}))
			// A feed that lags may cover less than we knew already.
			const next = Math.max(Date.parse(covered), Date.parse(start))
			return { deleted, cursor: new Date(next).toISOString(), expired: false }
		},
	}
}

/** Null where the org no longer reaches back to the start. */
async function readFeed(talk: Talk, object: string, start: string, end: string): Promise<Feed | null> {
	const range = new URLSearchParams({ start: soqlInstant(start), end: soqlInstant(end) })
	try {
		return (await talk.call({ method: 'GET', path: `/sobjects/${tableOf(object)}/deleted/?${range}` })).body as Feed
	} catch (error) {
		if (error instanceof SideDown && error.failure.code === 'INVALID_REPLICATION_DATE') return null
		throw error
	}
}

async function mergedInto(talk: Talk, shapes: Shapes, object: string, gone: readonly { id: string }[]): Promise<ReadonlyMap<string, string>> {
	const fields = await shapes.fieldsOf(object)
	if (gone.length === 0 || !fields.has('MasterRecordId')) return new Map()
	const ids = gone.map(({ id }) => longReference(id))
	const asked = queriesIn(`SELECT Id,MasterRecordId FROM ${tableOf(object)}`, 'Id', ids, ' AND MasterRecordId != null')
	const found = await Promise.all(asked.map((soql) => query(talk, soql, 'queryAll')))
	return new Map(found.flatMap(({ rows }) => rows.map((row) => [longReference(row.Id), longReference(String(row['MasterRecordId']))] as const)))
}

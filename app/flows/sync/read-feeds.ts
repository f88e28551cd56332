import { type Db, withTransaction } from '../../../db/client.server.ts'
import { noteMerged } from '../../../db/queries/merge-link.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { readTroubled } from '../../../db/queries/sync-error.ts'
import { type Feed, linkedIds, readFeeds as loadFeeds, savePage } from '../../../db/queries/sync-feed.ts'
import { readLinksOf } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { hasNews } from '../../engine/sync/has-news.ts'
import type { Role } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { fieldsOf } from './load-pairs.ts'
import { suspendFor } from './save-errors.ts'
import { severalMatches } from './save-pairs.ts'

type Reading = { connection: Connection; outside: Role; port: SidePort; clock: () => Date; everySeconds: number }

/**
 * What changed and what went on the side that is not ours, a page of each mapped object (sync-core.md B2.4 to B2.6): each record
 * becomes a job, and the cursor is kept together with them. What says nothing that both did not agree on already makes none: so our own
 * writes come back without a sound; but a change after an error of its record may be what ends it. A feed is asked again when its time has come, at once while it has more. Answers how many records it named.
 */
export async function readFeeds(db: Db, reading: Reading): Promise<number> {
	const { connection, outside, clock, everySeconds } = reading
	const feeds = await loadFeeds(db, connection.id)
	const objects = [...new Set(connection.objects.map((map) => (outside === 'crm' ? map.crmObject : map.maObject)))]
	let named = 0
	try {
		for (const object of objects) {
			for (const feed of ['changed', 'deleted'] as const) {
				const known = feeds.find((one) => one.side === outside && one.object === object && one.feed === feed)
				if (known?.beatAt && clock().getTime() - known.beatAt.getTime() < 1000 * everySeconds) continue
				named += feed === 'changed' ? await readChanges(db, reading, object, known) : await readDeletions(db, reading, object, known)
			}
		}
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		// The feed's silence is seen by its age; only a key that is no longer good stops the connection.
		if (classifyFailure(error.failure.code, error.failure).class === 'auth')
			await withTransaction(db, (tx) => suspendFor(tx, connection.id, error.failure, clock()))
	}
	return named
}

async function readChanges(db: Db, reading: Reading, object: string, known: Feed | undefined): Promise<number> {
	const { connection, outside, port, clock } = reading
	let cursor = known?.cursor ?? null
	let named = 0
	for (let more = true; more; ) {
		const page = await port.readChanged(object, cursor, fieldsOf(connection, { role: outside, port, object }))
		const ids = await newsOf(db, reading, page.records)
		await withTransaction(db, (tx) =>
			savePage(tx, { connectionId: connection.id, side: outside, object, feed: 'changed', ids, cursor: page.cursor, isThrough: !page.more, at: clock() }),
		)
		named += ids.length
		cursor = page.cursor
		more = page.more
	}
	return named
}

/** A feed that no longer reaches back far enough is no proof of anything: then every linked record is looked at. */
async function readDeletions(db: Db, { connection, outside, port, clock }: Reading, object: string, known: Feed | undefined): Promise<number> {
	if (!port.capabilities.deletesFeed) return 0
	const { deleted, cursor, expired } = await port.readDeleted(object, known?.cursor ?? null)
	const ids = expired && known ? await linkedIds(db, connection.id, outside, object) : deleted.map(({ id }) => id)
	const merged = deleted.flatMap(({ id, mergedInto }) => (mergedInto === null ? [] : [{ id, into: mergedInto }]))
	await withTransaction(db, async (tx) => {
		await noteMerged(tx, connection.id, { side: outside, object, merged })
		await savePage(tx, { connectionId: connection.id, side: outside, object, feed: 'deleted', ids, cursor, isThrough: true, at: clock() })
	})
	return ids.length
}

/** Records that say something which both sides did not agree on already (B6.1); two statements a page. */
async function newsOf(db: Db, { connection, outside, port }: Reading, records: readonly SideRecord[]): Promise<string[]> {
	if (records.length === 0) return []
	const links = await readLinksOf(
		db,
		connection.id,
		records.map(({ object, id }) => ({ side: outside, object, id })),
	)
	const troubled = await readTroubled(
		db,
		links.map(({ id }) => id),
		[severalMatches],
	)
	const byKey = new Map(links.map((link) => [outside === 'crm' ? `${link.crmObject}:${link.crmId}` : `${link.maObject}:${link.maId}`, link]))
	return records.flatMap((record) => {
		const link = byKey.get(`${record.object}:${record.id}`)
		const map = connection.objects.find(({ id }) => id === link?.objectMapId)
		if (!link || !map || link.state !== 'active' || record.convertedTo || record.deletedAt) return [record.id]
		const fields = map.fields.map(({ key, crmField, maField }) => ({
			value: record.values[outside === 'crm' ? crmField : maField] ?? null,
			agreed: link.agreed[key] ?? null,
		}))
		const said = { fields, modifiedAt: record.modifiedAt, troubledAt: troubled.get(link.id) ?? null, skewMs: port.capabilities.skewMs }
		return hasNews(said) ? [record.id] : []
	})
}

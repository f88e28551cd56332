import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { type Feed, readFeeds } from '../../../db/queries/sync-feed.ts'
import { beginPass, endPass, hangMirrorRows, readMirrors as loadMirrors, type Mirror, saveMirrorPage, stopMirror } from '../../../db/queries/sync-mirror.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { type MirrorRow, readMirror } from '../../engine/sync/read-mirror.ts'
import type { Role } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { suspendFor } from './save-errors.ts'

type Reading = { connection: Connection; outside: Role; port: SidePort; clock: () => Date; everySeconds: number }
type Mirroring = Reading & { mirror: Mirror; feeds: readonly Feed[] }

/** Nothing comes of an object that the other system does not show. */
const notShown = 'INVALID_TYPE'

/**
 * The other system's own objects as their feeds tell them (sync-core.md A42, B2.4 to B2.6): a page of what changed, what was deleted, and when all was read, what is there no more. Nothing is ever written there. Only a
 * connection that runs reads them: the ramp is for what is written. Statements do not grow with what a page holds. Answers how many rows came, changed or went.
 */
export async function readMirrors(db: Db, reading: Reading): Promise<number> {
	const { connection, outside, clock, everySeconds } = reading
	if (outside !== 'crm' || connection.state !== 'running') return 0
	const mirrors = await loadMirrors(db, connection.id)
	if (mirrors.length === 0) return 0
	const feeds = await readFeeds(db, connection.id)
	const isDue = (mirror: Mirror, feed: Feed['feed']) => {
		const known = feeds.find((one) => one.side === 'crm' && one.object === mirror.object && one.feed === feed)
		return !known?.beatAt || clock().getTime() - known.beatAt.getTime() >= 1000 * everySeconds
	}
	const due = mirrors.filter((mirror) => isDue(mirror, 'changed') || isDue(mirror, 'deleted'))
	if (due.length === 0) return 0
	let done = 0
	try {
		for (const mirror of due) done += await readOne(db, { ...reading, mirror, feeds })
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		if (classifyFailure(error.failure.code, error.failure).class === 'auth')
			await withTransaction(db, (tx) => suspendFor(tx, connection.id, error.failure, clock()))
	}
	return done + (await withTransaction(db, (tx) => hangMirrorRows(tx, connection.id, false)))
}

async function readOne(db: Db, mirroring: Mirroring): Promise<number> {
	const { connection, mirror, feeds, clock } = mirroring
	const cursorOf = (feed: Feed['feed']) => feeds.find((one) => one.side === 'crm' && one.object === mirror.object && one.feed === feed)?.cursor ?? null
	try {
		const came = await readChanges(db, mirroring, cursorOf('changed'))
		return came + (await readDeletions(db, mirroring, cursorOf('deleted')))
	} catch (error) {
		if (!(error instanceof SideDown) || (error.failure.code !== notShown && error.failure.code !== 'NOT_FOUND')) throw error
		return await stop(db, { connection, mirror, clock })
	}
}

async function readChanges(db: Db, { connection, mirror, port, clock }: Mirroring, from: string | null): Promise<number> {
	const fields = [mirror.nameField, mirror.parentField, ...mirror.fields.map(({ theirs }) => theirs)]
	if (mirror.stoppedBy !== null) return await goOn(db, { connection, mirror, port, clock })
	let [cursor, count] = [from, 0]
	for (let more = true; more; ) {
		const page = await port.readChanged(mirror.object, cursor, fields)
		const rows = page.records.map((record) => readMirror(mirror, record))
		if (rows.some((row) => row === null)) return await stop(db, { connection, mirror, clock })
		const isEnd = !page.more && mirror.isPassing
		// What is hidden answers like what is empty, and an empty object would take all its rows away.
		if (isEnd && !(await isShown(port, mirror))) return await stop(db, { connection, mirror, clock })
		count += await withTransaction(db, async (tx) => {
			const known = rows.filter((row) => row !== null)
			const saved = await saveMirrorPage(tx, {
				...{ connectionId: connection.id, mirror, rows: known, feed: 'changed', cursor: page.cursor, isThrough: !page.more, at: clock() },
			})
			if (!isEnd) return saved
			return saved + (await endPass(tx, mirror, clock())) + (await hangMirrorRows(tx, connection.id, true))
		})
		cursor = page.cursor
		more = page.more
	}
	return count
}

/** What came while it was not shown is not known: all is read again once it is. */
async function goOn(db: Db, { connection, mirror, port, clock }: Pick<Mirroring, 'connection' | 'mirror' | 'port' | 'clock'>): Promise<number> {
	if (!(await isShown(port, mirror))) return await stop(db, { connection, mirror, clock })
	return await withTransaction(db, (tx) => beginPass(tx, { mirrorId: mirror.id }))
}

async function isShown(port: SidePort, { object, parentField }: Mirror): Promise<boolean> {
	const [shape] = await port.describe([object])
	return shape?.fields.some(({ name }) => name === parentField) === true
}

async function stop(db: Db, { connection, mirror, clock }: Pick<Mirroring, 'connection' | 'mirror' | 'clock'>): Promise<number> {
	await withTransaction(db, (tx) => stopMirror(tx, { connectionId: connection.id, mirror, code: notShown, at: clock() }))
	return 0
}

/** A feed that no longer reaches back far enough is no proof of anything: then all is read again. */
async function readDeletions(db: Db, { connection, mirror, port, clock }: Mirroring, from: string | null): Promise<number> {
	if (!port.capabilities.deletesFeed) return 0
	const { deleted, cursor, expired } = await port.readDeleted(mirror.object, from)
	const rows = deleted.map(({ id, deletedAt }): MirrorRow => ({ id, parentId: null, name: id, custom: {}, modifiedAt: deletedAt, isGone: true }))
	return await withTransaction(db, async (tx) => {
		if (expired && from !== null) await beginPass(tx, { mirrorId: mirror.id })
		return await saveMirrorPage(tx, {
			...{ connectionId: connection.id, mirror, rows, feed: 'deleted', cursor, isThrough: true, at: clock() },
		})
	})
}

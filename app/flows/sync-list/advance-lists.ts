import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import { readAdministrators } from '../../../db/queries/sync-cap.ts'
import { readConnection } from '../../../db/queries/sync-connection.ts'
import { isSomethingUrgent } from '../../../db/queries/sync-job.ts'
import { insertLines, mendDrift, pageLinks, pageOpenLines, pageUndo, peekLists, stepList, takeList, type UndoSubject } from '../../../db/queries/sync-list.ts'
import { judgeDrift } from '../../engine/sync/undo.ts'
import { loadDrift } from './load-drift.ts'
import { loadUndo } from './load-undo.ts'
import { saveBackfillPage } from './save-backfill.ts'
import { saveDryBatch } from './save-dry-batch.ts'
import type { Advancing, Step } from './save-rest.ts'
import { saveUndo } from './save-undo.ts'

/** Links of one batch: a list never keeps a record from anybody for longer than one batch of the sync does. */
const batchSize = 300

/** One batch of the list that waits longest and can go on: a dry run, a comparison or an undo. Answers 1 while there is something to do. */
export async function advanceLists(db: Db, advancing: Advancing): Promise<number> {
	for (const run of await peekLists(db)) {
		const connection = await readConnection(db, run.connectionId)
		// One that waits for another system, or for what is urgent, keeps no other from going on.
		if (connection && (await advance(db, { ...advancing, run, connection, at: advancing.clock() })) > 0) return 1
	}
	return 0
}

async function advance(db: Db, step: Step): Promise<number> {
	if (step.run.kind === 'reconcile') return await compare(db, step)
	if (step.run.kind === 'dry_run') return await saveDryBatch(db, step)
	if (step.run.kind === 'backfill') return await saveBackfillPage(db, step)
	return await withTransaction(db, async (tx) => {
		const run = await takeList(tx, step.run.id)
		if (!run) return 0
		if (run.stage === 'applying') await applyUndo(tx, { ...step, run })
		else await listUndo(tx, { ...step, run })
		return 1
	})
}

/** Both sides are read outside of any transaction, so that nothing of ours waits while another system is asked; what people wait for goes first. */
async function compare(db: Db, { run, connection, open, at }: Step): Promise<number> {
	if (await isSomethingUrgent(db, connection.id, at)) return 0
	const ports = open(connection)
	const page = await pageLinks(db, { connectionId: connection.id, after: run.cursor.link ?? 0, limit: batchSize })
	const skewMs = ports ? Math.max(ports.crm.capabilities.skewMs, ports.ma.capabilities.skewMs) : 0
	const lines = ports && page.length > 0 ? await loadDrift(db, { connection, ports, page, skewMs, at }) : []
	return await withTransaction(db, async (tx) => {
		const now = await takeList(tx, run.id)
		// Another worker may have done this batch meanwhile.
		if (!now || now.cursor.link !== run.cursor.link) return 0
		if (!ports) await stepList(tx, run.id, { stage: 'cancelled', cursor: run.cursor, looked: 0, at })
		else if (page.length > 0) {
			await insertLines(tx, run.id, lines)
			const drifted = new Set(lines.map(({ linkId }) => linkId)).size
			await stepList(tx, run.id, { stage: 'listing', cursor: { link: page.at(-1)?.id ?? 0 }, looked: page.length, drifted, at })
		} else await judge(tx, { run: now, connection, at })
		return 1
	})
}

/** Little is mended by itself; much is told to the administrators, who mend it from the list. */
async function judge(tx: Tx, { run, connection, at }: Pick<Step, 'run' | 'connection' | 'at'>): Promise<void> {
	const verdict = judgeDrift({ compared: run.looked, drifted: run.drift })
	if (verdict === 'mend') await mendDrift(tx, { runId: run.id, connectionId: connection.id, actor: `sync:${connection.id}`, at })
	if (verdict === 'alert') await alertDrift(tx, { run, connection, at })
	await stepList(tx, run.id, { stage: verdict === 'alert' ? 'listed' : 'done', cursor: run.cursor, looked: 0, at })
}

async function alertDrift(tx: Tx, { run, connection, at }: Pick<Step, 'run' | 'connection' | 'at'>): Promise<void> {
	const users = await readAdministrators(tx, connection.sellerEntityId)
	const facts = { drifted: run.drift, compared: run.looked, connectionId: connection.id, runId: run.id }
	if (users.length > 0)
		await insertNotices(
			tx,
			users.map((userId) => ({ idempotencyKey: `sync.drift:${run.id}:${userId}`, userId, kind: 'sync.drift', facts, at })),
		)
}

async function listUndo(tx: Tx, { run, connection, ownSides, at }: Step): Promise<void> {
	const { cursor } = run
	const writes = await pageUndo(tx, { connectionId: connection.id, subject: run.subject as UndoSubject, after: cursor.link ?? 0, limit: batchSize })
	if (writes.length === 0) return await stepList(tx, run.id, { stage: 'listed', cursor, looked: 0, at })
	await insertLines(tx, run.id, await loadUndo(tx, { connection, writes, sides: ownSides(tx, connection) }))
	const looked = new Set(writes.map(({ linkId }) => linkId)).size
	await stepList(tx, run.id, { stage: 'listing', cursor: { link: writes.at(-1)?.linkId ?? 0 }, looked, at })
}

async function applyUndo(tx: Tx, { run, connection, ownSides, at }: Step): Promise<void> {
	const { cursor } = run
	const lines = await pageOpenLines(tx, run.id, { after: cursor.applied ?? 0, limit: batchSize })
	if (lines.length === 0) return await stepList(tx, run.id, { stage: 'done', cursor, looked: 0, at })
	await saveUndo(tx, { connection, runId: run.id, lines, sides: ownSides(tx, connection), userId: run.byUserId, at })
	await stepList(tx, run.id, { stage: 'applying', cursor: { ...cursor, applied: lines.at(-1)?.linkId ?? 0 }, looked: 0, at })
}

import { insideOf, type Tx } from '../../../db/client.server.ts'
import { type Connection, readConnection } from '../../../db/queries/sync-connection.ts'
import { type Job, lanes } from '../../../db/queries/sync-job.ts'
import { readLinksOf } from '../../../db/queries/sync-link.ts'
import { readRunWrites } from '../../../db/queries/sync-list.ts'
import { deleteFieldMap, saveFieldMap } from '../../../db/queries/sync-mapping.ts'
import { listLinks } from '../../../db/queries/sync-resync.ts'
import { readNewestLink, readTrialErrors, readTrialLinks, tryCap, tryFilter } from '../../../db/queries/sync-trial.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import type { Role } from '../../engine/sync/types.ts'
import { outsideOf } from '../sync/load-connection.ts'
import { saveOutsideBatch } from '../sync/save-outside-batch.ts'
import { saveOwnBatch } from '../sync/save-own-batch.ts'
import { trialSide } from './load-trial-side.ts'
import { linesOf } from './read-dry-lines.ts'
import { saveWould } from './save-would.ts'
import type { DryChange, DryLines, Seen, Trying } from './types.ts'

/** A side that does everything, and tells what it was asked to write. */
const watched = (port: SidePort, side: Role, seen: Seen[]): SidePort => ({
	...port,
	async write(rows) {
		const answers = new Map((await port.write(rows)).map((answer) => [answer.key, answer]))
		seen.push(...rows.map((row) => ({ side, row, answer: answers.get(row.key) })))
		return [...answers.values()]
	},
})

async function changed(tx: Tx, { mapping, filter }: DryChange): Promise<void> {
	if (mapping?.wish) await saveFieldMap(tx, mapping.objectMapId, mapping.key, mapping.wish)
	else if (mapping?.key) await deleteFieldMap(tx, mapping.objectMapId, mapping.key)
	if (filter) await tryFilter(tx, filter.objectMapId, filter.filter)
}

/**
 * The batch that the worker would do, done in a transaction that the caller takes back: what it wrote, linked, moved and refused is the list
 * (sync-core.md section e, app/decisions/0407 and 0428). It is no second engine, so the list is exact. Throws Unasked where the other system has to be asked first.
 */
export async function saveDryLines(tx: Tx, trying: Trying): Promise<DryLines> {
	const { connectionId, run, page, change, ownSides, outside, at } = trying
	await changed(tx, change)
	if (run.placed > 0) await tryCap(tx, connectionId, run.placed)
	const connection = await readConnection(tx, connectionId)
	if (!connection) return { lines: [], touched: 0, placed: 0 }
	const seen: Seen[] = []
	const own = ownSides(tx, connection)
	const beyond = outside ? watched(trialSide(outside.port, outside.answered, at), outsideOf(connection) ?? 'crm', seen) : null
	const sideOf = (role: Role) => {
		const port = own[role]
		return port ? watched(port, role, seen) : (beyond as SidePort)
	}
	const ports = { crm: sideOf('crm'), ma: sideOf('ma') }
	const called = await saveWould(tx, { connection, ports, page, runId: run.id, at })
	const since = await readNewestLink(tx)
	const jobs = page.map(
		(one, place): Job => ({
			...{ id: -1 - place, linkId: one.linkId, side: one.side, object: one.object, recordId: one.recordId, causes: [...one.causes] },
			...{ lane: lanes.backfill, actor: `sync:${connectionId}`, attempts: 0, runId: null, waitsFor: null, dueAt: at, firstAt: at },
		}),
	)
	const runIds = await tried(tx, { connection, ports, jobs, at })
	const ids = page.flatMap(({ linkId }) => linkId ?? [])
	const links = await readTrialLinks(tx, { connectionId, since, ids })
	const writes = await readRunWrites(tx, runIds)
	const errors = await readTrialErrors(tx, connectionId, at)
	const named = links.length > 0 ? await listLinks(tx, { connectionId, linkIds: links.map(({ id }) => id) }, { after: null, limit: links.length }) : []
	return linesOf({
		isFirst: run.isFirst,
		called,
		connection,
		ports,
		page,
		seen,
		links,
		writes,
		errors,
		names: new Map(named.map(({ id, name }) => [id, name])),
	})
}

type Batch = { connection: Connection; ports: { crm: SidePort; ma: SidePort }; jobs: readonly Job[]; at: Date }

/** Twice: what moved to another record is looked at there, and what has settled writes nothing twice. */
async function tried(tx: Tx, { connection, ports, jobs, at }: Batch): Promise<number[]> {
	const first = await once(tx, { connection, ports, jobs, at })
	const named = jobs.map(({ side, object, recordId }) => ({ side, object, id: recordId }))
	const links = await readLinksOf(tx, connection.id, named)
	const linkOf = new Map(
		links.flatMap((link) => [[`crm:${link.crmObject}:${link.crmId}`, link.id] as const, [`ma:${link.maObject}:${link.maId}`, link.id] as const]),
	)
	const again = jobs.flatMap((job) => {
		const linkId = job.linkId ?? linkOf.get(`${job.side}:${job.object}:${job.recordId}`)
		return linkId === undefined ? [] : [{ ...job, linkId }]
	})
	return again.length > 0 ? [first, await once(tx, { connection, ports, jobs: again, at })] : [first]
}

async function once(tx: Tx, { connection, ports, jobs, at }: Batch): Promise<number> {
	const outside = outsideOf(connection)
	if (!outside) return (await saveOwnBatch(tx, { connection, ports, claimed: jobs, at })).runId
	const ownIn = () => ports[outside === 'crm' ? 'ma' : 'crm']
	return await saveOutsideBatch(insideOf(tx), { connection, ports, outside, ownIn, clock: () => at, random: () => 0 }, jobs, at)
}

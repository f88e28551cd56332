import type { Tx } from '../../../db/client.server.ts'
import { readConnection } from '../../../db/queries/sync-connection.ts'
import { type Job, lanes } from '../../../db/queries/sync-job.ts'
import { readLinksOf } from '../../../db/queries/sync-link.ts'
import { goBack, type JournalWrite, type ListLine, type ListPage, markBack, readRunWrites, tryFilter } from '../../../db/queries/sync-list.ts'
import { deleteFieldMap, saveFieldMap } from '../../../db/queries/sync-mapping.ts'
import { listLinks } from '../../../db/queries/sync-resync.ts'
import type { SidePort, SideWrite, SideWritten } from '../../connectors/sync/contract.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import type { WishedMap } from '../../engine/sync/check-mapping.ts'
import type { Role } from '../../engine/sync/types.ts'
import { saveOwnBatch } from '../sync/save-own-batch.ts'
import type { PortsOf } from '../sync/types.ts'

/** What is to be tried before it is so: a field mapped otherwise, or another filter. */
export type DryChange = {
	mapping?: { objectMapId: number; key: string | null; wish: WishedMap | null }
	filter?: { objectMapId: number; filter: Predicate | null }
}

type Trying = {
	connectionId: number
	page: readonly Omit<ListPage, 'id'>[]
	linkIds: readonly (number | null)[]
	change: DryChange
	portsOf: PortsOf
	at: Date
}
type Seen = { side: Role; row: SideWrite; answer: SideWritten | undefined }

/** A side that does everything, and tells what it was asked to write. */
const watched = (port: SidePort, side: Role, seen: Seen[]): SidePort => ({
	...port,
	async write(rows) {
		const answers = new Map((await port.write(rows)).map((answer) => [answer.key, answer]))
		seen.push(...rows.map((row) => ({ side, row, answer: answers.get(row.key) })))
		return [...answers.values()]
	},
})

const changed = async (tx: Tx, { mapping, filter }: DryChange) => {
	if (mapping?.wish) await saveFieldMap(tx, mapping.objectMapId, mapping.key, mapping.wish)
	else if (mapping?.key) await deleteFieldMap(tx, mapping.objectMapId, mapping.key)
	if (filter) await tryFilter(tx, filter.objectMapId, filter.filter)
}

/** The batch that the runner would do, done and taken back: what it wrote is the list (sync-core.md section e). It is no second engine, so the list is exact. */
export async function saveDryLines(tx: Tx, { connectionId, page, linkIds, change, portsOf, at }: Trying): Promise<ListLine[]> {
	await markBack(tx)
	await changed(tx, change)
	const connection = await readConnection(tx, connectionId)
	if (!connection) return []
	const seen: Seen[] = []
	const own = portsOf(connection, tx)
	const ports = { crm: watched(own.crm, 'crm', seen), ma: watched(own.ma, 'ma', seen) }
	const jobs = page.map(
		({ side, object, recordId }, place): Job => ({
			...{ id: -1 - place, linkId: linkIds[place] ?? null, side, object, recordId, lane: lanes.backfill, causes: ['resync'], actor: `sync:${connectionId}` },
			...{ attempts: 0, runId: null, waitsFor: null, dueAt: at, firstAt: at },
		}),
	)
	const first = await saveOwnBatch(tx, { connection, ports, claimed: jobs, at })
	// What moved to another record is looked at there; what has settled writes nothing twice.
	const links = await readLinksOf(
		tx,
		connectionId,
		page.map(({ side, object, recordId }) => ({ side, object, id: recordId })),
	)
	const linkOf = new Map(
		links.flatMap((link) => [[`crm:${link.crmObject}:${link.crmId}`, link.id] as const, [`ma:${link.maObject}:${link.maId}`, link.id] as const]),
	)
	const again = jobs.flatMap((job) => {
		const linkId = job.linkId ?? linkOf.get(`${job.side}:${job.object}:${job.recordId}`)
		return linkId === undefined ? [] : [{ ...job, linkId }]
	})
	const second = again.length > 0 ? await saveOwnBatch(tx, { connection, ports, claimed: again, at }) : first
	const writes = await readRunWrites(tx, [...new Set([first.runId, second.runId])])
	const named = await namesOf(tx, connectionId, seen, linkOf)
	await goBack(tx)
	const known = new Set(linkIds.flatMap((id) => id ?? []))
	return seen.flatMap((one) => linesOf(one, { writes, named, known, linkOf }))
}

type Named = ReadonlyMap<number, string>
type Told = { writes: readonly JournalWrite[]; named: Named; known: ReadonlySet<number>; linkOf: ReadonlyMap<string, number> }

const linkIdOf = ({ side, row, answer }: Seen, linkOf: ReadonlyMap<string, number>) =>
	/^\d+$/.test(row.key) ? Number(row.key) : (linkOf.get(`${side}:${row.object}:${answer?.ok ? answer.id : row.id}`) ?? null)

async function namesOf(tx: Tx, connectionId: number, seen: readonly Seen[], linkOf: ReadonlyMap<string, number>): Promise<Named> {
	const linkIds = [...new Set(seen.flatMap((one) => linkIdOf(one, linkOf) ?? []))]
	if (linkIds.length === 0) return new Map()
	return new Map((await listLinks(tx, { connectionId, linkIds }, { after: null, limit: linkIds.length })).map(({ id, name }) => [id, name]))
}

function linesOf(one: Seen, { writes, named, known, linkOf }: Told): ListLine[] {
	const { side, row, answer } = one
	const linkId = linkIdOf(one, linkOf)
	const isMade = row.id === null
	return Object.entries(row.values).map(([field, toValue]) => {
		const write = isMade ? undefined : writes.find((line) => line.linkId === linkId && line.side === side && line.field === field)
		return {
			// A link that the batch made is gone again with it.
			...{
				linkId: linkId !== null && known.has(linkId) ? linkId : null,
				fieldMapId: write?.fieldMapId ?? null,
				name: (linkId !== null && named.get(linkId)) || `${row.object} ${row.key}`,
			},
			...{ side, object: row.object, recordId: row.id, field, fromValue: write?.was ?? null, toValue, rule: write?.rule ?? (isMade ? 'made' : 'linked') },
			...{ state: answer?.ok === false ? ('refused' as const) : ('open' as const), reason: answer?.ok === false ? answer.failure.code : null },
		}
	})
}

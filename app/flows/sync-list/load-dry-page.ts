import type { Sql } from '../../../db/client.server.ts'
import { isSideObject, isSideSystem } from '../../../db/queries/side-tables.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { readLinksOf } from '../../../db/queries/sync-link.ts'
import { type ListCursor, pageLinks } from '../../../db/queries/sync-list.ts'
import { countUnlinked } from '../../../db/queries/sync-side.ts'
import type { SideRecord } from '../../connectors/sync/contract.ts'
import type { Role } from '../../engine/sync/types.ts'
import { outsideOf } from '../sync/load-connection.ts'
import { fieldsOf } from '../sync/load-pairs.ts'
import type { Ports } from '../sync/types.ts'
import type { DryChange, DryRecord } from './types.ts'

/** Links of one batch: a list never keeps a record from anybody for longer than one batch of the sync does. */
const batchSize = 300

/**
 * How many records of ours a dry run will look at besides the links, as far as it is known before anybody is asked: another system's newcomers are not
 * counted. One statement for each object.
 */
export async function countDry(sql: Sql, connection: Connection, change: DryChange): Promise<number> {
	if (connection.startedAt !== null && (change.filter ?? change.mapping)) return 0
	let count = 0
	for (const side of ['ma', 'crm'] as const) {
		const system = side === 'ma' ? connection.maSystem : connection.crmSystem
		const { objects } = objectsOf({ connection, change }, side)
		for (const object of objects)
			if (isSideSystem(system) && isSideObject(object))
				count += await countUnlinked(sql, object, { connectionId: connection.id, sellerEntityId: connection.sellerEntityId, side })
	}
	return count
}

type Paging = { connection: Connection; ports: Ports; cursor: ListCursor; change: DryChange }
/** `found`: of who is linked to nobody the records themselves. */
export type DryPage = { records: DryRecord[]; found: SideRecord[]; cursor: ListCursor; isThrough: boolean }

/** Behind its last record every object says so. */
const through = 'through'

/**
 * The next records that the sync would look at: of marketing who is linked to nobody, parents first; of another system's sales who comes over by
 * herself, or is brought over; then who is linked. A field or a filter that is tried on a connection that runs is about the links of its mapping alone, as saving it is.
 */
export async function loadDryPage(sql: Sql, paging: Paging): Promise<DryPage> {
	const { connection, cursor, change } = paging
	const edited = connection.startedAt === null ? undefined : (change.filter ?? change.mapping)
	const unlinked = edited ? null : ((await pageUnlinked(sql, paging, 'ma')) ?? (await pageUnlinked(sql, paging, 'crm')))
	if (unlinked) return unlinked
	if (change.backfill) return { records: [], found: [], cursor, isThrough: true }
	const which = { connectionId: connection.id, after: cursor.link ?? 0, limit: batchSize, objectMapId: edited?.objectMapId ?? null }
	const links = await pageLinks(sql, { ...which, withResting: change.filter !== undefined })
	const records = links.map(({ id, side, object, recordId, state, crmObject, crmId }) => ({
		...{ linkId: id, side, object, recordId, causes: ['resync'], was: { state, crmObject, crmId } },
	}))
	return { records, found: [], cursor: { ...cursor, link: links.at(-1)?.id ?? cursor.link ?? 0 }, isThrough: links.length === 0 }
}

/** Which objects of a side are gone through for those that no link names, and why they would be looked at. */
function objectsOf({ connection, change }: Pick<Paging, 'connection' | 'change'>, role: Role): { objects: string[]; cause: string } {
	const unique = (names: readonly string[]) => [...new Set(names)]
	if (change.backfill) {
		const map = connection.objects.find(({ id }) => id === change.backfill?.objectMapId)
		return { objects: role === 'crm' && map ? [map.crmObject] : [], cause: 'backfill' }
	}
	if (role === 'ma') return { objects: unique(connection.objects.map(({ maObject }) => maObject)), cause: 'resync' }
	// Our own sales say by marks who is new; another system's feed begins with everybody.
	const goers = outsideOf(connection) === 'crm' ? connection.objects.filter(({ createsMa }) => createsMa === 'always') : []
	return { objects: unique(goers.map(({ crmObject }) => crmObject)), cause: 'feed' }
}

async function pageUnlinked(sql: Sql, paging: Paging, side: Role): Promise<DryPage | null> {
	const { connection, ports, cursor } = paging
	const part = side === 'ma' ? 'objects' : 'sales'
	const { objects, cause } = objectsOf(paging, side)
	const object = objects.find((name) => cursor[part]?.[name] !== through)
	if (object === undefined) return null
	const port = ports[side]
	const found = await port.readChanged(object, cursor[part]?.[object] ?? null, fieldsOf(connection, { role: side, port, object }))
	const there = found.records.filter(({ deletedAt, convertedTo }) => deletedAt === null && !convertedTo)
	const links =
		there.length > 0
			? await readLinksOf(
					sql,
					connection.id,
					there.map(({ id }) => ({ side, object, id })),
				)
			: []
	const linked = new Set(links.map(({ crmId, maId }) => (side === 'crm' ? crmId : maId)))
	const open = there.filter(({ id }) => !linked.has(id))
	return {
		records: open.map(({ id }) => ({ linkId: null, side, object, recordId: id, causes: [cause], was: null })),
		found: open,
		cursor: { ...cursor, [part]: { ...cursor[part], [object]: found.more ? found.cursor : through } },
		isThrough: false,
	}
}

import type { Sql } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { type Link, readLinks } from '../../../db/queries/sync-link.ts'
import type { JournalWrite, ListLine } from '../../../db/queries/sync-list.ts'
import { listLinks } from '../../../db/queries/sync-resync.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import type { FieldMap, Role, SyncValue } from '../../engine/sync/types.ts'
import { planUndo } from '../../engine/sync/undo.ts'
import { loadSide } from '../sync/load-pairs.ts'

type Undoing = { connection: Connection; writes: readonly JournalWrite[]; sides: Record<Role, SidePort | null> }

/** What the writes of the sync are taken back to, field by field, and what cannot be and why (sync-core.md section e). */
export async function loadUndo(sql: Sql, { connection, writes, sides }: Undoing): Promise<ListLine[]> {
	const linkIds = [...new Set(writes.map(({ linkId }) => linkId))]
	if (linkIds.length === 0) return []
	const links = await readLinks(sql, linkIds)
	const read = async (role: Role) => (sides[role] ? await loadSide(sides[role], { connection, role, links }) : null)
	const records = { crm: await read('crm'), ma: await read('ma') }
	const names = new Map(
		(await listLinks(sql, { connectionId: connection.id, linkIds }, { after: null, limit: linkIds.length })).map(({ id, name }) => [id, name]),
	)
	const linkOf = new Map(links.map((link) => [link.id, link]))
	const byField = Map.groupBy(writes, ({ linkId, fieldMapId, side }) => `${linkId}:${fieldMapId}:${side}`)
	return [...byField.values()].flatMap((some) => {
		const link = linkOf.get(some[0]?.linkId ?? 0)
		return link ? lineOf(connection, { some, link, records, name: names.get(link.id) ?? '' }) : []
	})
}

type Field = { some: readonly JournalWrite[]; link: Link; records: Record<Role, Map<string, SideRecord> | null>; name: string }

function lineOf(connection: Connection, { some, link, records, name }: Field): ListLine[] {
	const [first] = some
	if (!first) return []
	const { side, field, fieldMapId } = first
	const [object, recordId] = side === 'crm' ? [link.crmObject, link.crmId] : [link.maObject, link.maId]
	const map = connection.objects.find(({ id }) => id === link.objectMapId)?.fields.find(({ key }) => key === String(fieldMapId))
	const known = records[side]
	const record = known?.get(`${object}:${recordId}`)
	// Of a side that only the worker reads what both agreed on last stands for what is there; the worker looks again before it writes.
	const now = known ? (record ? (record.values[field] ?? null) : undefined) : lastAgreed({ link, map, side, some })
	const plan = planUndo(some, { now, isConsent: map?.isConsent === true })
	const reason = map ? (known || link.state === 'active' ? plan.refusal : 'RESTING') : 'UNMAPPED'
	return [
		{
			...{ linkId: link.id, fieldMapId, name, side, object, recordId, field, fromValue: plan.from, toValue: plan.to, rule: some.at(-1)?.rule ?? '' },
			...{ state: reason === null ? ('open' as const) : ('refused' as const), reason },
		},
	]
}

/** In the words of the CRM, and in marketing's where both have the same. */
function lastAgreed({ link, map, side, some }: { link: Link; map: FieldMap | undefined; side: Role; some: readonly JournalWrite[] }): SyncValue {
	const agreed = map && (side === 'crm' || map.transform === null) ? link.agreed[map.key] : undefined
	return agreed ?? some.at(-1)?.wrote ?? null
}

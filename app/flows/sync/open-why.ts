import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ErrorRecordRow, listErrors } from '../../../db/queries/sync-error.ts'
import { type Link, readFieldStates, readLinks } from '../../../db/queries/sync-link.ts'
import { type LinkRow, listLinks } from '../../../db/queries/sync-resync.ts'
import { findLinkOf, type JournalRow, readActorNames, readJournal } from '../../../db/queries/sync-why.ts'
import { explainField, type Losses } from '../../engine/sync/explain-field.ts'
import { lastKnown } from '../../engine/sync/last-known.ts'
import type { FieldMap, Role, SyncValue, Wish } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides, type RoomOf, roomOf } from './load-connection.ts'
import { stampsOf, systemOf } from './load-pairs.ts'

export type WhyField = FieldMap & {
	crm: SyncValue
	ma: SyncValue
	/** The values are users of the house. */
	isUser: boolean
	crmAt: [string, string] | null
	maAt: [string, string] | null
	/** When the value of a side that only the worker reads was seen last; null: it was read now, or never. */
	seenAt: Record<Role, Date | null>
	/** What was ordered of it and is still on its way to that side. */
	ordered: Wish | null
	pinnedAt: string | null
	frozenAt: string | null
	standing: JournalRow | null
	losses: Losses | null
	earlier: JournalRow[]
}
export type WhyPage = {
	connection: RoomOf
	link: LinkRow
	/** Whether the records could be read now; of an outside side the values are those that were seen last. */
	isRead: Record<Role, boolean>
	/** The side that only the worker speaks to. */
	outside: Role | null
	fields: WhyField[]
	errors: ErrorRecordRow[]
	names: Record<string, string>
}

/** Enough for years of one record. */
const MOST_LINES = 500
const MOST_EARLIER = 12

/** Of each field of a link both values, when they changed and by whom, and what the journal says of it (sync-core.md A4, A15). Null: none of this seller's. */
export async function openWhy(db: Db, staff: StaffMember, { linkId, ownSides }: { linkId: number; ownSides: OwnSides }): Promise<WhyPage | null> {
	return await withTransaction(db, async (tx) => {
		const connectionId = await findLinkOf(tx, staff.seller.id, linkId)
		const connection = connectionId && (await loadConnection(tx, staff, connectionId))
		const [link] = await readLinks(tx, [linkId])
		if (!connection || !link) return null
		const [row] = await listLinks(tx, { connectionId: connection.id, linkIds: [linkId] }, { after: null, limit: 1 })
		const ports = ownSides(tx, connection)
		const named = { crm: { object: link.crmObject, id: link.crmId }, ma: { object: link.maObject, id: link.maId } }
		const read = async (role: Role) => {
			const { object, id } = named[role]
			return id === null ? undefined : (await ports[role]?.readByIds(object, [id], []))?.[0]
		}
		const [crm, ma] = [await read('crm'), await read('ma')]
		const asked = (['crm', 'ma'] as const).map((role) => ({
			system: systemOf(connection, role, named[role].object),
			object: named[role].object,
			ids: [named[role].id ?? ''],
		}))
		const stamps = await readFieldStates(tx, asked)
		const stamped = (role: Role) =>
			stampsOf(stamps.get(`${systemOf(connection, role, named[role].object)}:${named[role].object}:${named[role].id}`), named[role].object)
		const journal = await readJournal(tx, linkId, MOST_LINES)
		const maps = connection.objects.find(({ id }) => id === link.objectMapId)?.fields ?? []
		const outside: Role | null = ports.crm === null ? 'crm' : ports.ma === null ? 'ma' : null
		const known = {
			link,
			journal,
			crm: crm?.values ?? {},
			ma: ma?.values ?? {},
			crmAt: stamped('crm'),
			maAt: stamped('ma'),
			outside,
			agreedAt: row?.syncedAt ?? null,
		}
		const fields = maps.map((map) => fieldOf(map, known))
		const actors = [
			...journal.map(({ actor }) => actor),
			...fields.flatMap(({ crmAt, maAt, losses }) => [crmAt?.[1] ?? '', maAt?.[1] ?? '', losses?.actor ?? '']),
			...fields
				.filter(({ isUser }) => isUser)
				.flatMap(({ crm, ma, earlier }) => [crm, ma, ...earlier.flatMap((line) => [line.crmValue, line.maValue, line.value])].map((id) => `user:${id}`)),
		]
		return {
			connection: roomOf(connection),
			link: row as LinkRow,
			...{ isRead: { crm: crm !== undefined, ma: ma !== undefined }, outside },
			...{ fields, names: await readActorNames(tx, staff.seller.id, [...new Set(actors)]) },
			errors: await listErrors(tx, { connectionId: connection.id, group: null, code: null, text: null, after: null, linkId, limit: 50 }),
		}
	})
}

type Known = {
	link: Link
	journal: JournalRow[]
	crm: Record<string, SyncValue>
	ma: Record<string, SyncValue>
	crmAt: Record<string, [string, string]>
	maAt: Record<string, [string, string]>
	outside: Role | null
	agreedAt: Date | null
}

function fieldOf(map: FieldMap, { link, journal, crm, ma, crmAt, maAt, outside, agreedAt }: Known): WhyField {
	const lines = journal.filter(({ fieldMapId }) => String(fieldMapId) === map.key)
	const seen = outside && lastKnown({ role: outside, map, line: lines[0] ?? null, agreed: link.agreed[map.key], agreedAt })
	const seenAt = (role: Role) => (outside === role ? (seen?.at ?? null) : null)
	const told = (role: Role) => (outside === role ? seen?.value : role === 'crm' ? crm[map.crmField] : ma[map.maField]) ?? null
	return {
		...map,
		isUser: map.crmField === 'owner_user_id',
		...{ seenAt: { crm: seenAt('crm'), ma: seenAt('ma') }, ordered: link.wishes[map.key] ?? null },
		...{ crm: told('crm'), ma: told('ma'), crmAt: crmAt[map.crmField] ?? null, maAt: maAt[map.maField] ?? null },
		...{ pinnedAt: link.pinned[map.key] ?? null, frozenAt: link.frozen[map.key] ?? null, ...explainField(lines), earlier: lines.slice(0, MOST_EARLIER) },
	}
}

import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { JournalWrite, ListLine } from '../../../db/queries/sync-list.ts'
import type { TrialError, TrialLink } from '../../../db/queries/sync-trial.ts'
import type { SidePort, SideWrite } from '../../connectors/sync/contract.ts'
import type { Role, SyncValue } from '../../engine/sync/types.ts'
import { outsideOf } from '../sync/load-connection.ts'
import { peopleMaps } from '../sync/save-cap.ts'
import { isTrial } from './load-trial-side.ts'
import type { DryLines, DryRecord, Seen } from './types.ts'

type Tried = {
	connection: Connection
	ports: Readonly<Record<Role, SidePort>>
	page: readonly DryRecord[]
	seen: readonly Seen[]
	/** Links of the page, and those that the batch made, as they stood at its end. */
	links: readonly TrialLink[]
	writes: readonly JournalWrite[]
	errors: readonly TrialError[]
	names: ReadonlyMap<number, string>
	/** The first batch also tells what is the matter with the mapping itself. */
	isFirst: boolean
	/** By the id under which they are tried, what records of earlier batches are called. */
	called: ReadonlyMap<string, string>
}

/** A line, and by which names the record it is about may have been asked for. */
type Told = ListLine & { about: readonly string[] }

/** The list of one batch: each value once, as it would stand at last; who would be made, met, moved or at rest; and what would be refused, by its cause. */
export function linesOf(tried: Tried): DryLines {
	const values = valuesOf(tried)
	const refused = values.filter(({ state }) => state === 'refused')
	const isTold = ({ about, reason }: Told) => refused.some((one) => one.reason === reason && one.about.some((name) => about.includes(name)))
	const told = [...values, ...metOf(tried, values), ...turnedOf(tried), ...errorsOf(tried).filter((one) => !isTold(one))]
	const named = new Set(told.flatMap(({ about }) => about))
	const people = peopleMaps(tried.connection, tried.ports.ma.capabilities)
	const known = idsOf(tried)
	return {
		lines: told.map(({ about: _, ...line }) => line),
		touched: tried.page.filter((one) => named.has(keyOf(one))).length,
		placed: tried.links.filter(({ id, state, objectMapId }) => !known.has(id) && state === 'active' && people.includes(objectMapId)).length,
	}
}

const idsOf = ({ page }: Tried) => new Set(page.flatMap(({ linkId }) => linkId ?? []))
const keyOf = ({ linkId, side, object, recordId }: DryRecord) => (linkId === null ? `${side}:${object}:${recordId}` : `link:${linkId}`)
const aboutLink = ({ id, crmObject, crmId, maObject, maId }: TrialLink) => [`link:${id}`, `crm:${crmObject}:${crmId}`, `ma:${maObject}:${maId}`]

const linksByRecord = ({ links }: Tried) => new Map(links.flatMap((link) => aboutLink(link).map((name) => [name, link] as const)))

type Peer = { object: string; id: string }

/** For which record of the other side a new one is: our key names it. */
function peerOf({ externalKey, key }: SideWrite): Peer {
	const [object = '', id = ''] = (externalKey ?? key).split(':').slice(-2)
	return { object, id }
}

function valuesOf(tried: Tried): Told[] {
	const { seen, links, writes, names } = tried
	const [known, byId] = [idsOf(tried), new Map(links.map((link) => [link.id, link]))]
	const made = new Map(
		seen.flatMap(({ side, row, answer }) => (row.id === null && answer?.ok ? [[`${side}:${row.object}:${answer.id}`, peerOf(row)] as const] : [])),
	)
	const byRecord = linksByRecord(tried)
	const told = new Map<string, Told>()
	for (const { side, row, answer } of seen) {
		const peer = row.id === null ? peerOf(row) : (made.get(`${side}:${row.object}:${row.id}`) ?? null)
		const other = side === 'crm' ? 'ma' : 'crm'
		const link = /^\d+$/.test(row.key) ? byId.get(Number(row.key)) : byRecord.get(`${other}:${peer?.object}:${peer?.id}`)
		const linkId = link && known.has(link.id) ? link.id : null
		const about = [...(link ? aboutLink(link) : []), ...(peer ? [`${other}:${peer.object}:${peer.id}`] : [])]
		for (const [field, toValue] of Object.entries({ ...filledOf(tried, { side, row, answer }), ...row.values })) {
			const isTheirs = !Object.hasOwn(row.values, field)
			const write = peer ? undefined : writes.find((line) => line.linkId === link?.id && line.side === side && line.field === field)
			const at = `${side}:${row.object}:${peer ? `${peer.object}:${peer.id}` : row.id}:${field}`
			told.set(at, {
				...{ linkId, fieldMapId: write?.fieldMapId ?? null, name: (link && names.get(link.id)) || labelOf(tried.ports[side], row, peer) },
				...{
					side,
					object: row.object,
					recordId: peer ? null : row.id,
					field,
					fromValue: told.get(at)?.fromValue ?? write?.was ?? null,
					toValue: called(tried, toValue),
				},
				...{ rule: isTheirs ? 'theirs' : peer ? 'made' : (write?.rule ?? 'linked'), peerObject: peer?.object ?? null, peerId: peer?.id ?? null, about },
				...{ state: answer?.ok === false ? 'refused' : 'open', reason: answer?.ok === false ? answer.failure.code : null },
			})
		}
	}
	return [...told.values()]
}

/** Of a new record of another system the mapped fields that it says something in of its own accord. */
function filledOf({ connection }: Tried, { side, row, answer }: Seen): Record<string, SyncValue> {
	if (row.id !== null || !answer?.ok || outsideOf(connection) !== side) return {}
	const maps = connection.objects.filter(({ crmObject, maObject }) => (side === 'crm' ? crmObject : maObject) === row.object)
	const mapped = new Set(maps.flatMap(({ fields }) => fields.map(({ crmField, maField }) => (side === 'crm' ? crmField : maField))))
	return Object.fromEntries(Object.entries(answer.stored ?? {}).filter(([field]) => mapped.has(field)))
}

const called = ({ called: names }: Tried, value: SyncValue) => (typeof value === 'string' ? (names.get(value) ?? value) : value)

/** Of a record that no link names what it is known by. */
function labelOf({ capabilities }: SidePort, { object, key, values }: SideWrite, peer: Peer | null): string {
	const said = [values[capabilities.alike?.[object]?.name ?? ''], values[capabilities.mailField]].find((one) => typeof one === 'string' && one !== '')
	return String(said ?? `${peer?.object ?? object} ${peer?.id ?? key}`)
}

/** Who would be linked to somebody who is there already, where no field of theirs says it. */
function metOf(tried: Tried, values: readonly Told[]): Told[] {
	const known = idsOf(tried)
	const made = new Set(values.filter(({ rule }) => rule === 'made').flatMap(({ about }) => about))
	const { counterparts } = tried.ports.ma.capabilities
	return tried.links
		.filter((link) => !known.has(link.id) && link.state === 'active' && !aboutLink(link).some((name) => made.has(name)))
		.filter(({ crmObject, maObject }) => !counterparts[maObject]?.[crmObject])
		.map((link) => whole(tried, link, { rule: 'met', peerObject: link.maObject, peerId: link.maId }))
}

/** Links that would rest, come back or move. */
function turnedOf(tried: Tried): Told[] {
	const byId = new Map(tried.links.map((link) => [link.id, link]))
	const known = idsOf(tried)
	const fresh = tried.links.filter(({ id, state }) => !known.has(id) && state !== 'active' && state !== 'held')
	const turned = tried.page.flatMap(({ linkId, was }) => {
		const now = byId.get(linkId ?? 0)
		if (!now || !was) return []
		if (now.state !== was.state) return [whole(tried, now, now.state === 'active' ? { rule: 'returns' } : { rule: 'rests', reason: now.stateReason })]
		const isMoved = now.crmId !== was.crmId || now.crmObject !== was.crmObject
		return isMoved ? [whole(tried, now, { rule: 'moves', fromValue: was.crmId, toValue: now.crmId })] : []
	})
	return [...turned, ...fresh.map((link) => whole(tried, link, { rule: 'rests', reason: link.stateReason }))]
}

const whole = (tried: Tried, link: TrialLink, more: Partial<ListLine> & { rule: string }): Told => ({
	...{ linkId: idsOf(tried).has(link.id) ? link.id : null, fieldMapId: null, name: tried.names.get(link.id) ?? link.maId ?? link.crmId ?? '' },
	...{ side: 'crm', object: link.crmObject, recordId: link.crmId, field: '', fromValue: null, toValue: null, state: 'open', reason: null },
	...{ ...more, about: aboutLink(link) },
})

/** What was refused before any side was asked, or of a record as a whole. */
function errorsOf(tried: Tried): Told[] {
	const known = idsOf(tried)
	const [byId, byRecord] = [new Map(tried.links.map((link) => [link.id, link])), linksByRecord(tried)]
	const asked = new Set([...tried.page.map(keyOf), ...tried.links.flatMap(aboutLink)])
	return tried.errors.flatMap(({ side, object, id, linkId, fieldMapId, field, code, value }) => {
		const link = byId.get(linkId ?? 0) ?? byRecord.get(`${side}:${object}:${id}`)
		const about = [...(link ? aboutLink(link) : []), `${side}:${object}:${id}`]
		if (!about.some((name) => asked.has(name)) && !(id === '' && tried.isFirst)) return []
		// Of a record that is only tried its counterpart says who it is.
		const [peerObject, peerId] = !isTrial(id) || !link ? [null, null] : side === 'crm' ? [link.maObject, link.maId] : [link.crmObject, link.crmId]
		return {
			...{ linkId: link && known.has(link.id) ? link.id : null, fieldMapId, name: (link && tried.names.get(link.id)) || nameOf(tried, object, id) },
			...{ side, object, recordId: id === '' || peerId ? null : id, field, fromValue: null, toValue: called(tried, value) },
			...{ rule: 'refused', state: 'refused' as const, reason: code, peerObject, peerId, about },
		}
	})
}

/** A record of this batch that never got a link is known by what was to be written for it, else by its id. */
function nameOf({ seen, ports }: Tried, object: string, id: string): string {
	const one = seen.find(({ row }) => row.id === null && peerOf(row).object === object && peerOf(row).id === id)
	return one ? labelOf(ports[one.side], one.row, { object, id }) : `${object} ${id}`.trim()
}

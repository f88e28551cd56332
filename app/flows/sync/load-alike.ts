import type { Sql } from '../../../db/client.server.ts'
import type { ObjectMap } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { readLinksOf } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import type { Candidate } from '../../engine/sync/match.ts'
import { type Alike, compareAlike, decideAlike, type Known, nameOf } from '../../engine/sync/match-alike.ts'
import type { Role } from '../../engine/sync/types.ts'
import { fieldsOf } from './load-pairs.ts'
import { pairsOf, withParents } from './save-waits.ts'
import type { Comer, Meeting, Ports } from './types.ts'

/** How the records of a mapping meet without an address; null where they have one, or one of the sides knows no other way. */
export type Meets = Readonly<Record<Role, Alike>> & { map: ObjectMap }

export function meetsOf(ports: Ports, map: ObjectMap): Meets | null {
	const [crm, ma] = [ports.crm.capabilities.alike?.[map.crmObject], ports.ma.capabilities.alike?.[map.maObject]]
	return crm && ma && ports.crm.findAlike && ports.ma.findAlike ? { map, crm, ma } : null
}

const textOf = ({ values }: SideRecord, field: string | undefined): string | null => {
	const value = field === undefined ? null : values[field]
	return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** By field of the mapping: from the marketing side's id of a parent to the CRM's. */
type Parents = (record: SideRecord, field: string) => string | null

const knownOf = (record: SideRecord, alike: Alike, parentOf: Parents): Known => ({
	name: textOf(record, alike.name),
	parents: (alike.parents ?? []).map((field) => parentOf(record, field)),
	...{ number: textOf(record, alike.number), website: textOf(record, alike.website), phone: textOf(record, alike.phone) },
	...{ postalCode: textOf(record, alike.postalCode), day: textOf(record, alike.day) },
})

const asItStands: Parents = (record, field) => textOf(record, field)

/** What records of both sides are known by, parents in the CRM's ids; one statement where the mapping names parents. */
async function loadKnown(sql: Sql, { connection }: Meeting, { map, crm, ma }: Meets, records: Readonly<Record<Role, readonly SideRecord[]>>) {
	const filled = await withParents(sql, connection, records)
	const fields = filled.objects.find(({ id }) => id === map.id)?.fields ?? []
	const inCrm: Parents = (record, field) => {
		const id = textOf(record, field)
		const line = fields.find(({ maField }) => maField === field)
		return id && line ? (pairsOf(line)[id] ?? null) : null
	}
	return {
		crm: records.crm.map((record) => ({ record, known: knownOf(record, crm, asItStands) })),
		ma: records.ma.map((record) => ({ record, known: knownOf(record, ma, inCrm) })),
	}
}

type Finding = { port: SidePort; role: Role; meets: Meets; fields: readonly string[] }

/** Records of a side that bear these names, or that hang on these parents where they bear none. */
async function findBy({ port, role, meets, fields }: Finding, values: readonly (string | null)[]): Promise<SideRecord[]> {
	const [alike, object] = [meets[role], role === 'crm' ? meets.map.crmObject : meets.map.maObject]
	const field = alike.name ?? alike.parents?.[0]
	const asked = [...new Set(values.flatMap((value) => (value === null ? [] : alike.name ? nameOf(value) : value)))]
	return field && asked.length > 0 && port.findAlike ? await port.findAlike(object, { field, values: asked }, fields) : []
}

const asks = (meeting: Meeting, role: Role, meets: Meets): Finding => {
	const [port, object] = [meeting.ports[role], role === 'crm' ? meets.map.crmObject : meets.map.maObject]
	return { port, role, meets, fields: alikeFields(meeting, role, { meets, object, port }) }
}

const alikeFields = ({ connection }: Meeting, role: Role, { meets, object, port }: { meets: Meets; object: string; port: SidePort }) => {
	const { parents = [], ...named } = meets[role]
	return [...new Set([...fieldsOf(connection, { role, port, object }), ...parents, ...Object.values(named)])]
}

type Found = { record: SideRecord; job: Job }

/** Those that a mark of the marketing side named, and those that bear the name of a CRM record that one named. */
export async function findAlikeRecords(sql: Sql, meeting: Meeting, meets: Meets): Promise<Found[]> {
	const { jobs, ports } = meeting
	const { map } = meets
	const direct = new Map(jobs.filter(({ side, object }) => side === 'ma' && object === map.maObject).map((job) => [job.recordId, job]))
	const mine = asks(meeting, 'ma', meets)
	const named = direct.size > 0 ? await ports.ma.readByIds(map.maObject, [...direct.keys()], mine.fields) : []
	const found = named.flatMap((record): Found[] => (direct.has(record.id) ? [{ record, job: direct.get(record.id) as Job }] : []))
	const ofCrm = new Map(jobs.filter(({ side, object }) => side === 'crm' && object === map.crmObject).map((job) => [job.recordId, job]))
	if (ofCrm.size === 0) return found
	const theirs = await ports.crm.readByIds(map.crmObject, [...ofCrm.keys()], asks(meeting, 'crm', meets).fields)
	const known = await loadKnown(sql, meeting, meets, { crm: theirs.filter(({ deletedAt }) => deletedAt === null), ma: [] })
	const near = await findBy(mine, await keysIn(sql, meeting, meets, known.crm))
	const ours = await loadKnown(sql, meeting, meets, { crm: [], ma: near.filter(({ id }) => !direct.has(id)) })
	const byKey = Map.groupBy(known.crm, (one) => keyOf(one.known))
	return [
		...found,
		...ours.ma.flatMap((one): Found[] => {
			const its = byKey.get(keyOf(one.known))?.find((other) => compareAlike(one.known, other.known) !== 'other')
			const job = its && ofCrm.get(its.record.id)
			return job ? [{ record: one.record, job }] : []
		}),
	]
}

/** By what the marketing side is asked for these CRM records: their names, or its own ids of their parents. */
async function keysIn(sql: Sql, { connection }: Meeting, { map, ma }: Meets, records: readonly { record: SideRecord; known: Known }[]) {
	if (ma.name) return records.map(({ known }) => known.name)
	const filled = await withParents(sql, connection, { crm: records.map(({ record }) => record), ma: [] })
	const line = filled.objects.find(({ id }) => id === map.id)?.fields.find(({ maField }) => maField === ma.parents?.[0])
	const back = new Map(Object.entries(line ? pairsOf(line) : {}).map(([mine, theirs]) => [theirs, mine]))
	return records.map(({ known }) => back.get(known.parents[0] ?? '') ?? null)
}

/** Where the ladder leads those who have no address. */
export async function leadAlike(sql: Sql, meeting: Meeting, meets: Meets, found: readonly Omit<Comer, 'match'>[]): Promise<Comer[]> {
	if (found.length === 0) return []
	const mine = await loadKnown(sql, meeting, meets, { crm: [], ma: found.map(({ record }) => record) })
	const keys = mine.ma.map(({ known }) => (meets.crm.name ? known.name : (known.parents[0] ?? null)))
	const theirs = await findBy(asks(meeting, 'crm', meets), keys)
	const others = meets.ma.name && theirs.length > 0 ? await findBy(asks(meeting, 'ma', meets), keys) : []
	const linked = await linkedOf(sql, meeting, [
		...theirs.map((record) => ({ side: 'crm' as const, record })),
		...others.map((record) => ({ side: 'ma' as const, record })),
	])
	const free = others.filter(({ id }) => !linked.has(`ma:${id}`))
	const known = await loadKnown(sql, meeting, meets, { crm: theirs, ma: free })
	const candidates = Map.groupBy(known.crm, (one) => keyOf(one.known))
	const rivals = Map.groupBy(known.ma, (one) => keyOf(one.known))
	return found.map((one, at) => {
		const own = mine.ma[at]?.known ?? { name: null, parents: [] }
		const match = decideAlike({
			mine: own,
			candidates: (candidates.get(keyOf(own)) ?? []).map(({ record, known: its }) => ({ ...candidateOf(record, linked.has(`crm:${record.id}`)), known: its })),
			rivals: (rivals.get(keyOf(own)) ?? []).flatMap(({ record, known: its }) => (record.id === one.record.id ? [] : [its])),
		})
		return { ...one, match }
	})
}

const keyOf = ({ name, parents }: Known) => (name === null ? `by ${parents[0] ?? ''}` : nameOf(name))

function candidateOf({ object, id, rank, convertedTo }: SideRecord, isLinked: boolean): Candidate {
	const unknown = { ownerActive: false, openOpportunity: false, lastActivityAt: null, createdAt: null }
	return { object, id, isLinked, ...(rank ?? unknown), convertedTo: convertedTo ?? null }
}

async function linkedOf(sql: Sql, { connection }: Meeting, records: readonly { side: Role; record: SideRecord }[]): Promise<Set<string>> {
	if (records.length === 0) return new Set()
	const links = await readLinksOf(
		sql,
		connection.id,
		records.map(({ side, record: { object, id } }) => ({ side, object, id })),
	)
	return new Set(links.flatMap(({ crmId, maId }) => [`crm:${crmId}`, `ma:${maId}`]))
}

/** CRM records that one of ours is, or may be: none of them is made here anew. */
export async function knownHere(sql: Sql, meeting: Meeting, meets: Meets, records: readonly SideRecord[]): Promise<Set<string>> {
	const theirs = await loadKnown(sql, meeting, meets, { crm: records, ma: [] })
	const near = await findBy(asks(meeting, 'ma', meets), await keysIn(sql, meeting, meets, theirs.crm))
	const linked = await linkedOf(
		sql,
		meeting,
		near.map((record) => ({ side: 'ma' as const, record })),
	)
	const ours = await loadKnown(sql, meeting, meets, { crm: [], ma: near })
	const byKey = Map.groupBy(ours.ma, ({ known }) => keyOf(known))
	const isKnown = (known: Known) => {
		const verdicts = (byKey.get(keyOf(known)) ?? []).map((one) => ({ verdict: compareAlike(one.known, known), isLinked: linked.has(`ma:${one.record.id}`) }))
		return verdicts.some(({ verdict, isLinked }) => verdict === 'same' || (verdict === 'maybe' && !isLinked))
	}
	return new Set(theirs.crm.flatMap(({ record, known }) => (isKnown(known) ? [record.id] : [])))
}

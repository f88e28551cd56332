import type { Sql } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { type Link, readLinksOf } from '../../../db/queries/sync-link.ts'
import { dependency, readRefusedRecords, readWaits, waitForParents, wakeChildren } from '../../../db/queries/sync-wait.ts'
import type { SideRecord } from '../../connectors/sync/contract.ts'
import type { CreateDecision } from '../../engine/sync/decide-create.ts'
import type { FieldMap, FieldRefusal, Role, Transform } from '../../engine/sync/types.ts'
import { judgeWait, type Wait } from '../../engine/sync/wait.ts'
import type { DecidedPair } from './types.ts'

type Linked = Extract<Transform, { kind: 'linked' }>
const linkedOf = ({ transform }: FieldMap): Linked[] => (transform?.kind === 'linked' ? [transform] : [])

/** From the marketing side's ids of a field's parents to the CRM's, as far as they are filled. */
export const pairsOf = (field: FieldMap): Readonly<Record<string, string>> => linkedOf(field)[0]?.pairs ?? {}

/** Whether any field of a connection names a record that has to be over there first. */
export const hasParents = ({ objects }: Connection) => objects.some(({ fields }) => fields.some((field) => linkedOf(field).length > 0))

/** The connection with who is who among the records that these ones name; one statement, and none where no field names another record. */
export async function withParents(sql: Sql, connection: Connection, records: Readonly<Record<Role, Iterable<SideRecord>>>): Promise<Connection> {
	if (!hasParents(connection)) return connection
	const unique = namedParents(connection, records)
	const links = unique.length > 0 ? await readLinksOf(sql, connection.id, unique) : []
	const pairs = Map.groupBy(
		links.filter(({ state, crmId, maId }) => state !== 'held' && crmId !== null && maId !== null),
		({ crmObject, maObject }) => `${crmObject}:${maObject}`,
	)
	const known = (to: Linked) =>
		Object.fromEntries(namedIn(to, 'crm').flatMap((crm) => (pairs.get(`${crm}:${to.ma}`) ?? []).map(({ crmId, maId }) => [maId ?? '', crmId ?? ''])))
	const filled = (field: FieldMap): FieldMap => {
		const [to] = linkedOf(field)
		return to ? { ...field, transform: { ...to, pairs: known(to) } } : field
	}
	return { ...connection, objects: connection.objects.map((map) => ({ ...map, fields: map.fields.map(filled) })) }
}

/** The records that these ones name, each once, on the side that names them. */
export function namedParents({ objects }: Connection, records: Readonly<Record<Role, Iterable<SideRecord>>>): { side: Role; object: string; id: string }[] {
	const sides = { crm: [...records.crm], ma: [...records.ma] }
	const named = objects.flatMap((map) =>
		map.fields.flatMap((field) => linkedOf(field).flatMap((to) => (['crm', 'ma'] as const).flatMap((side) => namesOf(sides[side], { side, map, field, to })))),
	)
	return [...new Map(named.map((one) => [`${one.side}:${one.object}:${one.id}`, one])).values()]
}

type Naming = { side: Role; map: Connection['objects'][number]; field: FieldMap; to: Linked }

function namesOf(records: readonly SideRecord[], { side, map, field, to }: Naming) {
	const [object, name] = side === 'crm' ? [map.crmObject, field.crmField] : [map.maObject, field.maField]
	return records
		.filter((record) => record.object === object)
		.flatMap(({ values }) => idsIn(values[name]).flatMap((id) => namedIn(to, side).map((its) => ({ side, object: its, id }))))
}

/** The objects of a side that a reference may name. */
const namedIn = (to: Linked, side: Role): readonly string[] => (side === 'crm' ? [to.crm, ...(to.also ?? [])] : [to.ma])

const idsIn = (value: unknown) => (typeof value === 'string' && value !== '' ? [value] : [])

/** The records that these refused fields name and that are not over yet, as `side:object:id`. */
export function parentsOf(fields: readonly FieldMap[], refusals: readonly FieldRefusal[]): string[] {
	const byKey = new Map(fields.map((field) => [field.key, field]))
	return refusals.flatMap(({ key, role, code, value }) => {
		const field = byKey.get(key)
		const from = role === 'crm' ? 'ma' : 'crm'
		return code === dependency && field
			? linkedOf(field).flatMap((to) => idsIn(value).flatMap((id) => namedIn(to, from).map((object) => `${from}:${object}:${id}`)))
			: []
	})
}

/** A record that is made without those whom it may wait for as long as it takes, where it can be: they are told once they are over. What it needs it waits for all the same. */
export function patiently(fields: readonly FieldMap[], decision: CreateDecision, needs: SideRecord['needs'] = []): CreateDecision {
	if (!decision.ok) return decision
	const patient = new Set(fields.flatMap((field) => (linkedOf(field).some((to) => to.isPatient) && !needs.includes(field.maField) ? [field.key] : [])))
	return { ...decision, refusals: decision.refusals.filter(({ code, key }) => code !== dependency || !patient.has(key)) }
}

export type Waiter = { job: Job; key: string; parents: readonly string[]; isPatient: boolean }

/** Whether none of the fields that wait minds how long. */
export function isPatient(fields: readonly FieldMap[], refusals: readonly FieldRefusal[]): boolean {
	const keys = new Set(refusals.flatMap(({ key, code }) => (code === dependency ? [key] : [])))
	return fields.every((field) => !keys.has(field.key) || linkedOf(field).every((to) => to.isPatient === true))
}

/** Children wait for their parents by name (sync-core.md B7): by job, and what the error list says of it by now. Three statements, none where nobody waits. */
export async function saveWaits(sql: Sql, connectionId: number, waiters: readonly Waiter[], at: Date): Promise<Map<number, Wait>> {
	if (waiters.length === 0) return new Map()
	const refused = await readRefusedRecords(sql, connectionId, [...new Set(waiters.flatMap(({ parents }) => parents))])
	const others = await readWaits(sql, connectionId, [...new Set(waiters.flatMap(({ parents }) => parents))])
	const edges = new Map([...others, ...waiters.map(({ key, parents }) => [key, parents] as const)])
	const judged = waiters.map(({ job, key, parents, isPatient: may }) => ({
		...{ job, parents },
		wait: judgeWait({ key, parents, firstAt: job.firstAt, at, refused, edges, isPatient: may }),
	}))
	await waitForParents(
		sql,
		judged.map(({ job, parents, wait }) => ({ id: job.id, dueAt: wait.dueAt, parents })),
	)
	return new Map(judged.map(({ job, wait }) => [job.id, wait]))
}

/** Refusals as the error list has them: a child that waits is no error until it is time to say so. */
export const toldOf = (refusals: readonly FieldRefusal[], wait: Wait | undefined): FieldRefusal[] =>
	refusals.flatMap((one) => (one.code !== dependency || !wait ? [one] : wait.told ? [{ ...one, facts: factsOf(wait.told) }] : []))

const factsOf = ({ parent, refusedFor, cycle }: NonNullable<Wait['told']>): Record<string, string> => ({
	parent: nameOf(parent),
	...(refusedFor ? { refusedFor } : {}),
	...(cycle ? { cycle: cycle.map(nameOf).join(' → ') } : {}),
})

const nameOf = (key: string) => key.split(':').slice(1).join(' ')

/** Linked records go on with their other fields; the one that names a parent waits, and says so once it is time. */
export async function waitLinked(sql: Sql, connection: Connection, pairs: readonly DecidedPair[], at: Date): Promise<DecidedPair[]> {
	const waiters = pairs.flatMap((pair): Waiter[] => {
		const parents = parentsOf(pair.map.fields, pair.decision.refusals)
		return parents.length > 0
			? [{ job: pair.job, key: `ma:${pair.link.maObject}:${pair.link.maId}`, parents, isPatient: isPatient(pair.map.fields, pair.decision.refusals) }]
			: []
	})
	const waits = await saveWaits(sql, connection.id, waiters, at)
	return pairs.map((pair) => {
		const wait = waits.get(pair.job.id)
		return wait ? { ...pair, decision: { ...pair.decision, refusals: toldOf(pair.decision.refusals, wait) } } : pair
	})
}

/** Those who waited for one of these go on. */
export const wakeBy = async (sql: Sql, connection: Connection, links: readonly Link[], at: Date) => {
	if (hasParents(connection)) await wakeChildren(sql, connection.id, links, at)
}

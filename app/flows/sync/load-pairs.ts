import type { Sql } from '../../../db/client.server.ts'
import { isSideObject, isSideSystem, sideTable } from '../../../db/queries/side-tables.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { type FieldStamps, type Link, readFieldStates } from '../../../db/queries/sync-link.ts'
import type { SidePort, SideRecord } from '../../connectors/sync/contract.ts'
import { fieldsOf as askedFor, type Predicate } from '../../engine/base/predicate.ts'
import type { Role } from '../../engine/sync/types.ts'
import type { Pair, Ports, Shapes } from './types.ts'

type Loading = { connection: Connection; links: readonly Link[]; jobs: readonly Job[] }

/** By `object:id`, what one side holds of these links at this moment (B2.3: a mark is a hint, both sides are read again). */
export async function loadSide(port: SidePort, { connection, role, links }: Omit<Loading, 'jobs'> & { role: Role }): Promise<Map<string, SideRecord>> {
	const found = new Map<string, SideRecord>()
	for (const [object, ids] of idsByObject(links, role)) {
		for (const record of await port.readByIds(object, ids, fieldsOf(connection, { role, port, object }))) found.set(`${object}:${record.id}`, record)
	}
	return found
}

/** The fields of a side's object that are asked for: those that any mapping names, and those by which records meet. */
export function fieldsOf(connection: Connection, { role, port, object }: { role: Role; port: SidePort; object: string }): string[] {
	const maps = connection.objects.filter((map) => (role === 'crm' ? map.crmObject : map.maObject) === object)
	const { mailField, counterparts, sources } = port.capabilities
	const mapped = maps.flatMap(({ fields }) => fields.map((field) => (role === 'crm' ? field.crmField : field.maField)))
	const asked = role === 'crm' ? maps.flatMap(({ filter }) => (filter ? askedFor(filter as Predicate) : [])) : []
	return [...new Set([...mapped, ...asked, mailField, ...(sources?.[object] ? [sources[object]] : []), ...Object.values(counterparts[object] ?? {})])]
}

/** When the fields of both sides' records changed (B3); one statement. */
export async function loadStamps(sql: Sql, { connection, links }: Omit<Loading, 'jobs'>): Promise<Map<string, FieldStamps>> {
	const named = (role: Role) => [...idsByObject(links, role)].map(([object, ids]) => ({ system: systemOf(connection, role, object), object, ids }))
	return await readFieldStates(sql, [...named('crm'), ...named('ma')])
}

type Loaded = Loading & { crm: Map<string, SideRecord>; ma: Map<string, SideRecord>; stamps: Map<string, FieldStamps> }

/** Each link with its job, its mapping and both of its records. */
export function pairUp({ connection, links, jobs, crm, ma, stamps }: Loaded): Pair[] {
	const jobOf = new Map(jobs.map((job) => [job.linkId, job]))
	const maps = new Map(connection.objects.map((map) => [map.id, map]))
	return links.flatMap((link) => {
		const [map, job] = [maps.get(link.objectMapId), jobOf.get(link.id)]
		if (!map || !job) return []
		const [crmKey, maKey] = [`${link.crmObject}:${link.crmId}`, `${link.maObject}:${link.maId}`]
		return {
			...{ link, map, job, crm: crm.get(crmKey) ?? null, ma: ma.get(maKey) ?? null },
			crmStamps: stampsOf(stamps.get(`${systemOf(connection, 'crm', link.crmObject)}:${crmKey}`), link.crmObject),
			maStamps: stampsOf(stamps.get(`${systemOf(connection, 'ma', link.maObject)}:${maKey}`), link.maObject),
		}
	})
}

/** Under which name the times of an object's fields are kept: our own tables are one store for all connections, another system is one for each. */
export const systemOf = (connection: Connection, role: Role, object: string) => {
	const system = role === 'crm' ? connection.crmSystem : connection.maSystem
	if (!isSideSystem(system)) return `connection:${connection.id}:${role}`
	return isSideObject(object) ? sideTable(object).system : system
}

/** Of our own records also under the names that the fields have here, where capture knows them by their columns. */
export function stampsOf(stamps: FieldStamps | undefined, object: string): FieldStamps {
	if (!stamps || !isSideObject(object)) return stamps ?? {}
	const renamed = Object.entries(sideTable(object).fields).flatMap(([name, { marked }]) => (marked && stamps[marked] ? [[name, stamps[marked]] as const] : []))
	return renamed.length > 0 ? { ...stamps, ...Object.fromEntries(renamed) } : stamps
}

function idsByObject(links: readonly Link[], role: Role): Map<string, string[]> {
	const byObject = new Map<string, string[]>()
	for (const link of links) {
		const [object, id] = role === 'crm' ? [link.crmObject, link.crmId] : [link.maObject, link.maId]
		if (id === null) continue
		const ids = byObject.get(object)
		if (ids) ids.push(id)
		else byObject.set(object, [id])
	}
	return byObject
}

/** What both sides have now, for the objects that the connection maps. */
export async function loadShapes(connection: Connection, ports: Ports): Promise<Shapes> {
	const names = (role: Role) => [...new Set(connection.objects.map((map) => (role === 'crm' ? map.crmObject : map.maObject)))]
	const described = { crm: await ports.crm.describe(names('crm')), ma: await ports.ma.describe(names('ma')) }
	const byName = (role: Role) =>
		Object.fromEntries(
			described[role].map(({ name, fields }) => [name, Object.fromEntries(fields.filter(({ visible }) => visible).map((field) => [field.name, field]))]),
		)
	return { crm: byName('crm'), ma: byName('ma') }
}

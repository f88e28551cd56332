import type { Connection } from '../../../db/queries/sync-connection.ts'
import type { OutsideSides, OutsideSystem, OutsideSystems, SidePort } from '../../connectors/sync/contract.ts'
import { houseMaps } from '../../engine/sync/default-maps.ts'
import type { FirstMap } from '../../engine/sync/first-mapping.ts'
import { type Offer, offerObjects } from '../../engine/sync/offer-objects.ts'
import type { ObjectShape, Role } from '../../engine/sync/types.ts'
import { type Beyond, isOutside, loadBeyond, outsideOf, shapesOf } from './load-connection.ts'

const systemOf = (connection: Connection, { all }: OutsideSystems): OutsideSystem | null => {
	const role = outsideOf(connection)
	const name = role && (role === 'crm' ? connection.crmSystem : connection.maSystem)
	return all.find((one) => one.name === name) ?? null
}

/** What is usual between the two sides of a connection; where both are ours, what joins them from the first day. */
export const usualOf = (connection: Connection, systems: OutsideSystems): readonly FirstMap[] =>
	isOutside(connection) ? (systemOf(connection, systems)?.firstMaps ?? []) : houseMaps

const namesOf = ({ firstMaps }: OutsideSystem, role: Role) => [...new Set(firstMaps.map((map) => (role === 'crm' ? map.crmObject : map.maObject)))]

/** What the other system has at this moment, of what is mapped and of all that is usual with it. Outside of any transaction. Null: it does not answer. */
export async function loadOffered(connection: Connection, systems: OutsideSystems, sides: OutsideSides): Promise<Beyond> {
	const system = systemOf(connection, systems)
	return await loadBeyond(connection, sides, system ? namesOf(system, system.role) : [])
}

type Offering = { sides: Record<Role, SidePort | null>; beyond: Beyond; systems: OutsideSystems }

/** Pairs of objects that this connection might keep alike besides; none where both sides are ours, and where the other one did not answer. */
export async function loadOffers(connection: Connection, { sides, beyond, systems }: Offering): Promise<Offer[]> {
	const system = systemOf(connection, systems)
	if (!system || !beyond) return []
	const own = system.role === 'crm' ? 'ma' : 'crm'
	const ours = (await sides[own]?.describe(namesOf(system, own))) ?? []
	const named = (shapes: readonly ObjectShape[]) => Object.fromEntries(shapes.map((shape) => [shape.name, shapesOf(shape)]))
	const shapes = { [own]: named(ours), [system.role]: named(beyond.shapes) } as Record<Role, ReturnType<typeof named>>
	return offerObjects(system.firstMaps, connection.objects, shapes)
}

import type { Sql, Tx } from '../../../db/client.server.ts'
import { type Connection, readConnection, readWholeConnection } from '../../../db/queries/sync-connection.ts'
import type { OutsideSides, SidePort } from '../../connectors/sync/contract.ts'
import type { FieldShape, ObjectShape, Role } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { SideDown } from '../../platform/side-down.ts'

/** Opens the sides of a connection that stand in our own database, in the transaction; null for another system. */
export type OwnSides = (tx: Tx, connection: Pick<Connection, 'crmSystem' | 'maSystem' | 'sellerEntityId'>) => Record<Role, SidePort | null>

/** Null: none of this seller's. */
export async function loadConnection(sql: Sql, staff: StaffMember, id: number): Promise<Connection | null> {
	const connection = await readConnection(sql, id)
	return connection?.sellerEntityId === staff.seller.id ? connection : null
}

/** The same with the objects that rest. */
export async function loadEveryObject(sql: Sql, staff: StaffMember, id: number): Promise<Connection | null> {
	const connection = await readWholeConnection(sql, id)
	return connection?.sellerEntityId === staff.seller.id ? connection : null
}

/** What the side that is not ours has now; null where both are ours, and where it does not answer: then its part of a page says so. */
export type Beyond = { role: Role; shapes: readonly ObjectShape[] } | null

const namesOf = (connection: Connection, role: Role) => [...new Set(connection.objects.map((map) => (role === 'crm' ? map.crmObject : map.maObject)))]

/** Asks the other system for its objects at this moment. Outside of any transaction: none of ours waits for another system. */
export async function loadBeyond(connection: Connection, sides: OutsideSides, besides: readonly string[] = []): Promise<Beyond> {
	const port = sides(connection)
	if (!port) return null
	const role = connection.crmSystem.startsWith('embedded_') ? 'ma' : 'crm'
	try {
		return { role, shapes: await port.describe([...new Set([...namesOf(connection, role), ...besides])]) }
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		return null
	}
}

/** The objects of both sides that the connection maps, as they are at this moment; none of a side that could not be asked. */
export async function loadObjects(
	connection: Connection,
	sides: Record<Role, SidePort | null>,
	beyond: Beyond = null,
): Promise<Record<Role, Map<string, ObjectShape>>> {
	const described = async (role: Role) => {
		const shapes = beyond?.role === role ? beyond.shapes : ((await sides[role]?.describe(namesOf(connection, role))) ?? [])
		return new Map(shapes.map((shape) => [shape.name, shape]))
	}
	return { crm: await described('crm'), ma: await described('ma') }
}

export const shapesOf = (shape: ObjectShape | undefined): Record<string, FieldShape> =>
	Object.fromEntries((shape?.fields ?? []).map((field) => [field.name, field]))

/** A connection as the heads of its rooms show it. */
export type RoomOf = { id: number; name: string; isOutside: boolean }
export const roomOf = (connection: Pick<Connection, 'id' | 'name' | 'crmSystem' | 'maSystem'>): RoomOf => ({
	...{ id: connection.id, name: connection.name },
	isOutside: isOutside(connection),
})

export const isOutside = ({ crmSystem, maSystem }: { crmSystem: string; maSystem: string }) =>
	!crmSystem.startsWith('embedded_') || !maSystem.startsWith('embedded_')

/** The side that is another system; null where both are ours. */
export const outsideOf = ({ crmSystem, maSystem }: { crmSystem: string; maSystem: string }): Role | null =>
	crmSystem.startsWith('embedded_') ? (maSystem.startsWith('embedded_') ? null : 'ma') : 'crm'

import type { Sql, Tx } from '../../../db/client.server.ts'
import { type Connection, readConnection } from '../../../db/queries/sync-connection.ts'
import type { SidePort } from '../../connectors/sync/contract.ts'
import type { FieldShape, ObjectShape, Role } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Opens the sides of a connection that stand in our own database, in the transaction; null for another system. */
export type OwnSides = (tx: Tx, connection: Connection) => Record<Role, SidePort | null>

/** Null: none of this seller's. */
export async function loadConnection(sql: Sql, staff: StaffMember, id: number): Promise<Connection | null> {
	const connection = await readConnection(sql, id)
	return connection?.sellerEntityId === staff.seller.id ? connection : null
}

/** The objects of both sides that the connection maps, as they are at this moment; none of a side that only the worker speaks to. */
export async function loadObjects(connection: Connection, sides: Record<Role, SidePort | null>): Promise<Record<Role, Map<string, ObjectShape>>> {
	const names = (role: Role) => [...new Set(connection.objects.map((map) => (role === 'crm' ? map.crmObject : map.maObject)))]
	const described = async (role: Role) => new Map(((await sides[role]?.describe(names(role))) ?? []).map((shape) => [shape.name, shape]))
	return { crm: await described('crm'), ma: await described('ma') }
}

export const shapesOf = (shape: ObjectShape | undefined): Record<string, FieldShape> =>
	Object.fromEntries((shape?.fields ?? []).map((field) => [field.name, field]))

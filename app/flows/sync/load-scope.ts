import type { Tx } from '../../../db/client.server.ts'
import { isShared, isSideObject, isSideSystem } from '../../../db/queries/side-tables.ts'
import type { Connection, ObjectMap } from '../../../db/queries/sync-connection.ts'
import { readDescriptions } from '../../../db/queries/sync-mapping.ts'
import type { Scope } from '../../../db/queries/sync-scope.ts'
import type { PredicateFields } from '../../engine/base/read-predicate.ts'
import { filterFields } from '../../engine/sync/scope.ts'
import type { FieldShape } from '../../engine/sync/types.ts'
import { loadObjects, type OwnSides, shapesOf } from './load-connection.ts'

export type LoadedScope = { map: ObjectMap; fields: PredicateFields; shapes: Record<string, FieldShape>; scope: Scope | null }

/** The mappings of people, and of what sales shares with another system, with what their filters may ask for; `scope` null where sales is another system, whose records only the worker reads. */
export async function loadScopes(tx: Tx, connection: Connection, ownSides: OwnSides): Promise<LoadedScope[]> {
	const sides = ownSides(tx, connection)
	const objects = await loadObjects(connection, sides)
	// Of another system's sales what it said of itself last: it is asked by the worker only.
	const kept = sides.crm ? new Map() : await readDescriptions(tx, connection.id)
	const mailField = sides.ma?.capabilities.mailField ?? 'email'
	const travelling = connection.objects.filter(({ maObject, fields }) => isShared(maObject) || fields.some(({ maField }) => maField === mailField))
	return travelling.map((map) => {
		const shapes = kept.get(map.id) ?? shapesOf(objects.crm.get(map.crmObject))
		const fields = filterFields(map.fields, shapes)
		const object = map.crmObject
		const isOwn = isSideSystem(connection.crmSystem) && isSideSystem(connection.maSystem) && isSideObject(object)
		return { map, fields, shapes, scope: isOwn ? { connectionId: connection.id, map, object, sellerEntityId: connection.sellerEntityId, fields } : null }
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { isShared, isSideSystem } from '../../../db/queries/side-tables.ts'
import type { ObjectMap } from '../../../db/queries/sync-connection.ts'
import { countMissing, previewFilter, readLeadSources, type ScopeCount } from '../../../db/queries/sync-scope.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { readPredicate } from '../../engine/base/read-predicate.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { acquisitions } from '../../engine/sync/scope.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides, type RoomOf, roomOf } from '../sync/load-connection.ts'
import { type LoadedScope, loadScopes } from '../sync/load-scope.ts'

export type ScopeView = Pick<ObjectMap, 'id' | 'crmObject' | 'maObject' | 'createsCrm' | 'createsMa' | 'createsMaSince' | 'filter' | 'policies'> & {
	fields: { name: string; type: string; label: string }[]
	sources: { crm: readonly string[]; ma: readonly string[] }
	/** What people do may count as an assignment: it is known of our own marketing's alone (A23). */
	hasEvents: boolean
	/** Whom a back-fill would make prospects of now; null where only the worker reads sales. */
	missing: ScopeCount | null
	/** What the filter that is being tried would do. */
	preview: { filter: Predicate | null; enters: ScopeCount; leaves: ScopeCount } | null
	refusals: Refusal[]
}
export type ScopePage = { connection: RoomOf; objects: ScopeView[] }
export type Tried = { objectMapId: number; filter: Predicate | null }

/** Who travels, mapping by mapping, and what a filter that is tried would change, before anything is saved (sync-core.md A10, A26, A27). Null: none of this seller's. */
export async function openScope(
	db: Db,
	staff: StaffMember,
	{ connectionId, tried, ownSides }: { connectionId: number; tried: Tried | null; ownSides: OwnSides },
): Promise<ScopePage | null> {
	return await withTransaction(db, async (tx) => {
		const connection = await loadConnection(tx, staff, connectionId)
		if (!connection) return null
		const leadSources = await readLeadSources(tx, connection.sellerEntityId)
		const objects: ScopeView[] = []
		for (const one of await loadScopes(tx, connection, ownSides)) {
			const { map, fields, shapes, scope } = one
			const asked = tried?.objectMapId === map.id ? checkTried(one, tried.filter) : null
			const named = Object.entries(fields).map(([name, type]) => ({ name, type, label: shapes[name]?.label ?? name }))
			objects.push({
				...{ id: map.id, crmObject: map.crmObject, maObject: map.maObject, createsCrm: map.createsCrm, createsMa: map.createsMa },
				...{ createsMaSince: map.createsMaSince, filter: asked ? asked.shown : map.filter, policies: map.policies, fields: named },
				// Only people come by a way.
				sources: { crm: isShared(map.maObject) ? [] : acquisitions, ma: map.crmObject === 'lead' ? leadSources : [] },
				hasEvents: map.maObject === 'prospect' && isSideSystem(connection.maSystem),
				missing: scope ? await countMissing(tx, scope) : null,
				preview: asked?.ok && scope ? { filter: asked.filter, ...(await previewFilter(tx, scope, asked.filter)) } : null,
				refusals: asked?.ok === false ? asked.refusals : [],
			})
		}
		return { connection: roomOf(connection), objects }
	})
}

function checkTried({ fields }: LoadedScope, filter: Predicate | null) {
	if (filter === null) return { ok: true as const, filter: null, shown: null }
	const read = readPredicate(filter, fields)
	return read.ok ? { ok: true as const, filter: read.predicate, shown: filter } : { ok: false as const, refusals: read.refusals, shown: filter }
}

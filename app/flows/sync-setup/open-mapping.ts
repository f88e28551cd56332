import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readCustomObjects } from '../../../db/queries/custom.ts'
import type { ObjectMap } from '../../../db/queries/sync-connection.ts'
import { countLinksByMap, readLeftOut } from '../../../db/queries/sync-mapping.ts'
import type { OutsideSides, OutsideSystems } from '../../connectors/sync/contract.ts'
import { mappable, type WishedMap } from '../../engine/sync/check-mapping.ts'
import { offerFields } from '../../engine/sync/offer-fields.ts'
import type { FieldMap, FieldShape, Role } from '../../engine/sync/types.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { isOutside, loadEveryObject, loadObjects, type OwnSides, shapesOf } from '../sync/load-connection.ts'
import { loadOffered, loadOffers, usualOf } from '../sync/load-offers.ts'
import { loadMirrorRoom, loadMirrorsBeyond, type MirrorRoom } from './load-mirrors.ts'

export type MappedField = FieldMap & Record<Role, FieldShape | null>
export type OfferedField = WishedMap & Record<Role, FieldShape | null>
export type MappedObject = Pick<ObjectMap, 'id' | 'crmObject' | 'maObject' | 'createsCrm' | 'createsMa' | 'rests'> & {
	links: number
	fields: MappedField[]
	/** What each side has that is not mapped yet. */
	free: Record<Role, FieldShape[]>
	/** What the first map has by now and this one has not, each as it would begin. */
	offers: OfferedField[]
	/** Whether both sides could be asked for their fields. */
	isDescribed: boolean
}
/** What might travel and does not; `isThere`: both sides have it. */
export type OfferedObject = { crmObject: string; maObject: string; isThere: boolean }
/** An object of the house's own, which no other system keeps (A22, A42): by its code, in the words of each language. */
export type KeptObject = { code: string; labels: Record<string, string> }
export type MappingPage = {
	connectionId: number
	name: string
	isOutside: boolean
	objects: MappedObject[]
	offers: OfferedObject[]
	kept: KeptObject[]
	mirrorRoom: MirrorRoom
}

/** The mapping of a connection beside the fields that both sides have at this moment (sync-core.md A1), and what the other system made itself (A42; `pick`: of which lookups and fields are asked for). Null: none of this seller's. */
export async function openMapping(
	db: Db,
	staff: StaffMember,
	{
		connectionId,
		ownSides,
		sides,
		systems,
		pick = null,
	}: { connectionId: number; ownSides: OwnSides; sides: OutsideSides; systems: OutsideSystems; pick?: string | null },
): Promise<MappingPage | null> {
	const connection = await loadEveryObject(db, staff, connectionId)
	if (!connection) return null
	const [beyond, own] = await Promise.all([loadOffered(connection, systems, sides), loadMirrorsBeyond(connection, sides, pick)])
	return await withTransaction(db, async (tx) => {
		const ours = ownSides(tx, connection)
		const [objects, links] = [await loadObjects(connection, ours, beyond), await countLinksByMap(tx, connection.id)]
		const [usual, leftOut] = [usualOf(connection, systems), await readLeftOut(tx, connection.id)]
		const offers = await loadOffers(connection, { sides: ours, beyond, systems })
		const kept = isOutside(connection) ? await readCustomObjects(tx, connection.sellerEntityId) : []
		return {
			connectionId: connection.id,
			name: connection.name,
			isOutside: isOutside(connection),
			kept: kept.filter(({ mirror }) => mirror === null).map(({ code, labels }) => ({ code, labels })),
			mirrorRoom: await loadMirrorRoom(tx, connection, own),
			offers: offers.map(({ crmObject, maObject, map }) => ({ crmObject, maObject, isThere: map !== null })),
			objects: connection.objects.map((map): MappedObject => {
				const [crm, ma] = [shapesOf(objects.crm.get(map.crmObject)), shapesOf(objects.ma.get(map.maObject))]
				return {
					...{
						id: map.id,
						crmObject: map.crmObject,
						maObject: map.maObject,
						createsCrm: map.createsCrm,
						createsMa: map.createsMa,
						rests: map.rests,
						links: links.get(map.id) ?? 0,
					},
					fields: map.fields.map((field) => ({ ...field, crm: crm[field.crmField] ?? null, ma: ma[field.maField] ?? null })),
					free: {
						crm: mappable(
							crm,
							map.fields.map(({ crmField }) => crmField),
						),
						ma: mappable(
							ma,
							map.fields.map(({ maField }) => maField),
						),
					},
					offers: offerFields(usual, { ...map, leftOut: leftOut.get(map.id) ?? [] }, { crm, ma }).map((line) => ({
						...{ ...line, transform: line.transform ?? null },
						...{ crm: crm[line.crmField] ?? null, ma: ma[line.maField] ?? null },
					})),
					isDescribed: objects.crm.has(map.crmObject) && objects.ma.has(map.maObject),
				}
			}),
		}
	})
}

import { byNarrowness, isInZone, type Place, type Zone } from '../base/place.ts'

/** In which rank a warehouse serves a zone. */
export type WarehouseZone = Zone & { warehouseId: number; rank: number }

/** The warehouses that serve a place: the narrowest zone's order first, then what wider zones add (section 7, Stock). */
export function warehousesFor(place: Place, zones: readonly WarehouseZone[]): number[] {
	const serving = zones.filter((zone) => isInZone(place, zone))
	const inOrder = serving.sort((a, b) => byNarrowness(a, b) || a.rank - b.rank || a.warehouseId - b.warehouseId)
	return [...new Set(inOrder.map(({ warehouseId }) => warehouseId))]
}

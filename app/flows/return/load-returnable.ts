import type { ReturnableRow } from '../../../db/queries/return.ts'
import type { ReturnableThing } from '../../engine/invoice/plan-return.ts'
import { quantityOf } from '../cart/read-line.ts'

/** What was delivered, by one word: an allocation, or one thing inside a bundle of it. */
export const keyOfThing = ({ allocationId, componentId }: { allocationId: number; componentId: number | null }): string =>
	componentId === null ? String(allocationId) : `${allocationId}.${componentId}`

/** What of a delivered thing can still be asked for. */
export function thingOf(row: ReturnableRow): ReturnableThing {
	const openQuantity = quantityOf(row.delivered) - quantityOf(row.returned) - quantityOf(row.asked)
	return { key: keyOfThing(row), sequence: row.sequence, sku: row.sku, unit: { code: row.unitCode, digits: row.unitDigits }, openQuantity }
}

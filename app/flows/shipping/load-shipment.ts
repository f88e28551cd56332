import type { HeldStock, ShippingHead } from '../../../db/queries/shipment.ts'
import { invariant } from '../../engine/base/invariant.ts'
import { convertPack, parseQuantity, type Quantity } from '../../engine/base/units.ts'
import type { ShipmentQuestion } from '../../engine/invoice/plan-shipment.ts'
import type { HeldLevel, HeldReservation, StockNeed } from '../../engine/invoice/plan-stock-moves.ts'
import { inBundles } from '../../engine/pricing/bundle-price.ts'

export function quantityOf(text: string): Quantity {
	const quantity = parseQuantity(text)
	invariant(quantity !== null, `${text} is no quantity`)
	return quantity
}

/** What `planShipment` asks, from what was locked. */
export function shipmentQuestionOf(
	head: ShippingHead,
	{ groupId, wanted, closesShort }: { groupId: number; wanted: ShipmentQuestion['wanted']; closesShort: boolean },
): ShipmentQuestion {
	const taxOfGoods = new Map<number, number>()
	for (const one of head.allocations) taxOfGoods.set(one.groupId, (taxOfGoods.get(one.groupId) ?? 0) + one.taxMinor)
	return {
		groupKey: String(groupId),
		wanted,
		closesShort,
		invoicePer: head.invoicePer,
		rounding: head.rounding,
		groups: head.groups.map(({ id, status, shippingMinor, taxMinor, dueMinor, cancelledMinor, shippedMinor, hasShipped }) => {
			const shippingTaxMinor = taxMinor - (taxOfGoods.get(id) ?? 0)
			return {
				groupKey: String(id),
				status,
				shippingMinor,
				shippingTaxMinor,
				dueMinor,
				cancelledMinor,
				shippedMinor: shippedMinor + (hasShipped ? shippingMinor + shippingTaxMinor : 0),
			}
		}),
		allocations: head.allocations.map((one) => ({
			allocationId: one.id,
			sequence: one.sequence,
			isFee: one.kind === 'fee',
			groupKey: String(one.groupId),
			unit: { code: one.unitCode, digits: one.unitDigits },
			quantity: quantityOf(one.quantity),
			shippedQuantity: quantityOf(one.shippedQuantity),
			cancelledQuantity: quantityOf(one.cancelledQuantity),
			invoicedQuantity: quantityOf(one.invoicedQuantity),
			netMinor: one.netMinor,
			taxMinor: one.taxMinor,
			inside: one.components.map(({ netMinor, taxMinor }) => ({ netMinor, taxMinor })),
		})),
	}
}

const finest = { code: 'own', digits: 4 }

/** What leaves the shelf, in each product's own unit. */
export function stockNeedsOf(head: ShippingHead, lines: readonly { allocationId: number; quantity: Quantity }[]): StockNeed[] {
	const byId = new Map(head.allocations.map((one) => [one.id, one]))
	return lines.flatMap(({ allocationId, quantity }) => {
		const one = byId.get(allocationId)
		if (!one || one.productId === null) return []
		const own = convertPack(quantity, { numerator: one.factorNumerator, denominator: one.factorDenominator }, finest, 'up') ?? quantity
		const need = { allocationId, sequence: one.sequence }
		if (one.components.length === 0) return [{ ...need, productId: one.productId, quantity: own }]
		return one.components.map(({ productId, perBundle }) => ({ ...need, productId, quantity: inBundles({ quantity: quantityOf(perBundle) }, own) }))
	})
}

export function heldStockOf({ reservations, levels }: HeldStock): { reservations: HeldReservation[]; levels: HeldLevel[] } {
	return {
		reservations: reservations.map(({ id, quantity, ...one }) => ({ ...one, reservationId: id, quantity: quantityOf(quantity) })),
		levels: levels.map(({ onHand, incoming, reserved, ...one }) => ({
			...one,
			onHand: quantityOf(onHand),
			incoming: quantityOf(incoming),
			reserved: quantityOf(reserved),
		})),
	}
}

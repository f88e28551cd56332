import type { Tx } from '../../../db/client.server.ts'
import { type Cell, copyAllocations, copyInvoiceLines, copyLineDiscounts, copyOrderLines, type Ids } from '../../../db/queries/import-order.ts'
import { printExact } from '../../engine/base/exact-net.ts'
import { printMicros } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { isGoods } from '../../engine/order/import-history.ts'
import type { SequencedLine } from './read-history.ts'

export type Place = { accountId: number; orderId: number | null; groupId: number | null; invoiceId: number; isShipped: boolean }
export type PlacedLine = { line: SequencedLine; place: Place; productId: number | null }

/** Order lines, what of them was delivered, and the invoice lines: three COPYs, however many rows. Credit notes have no order. */
export async function saveLines(tx: Tx, placed: readonly PlacedLine[], ids: Ids): Promise<void> {
	const orderLines: Cell[][] = []
	const allocations: Cell[][] = []
	const invoiceLines: Cell[][] = []
	const discounts: Cell[][] = []
	for (const [index, { line, place, productId }] of placed.entries()) {
		const { accountId, orderId, groupId, invoiceId } = place
		const lineId = ids.lines[index] ?? 0
		const quantity = printQuantity(line.quantity)
		const price = printMicros(line.unitPriceMicros)
		const isDelivered = orderId !== null && isGoods(line.class)
		const allocationId = isDelivered ? (ids.allocations[index] ?? 0) : null
		if (orderId !== null) {
			const kind = isGoods(line.class) ? 'goods' : 'fee'
			const discount = line.resolvedMinor - line.netMinor
			orderLines.push([
				accountId,
				lineId,
				orderId,
				line.sequence,
				kind,
				productId,
				'each',
				quantity,
				line.sku,
				line.name,
				price,
				line.resolvedMinor,
				discount,
				line.netMinor,
			])
			if (discount > 0) discounts.push([accountId, lineId, 'Discount of the source', 'line', discount])
		}
		if (isDelivered) allocations.push([accountId, allocationId, orderId, lineId, groupId, quantity, place.isShipped ? quantity : 0, quantity, line.netMinor])
		const exact = line.isFiner ? printExact(line.exactNet) : null
		invoiceLines.push([
			accountId,
			ids.invoiceLines[index] ?? 0,
			invoiceId,
			allocationId,
			line.sequence,
			line.sku,
			line.name,
			'each',
			quantity,
			price,
			line.netMinor,
			exact,
		])
	}
	if (orderLines.length > 0) await copyOrderLines(tx, orderLines)
	if (allocations.length > 0) await copyAllocations(tx, allocations)
	if (discounts.length > 0) await copyLineDiscounts(tx, discounts)
	if (invoiceLines.length > 0) await copyInvoiceLines(tx, invoiceLines)
}

import type { Tx } from '../../../db/client.server.ts'
import { type Cell, copyRows, copyText, type Ids } from '../../../db/queries/import-order.ts'
import { printExact } from '../../engine/base/exact-net.ts'
import { printMicros } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { isGoods } from '../../engine/order/import-history.ts'
import type { SequencedLine } from './read-history.ts'

export type Place = { accountId: number; orderId: number | null; groupId: number | null; invoiceId: number; isShipped: boolean }
export type PlacedLine = { line: SequencedLine; place: Place; productId: number | null }

/** Order lines, what of them was delivered, and the invoice lines: three COPYs, however many rows. Credit notes have no order. */
export async function saveLines(tx: Tx, placed: readonly PlacedLine[], ids: Ids): Promise<void> {
	// Keys lead with the account: neighbours in the index are written together.
	const byAccount = [...placed].sort((a, b) => a.place.accountId - b.place.accountId)
	const rows = byAccount.map((one, index) => ({
		...one,
		lineId: ids.lines[index] ?? 0,
		allocationId: one.place.orderId !== null && isGoods(one.line.class) ? (ids.allocations[index] ?? 0) : null,
		invoiceLineId: ids.invoiceLines[index] ?? 0,
		quantity: printQuantity(one.line.quantity),
		price: printMicros(one.line.unitPriceMicros),
	}))
	const ordered = rows.filter(({ place }) => place.orderId !== null)
	const copying = ordered.length > 0 ? copyRows(tx, 'order_line', copyText(ordered.map(orderLineCells))) : Promise.resolve()
	copying.catch(() => undefined)
	// The other texts are made while the database takes the first.
	const discounts = ordered.flatMap(discountCells)
	const delivered = rows.filter(({ allocationId }) => allocationId !== null)
	const allocations = copyText(delivered.map(allocationCells))
	const invoiceLines = copyText(rows.map(invoiceLineCells))
	await copying
	if (delivered.length > 0) await copyRows(tx, 'allocation', allocations)
	if (discounts.length > 0) await copyRows(tx, 'line_discount', copyText(discounts))
	if (rows.length > 0) await copyRows(tx, 'invoice_line', invoiceLines)
}

type Row = PlacedLine & { lineId: number; allocationId: number | null; invoiceLineId: number; quantity: string; price: string }

function orderLineCells({ line, place, productId, lineId, quantity, price }: Row): Cell[] {
	const kind = isGoods(line.class) ? 'goods' : 'fee'
	const { sequence, sku, name, resolvedMinor, netMinor } = line
	return [
		place.accountId,
		lineId,
		place.orderId,
		sequence,
		kind,
		productId,
		'each',
		quantity,
		sku,
		name,
		price,
		resolvedMinor,
		resolvedMinor - netMinor,
		netMinor,
	]
}

function discountCells({ line, place, lineId }: Row): Cell[][] {
	const discount = line.resolvedMinor - line.netMinor
	return discount > 0 ? [[place.accountId, lineId, 'Discount of the source', 'line', discount]] : []
}

function allocationCells({ line, place, lineId, allocationId, quantity }: Row): Cell[] {
	return [place.accountId, allocationId, place.orderId, lineId, place.groupId, quantity, place.isShipped ? quantity : 0, quantity, line.netMinor]
}

function invoiceLineCells({ line, place, allocationId, invoiceLineId, quantity, price }: Row): Cell[] {
	const exact = line.isFiner ? printExact(line.exactNet) : null
	return [place.accountId, invoiceLineId, place.invoiceId, allocationId, line.sequence, line.sku, line.name, 'each', quantity, price, line.netMinor, exact]
}

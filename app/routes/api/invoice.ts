import { openInvoice } from '../../flows/invoice/open-invoices.ts'
import { buyerDoor, done } from './call.server.ts'
import { readInvoice } from './contract/orders.ts'
import { named } from './named.ts'

/** GET /api/v1/invoices/:number. */
export const loader = buyerDoor(readInvoice, async ({ db, house, shopper, params }) => {
	const page = await openInvoice(db, shopper, { number: params['number'] ?? '', at: house.at })
	if (!page) return null
	const { id, kind, number, orderNumber, poNumber, place, currency, issuedOn, dueOn, totalMinor, settledMinor, termsDays, shipmentNumber } = page.invoice
	const { pricesIncludeTax, netMinor, shippingMinor, taxMinor, lines, payments } = page.invoice
	return done({
		...{ id, kind, number, orderNumber, poNumber, place, currency, issuedOn, dueOn, totalMinor, settledMinor, termsDays, shipmentNumber },
		...{ overdueDays: page.overdueDays, pricesIncludeTax, netMinor, shippingMinor, taxMinor },
		lines: lines.map((line) => ({ ...named(line, 'sequence', 'sku', 'name', 'place', 'quantity', 'unitPrice', 'netMinor', 'taxMinor'), unit: line.unitCode })),
		payments: payments.map((payment) => named(payment, 'method', 'reference', 'amountMinor', 'receivedAt')),
	})
})

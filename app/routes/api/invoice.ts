import { openInvoice } from '../../flows/invoice/open-invoices.ts'
import { buyerDoor, done } from './call.server.ts'
import { readInvoice } from './contract/orders.ts'

/** GET /api/v1/invoices/:number. */
export const loader = buyerDoor(readInvoice, async ({ db, house, shopper, params }) => {
	const page = await openInvoice(db, shopper, { number: params['number'] ?? '', at: house.at })
	if (!page) return null
	const { id, kind, number, orderNumber, poNumber, place, currency, issuedOn, dueOn, totalMinor, settledMinor, termsDays, shipmentNumber } = page.invoice
	const { netMinor, shippingMinor, taxMinor, lines, payments } = page.invoice
	return done({
		...{ id, kind, number, orderNumber, poNumber, place, currency, issuedOn, dueOn, totalMinor, settledMinor, termsDays, shipmentNumber },
		...{ overdueDays: page.overdueDays, netMinor, shippingMinor, taxMinor },
		lines: lines.map(({ id: _id, unitCode, ...line }) => ({ ...line, unit: unitCode })),
		payments: payments.map(({ id: _id, ...payment }) => payment),
	})
})

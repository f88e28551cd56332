import { openInvoices } from '../../flows/invoice/open-invoices.ts'
import { buyerDoor, done } from './call.server.ts'
import { listInvoices } from './contract/orders.ts'
import { cursorFor } from './cursor.ts'
import { named } from './named.ts'

/** GET /api/v1/invoices: invoices and credit notes of the account, newest first. */
export const loader = buyerDoor(listInvoices, async ({ db, house, shopper, query, place }) => {
	const after = place('invoices', /^\d{4}-\d{2}-\d{2}~\d{1,15}$/)
	const { q: text = null, status, from = null, to = null, limit } = query
	const page = await openInvoices(db, shopper, { text, status, from, to, after, limit, paidId: null, at: house.at })
	if (!page) return null
	const invoices = page.invoices.map((row) => ({
		...named(row, 'id', 'kind', 'number', 'orderNumber', 'poNumber', 'place', 'currency', 'issuedOn', 'dueOn', 'totalMinor', 'settledMinor', 'overdueDays'),
	}))
	return done({ invoices, nextCursor: cursorFor('invoices', page.next) })
})

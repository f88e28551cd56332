import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readBillTo, readOpenInvoices } from '../../../db/queries/invoice.ts'
import { insertInvoiceLink, readPayers } from '../../../db/queries/invoice-link.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { invoiceLinkEnds } from '../../engine/invoice/invoice-link.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { loadChosen, type TypedChoice } from '../invoice/load-chosen.ts'

export type SendInvoiceLink = { accountId: number; contactId: number; invoices: TypedChoice['invoices']; at: Date; requestId: string }
export type InvoiceLinkSent = { ok: true; linkId: number; name: string } | { ok: false; refusals: Refusal[] }

/**
 * Asks a buyer by mail to pay chosen invoices by her own card (commerce-engine.md section 8): bound to them and to what is
 * asked of each; the newest link for an invoice counts. Refuses `PAYER_MISSING` and what `loadChosen` refuses. Null: no such account.
 */
export async function sendInvoiceLink(
	db: Db,
	staff: StaffMember,
	{ accountId, contactId, invoices, at, requestId }: SendInvoiceLink,
): Promise<InvoiceLinkSent | null> {
	return withTransaction(db, async (tx) => {
		const billTo = await readBillTo(tx, { accountId, sellerEntityId: staff.seller.id })
		if (!billTo) return null
		const payer = (await readPayers(tx, accountId)).find((one) => one.contactId === contactId)
		const choice = loadChosen(await readOpenInvoices(tx, accountId), { invoices, creditNoteIds: [] }, billTo.currency)
		const refusals = [...(payer ? [] : [refusal('PAYER_MISSING')]), ...(choice.ok ? [] : choice.refusals)]
		if (!payer || !choice.ok) return { ok: false as const, refusals }
		const { dueMinor: totalMinor, currency, chosen } = choice
		const expiresAt = new Date(`${invoiceLinkEnds(dayIn(at, staff.seller.timeZone))}T00:00:00Z`)
		const linkId = await insertInvoiceLink(tx, {
			accountId,
			contactId,
			invoices: chosen.invoices,
			totalMinor,
			currency,
			sentByUserId: staff.userId,
			at,
			expiresAt,
		})
		const payload = { invoiceLinkId: linkId, totalMinor, currency }
		await saveEvents(tx, [
			{ topic: 'pay_link.sent', subject: `account:${accountId}`, accountId, contactId, actedByUserId: staff.userId, payload, occurredAt: at },
		])
		const after = { ...payload, contactId, invoices: chosen.invoices }
		await insertAudit(tx, [{ userId: staff.userId, accountId, action: 'invoice_link.sent', subject: `invoice_link:${linkId}`, after, requestId, at }])
		return { ok: true as const, linkId, name: payer.name }
	})
}

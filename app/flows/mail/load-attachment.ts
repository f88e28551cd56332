import type { Db } from '../../../db/client.server.ts'
import { readAccountZone } from '../../../db/queries/mail.ts'
import { type PaymentDocument, readPaymentDocument } from '../../../db/queries/payment-document.ts'
import type { MailAttachment } from '../../engine/content/mail-content.ts'
import { type InvoicePrint, loadInvoicePrint } from '../invoice/load-invoice-print.ts'

export type AttachedDocument = { kind: 'invoice'; print: InvoicePrint } | { kind: 'receipt'; print: PaymentDocument } | null

/** The document that goes with a mail, as it is printed; null when there is none any more. */
export async function loadAttachment(db: Db, attachment: MailAttachment): Promise<AttachedDocument> {
	const { accountId } = attachment
	const timeZone = await readAccountZone(db, accountId)
	if (timeZone === null) return null
	if (attachment.kind === 'receipt') {
		const print = await readPaymentDocument(db, { accountId, paymentId: attachment.paymentId, timeZone })
		return print && { kind: 'receipt', print }
	}
	const print = await loadInvoicePrint(db, { accountId, number: attachment.number, timeZone })
	return print && { kind: 'invoice', print }
}

import type { MailAttachment } from '../engine/content/mail-content.ts'
import { type AttachedDocument, loadAttachment } from '../flows/mail/load-attachment.ts'
import type { House } from '../platform/house.ts'
import { fixedT } from '../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../platform/locale.ts'
import { writePdf } from '../platform/pdf/write-pdf.server.ts'
import { invoiceSheet } from '../ui/print/invoice-sheet.ts'
import { receiptSheet } from '../ui/print/receipt-sheet.ts'
import { printed } from '../ui/print/words.ts'

/** A document that goes with a mail, set anew each time it is wanted: the same words are the same bytes (decision 0344). Null: none. */
export async function writeAttachment(db: House['db'], attachment: MailAttachment, locale: string): Promise<Uint8Array<ArrayBuffer> | null> {
	const document = await loadAttachment(db, attachment)
	return document && writePdf(sheetOf(document, isLocale(locale) ? locale : defaultLocale))
}

function sheetOf(document: NonNullable<AttachedDocument>, locale: Parameters<typeof fixedT>[0]) {
	const print = { t: fixedT(locale, [...printed]), locale }
	return document.kind === 'receipt' ? receiptSheet(document.print, print) : invoiceSheet(document.print, print)
}

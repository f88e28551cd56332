import type { LoaderFunctionArgs } from '@remix-run/node'
import { printInvoice } from '../../flows/invoice/print-invoice.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { pdfResponse } from '../../platform/pdf/pdf-response.ts'
import { writePdf } from '../../platform/pdf/write-pdf.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { invoiceSheet } from '../../ui/print/invoice-sheet.ts'
import { printed } from '../../ui/print/words.ts'

/** An invoice or a credit note as a PDF, in the reader's language. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const invoice = await printInvoice(db, shopper, { number: params['number'] ?? '' })
	if (!invoice) throw notFound()
	const sheet = invoiceSheet(invoice, { t: fixedT(locale, [...printed]), locale })
	return pdfResponse(`${invoice.kind.replace('_', '-')}-${invoice.number}.pdf`, await writePdf(sheet))
}

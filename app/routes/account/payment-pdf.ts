import type { LoaderFunctionArgs } from '@remix-run/node'
import { openPaymentDocument } from '../../flows/invoice/open-payments.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { pdfResponse } from '../../platform/pdf/pdf-response.ts'
import { writePdf } from '../../platform/pdf/write-pdf.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { receiptSheet } from '../../ui/print/receipt-sheet.ts'
import { printed } from '../../ui/print/words.ts'
import { idOf } from '../desk/read-form.ts'

/** The receipt of a payment as a PDF, in the reader's language. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const payment = await openPaymentDocument(db, shopper, idOf(params['id']) ?? 0)
	if (!payment) throw notFound()
	return pdfResponse(`receipt-${payment.id}.pdf`, await writePdf(receiptSheet(payment, { t: fixedT(locale, [...printed]), locale })))
}

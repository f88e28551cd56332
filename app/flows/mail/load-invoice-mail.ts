import { readInvoiceFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = { 'invoice.paid': 'invoicePaid', 'credit_note.issued': 'creditNoteIssued' }

/** An invoice or a credit note was issued, or an invoice paid. Payload: invoiceId. */
export async function loadInvoiceMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const invoiceId = event.payload['invoiceId']
	const invoice = typeof invoiceId === 'number' ? await readInvoiceFacts(desk.db, invoiceId) : null
	// The receipt of its payment thanks for all that it settled.
	if (!invoice || event.payload['hasReceipt'] === true) return null
	const { format } = desk
	const isCredit = event.topic === 'credit_note.issued'
	const { number, currency, totalMinor, settledMinor, taxMinor, dueOn, orderNumber, pricesIncludeTax } = invoice
	return loadFramedMail(desk, event, invoice, ({ t, locale }) => {
		const amount = (minor: number) => format.money(minor, currency, locale)
		const total = amount(isCredit ? -totalMinor : totalMinor)
		const facts = isCredit
			? [{ name: t('return.credit'), value: total }]
			: [
					{ name: t(pricesIncludeTax ? 'invoice.totalWithTax' : 'invoice.total'), value: total },
					...(pricesIncludeTax ? [{ name: t('invoice.ofWhichTax'), value: amount(taxMinor) }] : []),
					{ name: t('invoice.open'), value: amount(totalMinor - settledMinor) },
					{ name: t('invoice.due'), value: format.day(dueOn, locale) },
					...(orderNumber ? [{ name: t('invoice.order'), value: orderNumber }] : []),
				]
		return {
			key: keys[event.topic] ?? 'invoiceIssued',
			facts: { number, total },
			hasText: false,
			blocks: [{ kind: 'facts', facts }],
			...(event.topic === 'invoice.paid' || !invoice.accountId
				? {}
				: { attachments: [{ kind: 'invoice', accountId: invoice.accountId, number, name: `${isCredit ? 'credit-note' : 'invoice'}-${number}.pdf` }] }),
			button: { label: t(isCredit ? 'creditNote.button' : 'invoice.button'), path: `/invoices/${encodeURIComponent(number)}` },
		}
	})
}

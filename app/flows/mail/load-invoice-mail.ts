import { readInvoiceFacts } from '../../../db/queries/mail-facts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { defaultLocale, isLocale } from '../../platform/locale.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

const keys: Readonly<Record<string, string>> = { 'invoice.paid': 'invoicePaid', 'credit_note.issued': 'creditNoteIssued' }

/** An invoice or a credit note was issued, or an invoice paid. Payload: invoiceId. */
export async function loadInvoiceMail({ db, publicUrl, at, format }: MailDesk, event: MailEvent): Promise<Written> {
	const invoiceId = event.payload['invoiceId']
	const invoice = typeof invoiceId === 'number' ? await readInvoiceFacts(db, invoiceId) : null
	if (!invoice) return null
	const locale = isLocale(invoice.locale) ? invoice.locale : defaultLocale
	const t = fixedT(locale, 'mail')
	const key = keys[event.topic] ?? 'invoiceIssued'
	const isCredit = event.topic === 'credit_note.issued'
	const amount = (minor: number) => format.money(minor, invoice.currency, locale)
	const facts = {
		number: invoice.number,
		name: invoice.firstName,
		seller: invoice.sellerName,
		total: amount(isCredit ? -invoice.totalMinor : invoice.totalMinor),
	}
	const open = invoice.totalMinor - invoice.settledMinor
	return {
		mail: {
			to: { email: invoice.email, name: `${invoice.firstName} ${invoice.lastName}` },
			locale,
			kind: event.topic,
			content: {
				subject: t(`${key}.subject`, facts),
				preheader: t(`${key}.preheader`, facts),
				title: t(`${key}.title`, facts),
				blocks: [
					{ kind: 'text', text: t('greeting', facts) },
					{
						kind: 'facts',
						facts: isCredit
							? [{ name: t('return.credit'), value: facts.total }]
							: [
									{ name: t(invoice.pricesIncludeTax ? 'invoice.totalWithTax' : 'invoice.total'), value: amount(invoice.totalMinor) },
									...(invoice.pricesIncludeTax ? [{ name: t('invoice.ofWhichTax'), value: amount(invoice.taxMinor) }] : []),
									{ name: t('invoice.open'), value: amount(open) },
									{ name: t('invoice.due'), value: format.day(invoice.dueOn, locale) },
									...(invoice.orderNumber ? [{ name: t('invoice.order'), value: invoice.orderNumber }] : []),
								],
					},
					{ kind: 'button', label: t(isCredit ? 'creditNote.button' : 'invoice.button'), url: `${publicUrl}/invoices/${encodeURIComponent(invoice.number)}` },
				],
				footer: [t('footer.why', facts)],
			},
			idempotencyKey: `mail:${event.id}`,
			accountId: invoice.accountId,
			contactId: invoice.contactId,
			at,
		},
	}
}

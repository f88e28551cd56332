import { readInvoiceLinkFacts } from '../../../db/queries/invoice-link.ts'
import { readPayLinkFacts } from '../../../db/queries/pay-link.ts'
import { loadFramedMail, namedLines } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Asks a buyer to pay an order by her own card. The link opens for her alone, after she has signed in. */
export async function loadPayLinkMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { payLinkId, invoiceLinkId } = event.payload
	if (typeof invoiceLinkId === 'number') return loadInvoiceLinkMail(desk, event, invoiceLinkId)
	if (typeof payLinkId !== 'number' || event.accountId === null) return null
	const link = await readPayLinkFacts(desk.db, { accountId: event.accountId, id: payLinkId })
	// Paid or replaced meanwhile: nobody is asked for what is settled.
	if (link?.state !== 'open') return null
	const { format } = desk
	return loadFramedMail(desk, event, link, ({ t, locale }) => {
		const total = format.money(link.totalMinor, link.currency, locale)
		const until = format.day(lastDay(link.expiresAt), locale)
		return {
			key: 'payLink',
			facts: { rep: link.repName, total, until },
			blocks: [namedLines(desk, { t, locale }, link.lines), { kind: 'facts', facts: [{ name: t('order.total'), value: total }] }],
			button: { label: t('payLink.button'), path: `/pay/${payLinkId}` },
		}
	})
}

const lastDay = (expiresAt: Date) => new Date(expiresAt.getTime() - 1).toISOString().slice(0, 10)

/** Asks a buyer to pay invoices by her own card, in the same manner. */
async function loadInvoiceLinkMail(desk: MailDesk, event: MailEvent, id: number): Promise<Written> {
	const link = event.accountId === null ? null : await readInvoiceLinkFacts(desk.db, { accountId: event.accountId, id })
	if (link?.state !== 'open') return null
	const { format } = desk
	return loadFramedMail(desk, event, link, ({ t, locale }) => {
		const amount = (minor: number) => format.money(minor, link.currency, locale)
		const total = amount(link.totalMinor)
		return {
			key: 'invoiceLink',
			facts: { rep: link.senderName, total, until: format.day(lastDay(link.expiresAt), locale) },
			blocks: [
				{
					kind: 'lines',
					head: [t('invoiceLink.invoice'), t('invoice.due'), t('invoiceLink.amount')],
					rows: link.invoices.map(({ number, dueOn, amountMinor }) => [number, format.day(dueOn, locale), amount(amountMinor)]),
					foot: [[t('order.total'), '', total]],
					figures: [2],
				},
			],
			button: { label: t('payLink.button'), path: `/invoices/pay/${id}` },
		}
	})
}

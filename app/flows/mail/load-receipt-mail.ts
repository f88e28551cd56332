import { readReceiptFacts } from '../../../db/queries/mail-facts.ts'
import { loadFramedMail } from './load-framed-mail.ts'
import type { MailDesk, MailEvent, Written } from './types.ts'

/** Money has come: what it settled, and its receipt. Payload: paymentId. */
export async function loadReceiptMail(desk: MailDesk, event: MailEvent): Promise<Written> {
	const { paymentId } = event.payload
	const { accountId, contactId } = event
	if (typeof paymentId !== 'number' || accountId === null) return null
	const receipt = await readReceiptFacts(desk.db, { accountId, paymentId, contactId })
	if (!receipt) return null
	const { format } = desk
	const { currency, amountMinor, appliedMinor, settled } = receipt
	return loadFramedMail(desk, event, receipt, ({ t, locale }) => {
		const amount = (minor: number) => format.money(minor, currency, locale)
		const left = amountMinor - appliedMinor
		return {
			key: 'receipt',
			facts: { total: amount(amountMinor) },
			blocks: [
				...(settled.length > 0
					? [
							{
								kind: 'lines' as const,
								head: [t('invoiceLink.invoice'), t('receipt.applied')],
								rows: settled.map((one) => [one.number, amount(one.amountMinor)]),
								foot: [],
								figures: [1],
							},
						]
					: []),
				{
					kind: 'facts',
					facts: [{ name: t('receipt.amount'), value: amount(amountMinor) }, ...(left > 0 ? [{ name: t('receipt.left'), value: amount(left) }] : [])],
				},
			],
			attachments: [{ kind: 'receipt', accountId, paymentId, name: `receipt-${paymentId}.pdf` }],
			button: { label: t('receipt.button'), path: `/invoices/payments/${paymentId}` },
		}
	})
}

import type { Sheet, SheetBlock } from '../../engine/content/sheet.ts'
import { addressLines, type Print, paperOf, printWriter } from './words.ts'

type Place = Record<string, string | null>
export type PrintedPayment = {
	id: number
	accountName: string
	accountNumber: string
	method: string
	reference: string | null
	currency: string
	amountMinor: number
	appliedMinor: number
	receivedOn: string
	seller: { name: string; address: Place; country: string; taxNumber: string | null }
	applications: { number: string; kind: string; amountMinor: number; totalMinor: number; issuedOn: string }[]
	refunds: { amountMinor: number; status: string; on: string }[]
}

/** The receipt of a payment: what came, what it settled, what is left of it, what was given back. */
export function receiptSheet(payment: PrintedPayment, print: Print): Sheet {
	const { t } = print
	const { seller } = payment
	const { money, day } = printWriter(print, payment.currency)
	const kind = t('documents:receipt.title')
	const refunds = payment.refunds.filter(({ status }) => status === 'succeeded')
	const isNetting = payment.method === 'credit'
	return {
		...{ title: `${kind} ${payment.id}`, language: print.locale, on: payment.receivedOn, paper: paperOf(seller.country) },
		head: { from: seller.name, kind, number: String(payment.id) },
		blocks: [
			{
				kind: 'parties',
				parties: [
					{ label: t('account:invoice.from'), name: seller.name, lines: addressLines(seller.address, print.locale) },
					{ label: t('documents:receipt.paidBy'), name: payment.accountName, lines: [`${t('account:invoice.account')} ${payment.accountNumber}`] },
				],
			},
			{
				kind: 'facts',
				facts: [
					{ name: t('documents:received'), value: day(payment.receivedOn) },
					{ name: t('documents:how'), value: t(`account:paymentMethod.${payment.method}`) },
					...(payment.reference ? [{ name: t('documents:receipt.reference'), value: payment.reference }] : []),
					{ name: t('documents:amount'), value: money(payment.amountMinor) },
				],
			},
			...settledOf(payment, print),
			{
				kind: 'sums',
				sums: [
					{ name: t('documents:receipt.amount'), value: money(payment.amountMinor), strong: true },
					...(isNetting ? [] : [{ name: t('documents:receipt.left'), value: money(payment.amountMinor - payment.appliedMinor) }]),
					...refunds.map((refund) => ({ name: `${t('documents:statement.kind.refund')} · ${day(refund.on)}`, value: money(-refund.amountMinor) })),
				],
			},
		],
		foot: [seller.name, seller.taxNumber ? `${t('documents:taxNumber')} ${seller.taxNumber}` : ''].filter(Boolean).join(' · '),
		pageOf: t('documents:page', { page: '{{page}}', pages: '{{pages}}' }),
	}
}

function settledOf({ applications, currency }: PrintedPayment, print: Print): SheetBlock[] {
	if (applications.length === 0) return []
	const { t } = print
	const { money, day } = printWriter(print, currency)
	return [
		{
			kind: 'table',
			title: t('documents:receipt.settled'),
			columns: [
				...[{ head: t('documents:statement.what') }, { head: t('account:invoices.column.issued'), width: 90 }],
				...[
					{ head: t('account:invoices.column.total'), figures: true, width: 90 },
					{ head: t('documents:receipt.applied'), figures: true, width: 90 },
				],
			],
			rows: applications.map((one) => ({
				cells: [`${t(`account:invoiceKind.${one.kind}`)} ${one.number}`, day(one.issuedOn), money(one.totalMinor), money(one.amountMinor)],
			})),
		},
	]
}

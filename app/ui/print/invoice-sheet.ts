import { extend, microsOf } from '../../engine/base/money.ts'
import { parseQuantity } from '../../engine/base/units.ts'
import type { Sheet, SheetBlock, SheetColumn, SheetRow } from '../../engine/content/sheet.ts'
import { sumTax } from '../../engine/invoice/sum-tax.ts'
import { addressLines, type Print, type PrintWriter, paperOf, printWriter } from './words.ts'

type Place = Record<string, string | null>

export type PrintedLine = {
	id: number
	sku: string | null
	name: string
	place: string | null
	unitCode: string | null
	quantity: string
	unitPrice: string | null
	netMinor: number
	taxMinor: number
	inside: { sku: string; name: string; quantity: string; netMinor: number }[]
}

/** An invoice or a credit note with all that its print says. Amounts in minor units. */
export type PrintedInvoice = {
	kind: 'invoice' | 'credit_note'
	number: string
	currency: string
	issuedOn: string
	dueOn: string
	poNumber: string | null
	orderNumber: string | null
	shipmentNumber: string | null
	creditsNumber: string | null
	termsDays: number | null
	accountName: string
	accountNumber: string
	billTo: ({ name?: string; address?: Place | null } & Record<string, unknown>) | null
	shipTo: Place | null
	place: string | null
	netMinor: number
	shippingMinor: number
	taxMinor: number
	totalMinor: number
	settledMinor: number
	pricesIncludeTax: boolean
	lines: PrintedLine[]
	payments: { method: string; reference: string | null; amountMinor: number; receivedOn: string }[]
	seller: { name: string; address: Place; country: string; taxNumber: string | null; bank: Place | null }
	lineRates: { lineId: number; rate: string }[]
	shippingRate: string | null
}

/** The print of an invoice or a credit note (commerce-engine.md section 8). What is said is the document's own: nothing of the day it is read. */
export function invoiceSheet(invoice: PrintedInvoice, print: Print): Sheet {
	const write = printWriter(print, invoice.currency)
	const { t } = write
	const kind = t(`account:invoiceKind.${invoice.kind}`)
	const { seller } = invoice
	const tax = seller.taxNumber ? ` · ${t('documents:taxNumber')} ${seller.taxNumber}` : ''
	return {
		...{ title: `${kind} ${invoice.number}`, language: write.locale, on: invoice.issuedOn, paper: paperOf(seller.country) },
		head: { from: seller.name, kind, number: invoice.number },
		blocks: [
			{ kind: 'parties', parties: partiesOf(invoice, write) },
			{ kind: 'facts', facts: factsOf(invoice, write) },
			linesOf(invoice, write),
			{ kind: 'sums', sums: sumsOf(invoice, write) },
			...taxOf(invoice, write),
			...paymentsOf(invoice, write),
			...remittanceOf(invoice, write),
		],
		foot: `${seller.name}${tax}`,
		pageOf: t('documents:page', { page: '{{page}}', pages: '{{pages}}' }),
	}
}

function partiesOf({ seller, billTo, shipTo, place, accountName, accountNumber }: PrintedInvoice, { t, locale }: PrintWriter) {
	const numbered = `${t('account:invoice.account')} ${accountNumber}`
	return [
		{
			label: t('account:invoice.from'),
			name: seller.name,
			lines: [...addressLines(seller.address, locale), ...(seller.taxNumber ? [`${t('documents:taxNumber')} ${seller.taxNumber}`] : [])],
		},
		{
			label: t('account:invoice.billTo'),
			name: billTo?.name ?? accountName,
			lines: [...addressLines(billTo?.address ?? (billTo as Place | null), locale), numbered],
		},
		...(shipTo ? [{ label: t('account:invoice.shipTo'), name: shipTo['name'] ?? place ?? accountName, lines: addressLines(shipTo, locale) }] : []),
	]
}

function factsOf(invoice: PrintedInvoice, { t, day }: PrintWriter) {
	const isInvoice = invoice.kind === 'invoice'
	const said: [name: string, value: string | null][] = [
		[t('account:invoices.column.issued'), day(invoice.issuedOn)],
		[t('account:invoices.column.due'), isInvoice ? day(invoice.dueOn) : null],
		[t('documents:terms'), isInvoice && invoice.termsDays ? t('documents:net', { count: invoice.termsDays }) : null],
		[t('documents:credits'), invoice.creditsNumber],
		[t('account:orders.column.po'), invoice.poNumber],
		[t('account:orders.column.number'), invoice.orderNumber],
		[t('account:invoice.shipment'), invoice.shipmentNumber],
	]
	return said.flatMap(([name, value]) => (value ? [{ name, value }] : []))
}

/** What a line would have cost at its unit price, less what it cost; 0 where there is no one unit price. */
function discountOf(line: PrintedLine, { currency, pricesIncludeTax }: PrintedInvoice): number {
	const quantity = parseQuantity(line.quantity.replace('-', ''))
	if (!line.unitPrice || quantity === null) return 0
	const paid = Math.abs(pricesIncludeTax ? line.netMinor + line.taxMinor : line.netMinor)
	return Math.max(0, extend(microsOf(line.unitPrice), quantity, currency, 'half_away') - paid)
}

function linesOf(invoice: PrintedInvoice, write: PrintWriter): SheetBlock {
	const { t } = write
	const { pricesIncludeTax, shipTo } = invoice
	const rates = new Map(invoice.lineRates.map(({ lineId, rate }) => [lineId, rate]))
	const discounts = invoice.lines.map((line) => discountOf(line, invoice))
	const withDiscount = discounts.some((discount) => discount > 0)
	const columns: SheetColumn[] = [
		{ head: t('account:line.product'), share: 1 },
		{ head: t('account:line.quantity'), figures: true, width: 74 },
		{ head: t(pricesIncludeTax ? 'account:line.unitPriceWithTax' : 'account:line.unitPrice'), figures: true, width: 62 },
		...(withDiscount ? [{ head: t('documents:discount'), figures: true, width: 56 }] : []),
		{ head: t('documents:rate'), figures: true, width: 48 },
		{ head: t(pricesIncludeTax ? 'account:sum.amountWithTax' : 'account:sum.net'), figures: true, width: 66 },
	]
	const rows = invoice.lines.map((line, index): SheetRow => {
		const discount = discounts[index] ?? 0
		const rate = rates.get(line.id)
		return {
			cells: [
				...[line.name, write.quantity(line.quantity, line.unitCode), line.unitPrice ? write.unitPrice(line.unitPrice) : ''],
				...(withDiscount ? [discount > 0 ? write.money(-discount) : ''] : []),
				...[rate ? write.rate(rate) : '', write.money(pricesIncludeTax ? line.netMinor + line.taxMinor : line.netMinor)],
			],
			under: [
				[line.sku, shipTo ? null : line.place].filter(Boolean).join(' · '),
				...line.inside.map((part) => `${write.quantity(part.quantity, null)} × ${part.name} (${part.sku})`),
			].filter((text) => text !== ''),
		}
	})
	return { kind: 'table', columns, rows }
}

function sumsOf(invoice: PrintedInvoice, { t, money }: PrintWriter) {
	const { netMinor, shippingMinor, taxMinor, totalMinor, settledMinor, pricesIncludeTax } = invoice
	const sum = (key: string, minor: number) => ({ name: t(`account:sum.${key}`), value: money(minor), strong: key.startsWith('total') })
	const linesTaxMinor = invoice.lines.reduce((total, line) => total + line.taxMinor, 0)
	const carriage = (minor: number) => (shippingMinor === 0 ? [] : [sum('shipping', minor)])
	const sums = pricesIncludeTax
		? [
				...[sum('goodsWithTax', netMinor + linesTaxMinor), ...carriage(shippingMinor + taxMinor - linesTaxMinor)],
				...[sum('totalWithTax', totalMinor), sum('ofWhichTax', taxMinor)],
			]
		: [sum('net', netMinor), ...carriage(shippingMinor), sum('tax', taxMinor), sum('total', totalMinor)]
	return [
		...sums,
		...(settledMinor === 0
			? []
			: [
					{ name: t('documents:settled'), value: money(-settledMinor) },
					{ name: t(invoice.kind === 'invoice' ? 'documents:toPay' : 'documents:toUse'), value: money(totalMinor - settledMinor), strong: true },
				]),
	]
}

function taxOf(invoice: PrintedInvoice, { t, money, rate: percent }: PrintWriter): SheetBlock[] {
	const rates = new Map(invoice.lineRates.map(({ lineId, rate }) => [lineId, rate]))
	const lines = invoice.lines.map(({ id, netMinor, taxMinor }) => ({ rate: rates.get(id) ?? null, netMinor, taxMinor }))
	const rows = sumTax({ ...invoice, lines }).map(({ rate, netMinor, taxMinor }) => ({
		cells: [rate === null ? t('documents:otherTax') : percent(rate), money(netMinor), money(taxMinor), money(netMinor + taxMinor)],
	}))
	const columns = [
		{ head: t('documents:rate') },
		{ head: t('account:sum.net'), figures: true, width: 96 },
		{ head: t('account:sum.tax'), figures: true, width: 96 },
		{ head: t('account:sum.total'), figures: true, width: 96 },
	]
	return [{ kind: 'table', title: t('documents:taxByRate'), columns, rows }]
}

function paymentsOf({ payments, kind }: PrintedInvoice, { t, money, day }: PrintWriter): SheetBlock[] {
	if (payments.length === 0) return []
	const columns = [{ head: t('documents:received'), width: 96 }, { head: t('documents:how') }, { head: t('documents:amount'), figures: true, width: 96 }]
	const rows = payments.map((payment) => ({
		cells: [
			day(payment.receivedOn),
			[t(`account:paymentMethod.${payment.method}`), payment.reference].filter(Boolean).join(' · '),
			money(kind === 'invoice' ? payment.amountMinor : -payment.amountMinor),
		],
	}))
	return [{ kind: 'table', title: t('account:invoice.payments'), columns, rows }]
}

/** Where the money goes and under which word: only while some is owed. */
function remittanceOf({ kind, seller, totalMinor, settledMinor, number, accountNumber, dueOn }: PrintedInvoice, { t, day, money }: PrintWriter): SheetBlock[] {
	const open = totalMinor - settledMinor
	if (kind !== 'invoice' || open <= 0) return []
	const { bank } = seller
	const account = bank
		? [
				bank['name'],
				bank['iban'] ?? bank['account'],
				bank['routing'] ? `${t('documents:routing')} ${bank['routing']}` : null,
				bank['bic'] ? `BIC ${bank['bic']}` : null,
			]
		: []
	return [
		{
			kind: 'note',
			title: t('documents:remittance'),
			lines: [
				t('documents:payUntil', { amount: money(open), day: day(dueOn) }),
				account.filter(Boolean).join(' · '),
				t('documents:reference', { reference: `${number} / ${accountNumber}` }),
			].filter((line) => line !== ''),
		},
	]
}

import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { type InvoicePage, openInvoice } from '../../flows/invoice/open-invoices.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { Address } from '../../ui/account/address.tsx'
import { CardFacts } from '../../ui/account/card-facts.tsx'
import { InvoiceStatus } from '../../ui/account/invoice-status.tsx'
import { Inside } from '../../ui/account/order-lines.tsx'
import { PrintButton } from '../../ui/account/print-button.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { Counted } from '../../ui/parts/counted.tsx'
import { DateText, DayText } from '../../ui/parts/date-text.tsx'
import { KeyValueList } from '../../ui/parts/key-value.tsx'
import { Money, UnitPrice } from '../../ui/parts/money.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account', 'documents'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openInvoice(db, shopper, { number: params['number'] ?? '', at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'account')(`invoiceTitle.${page.invoice.kind}`, { number: page.invoice.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function InvoiceDocument() {
	const { t } = useTranslation('account')
	const { invoice, overdueDays, cardFacts } = useLoaderData<typeof loader>()
	const { number, currency, totalMinor, settledMinor, billTo, shipTo } = invoice
	const openMinor = totalMinor - settledMinor
	const crumbs = [{ label: t('invoices.title'), href: '/invoices' }, { label: number }]
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				kicker={t(`invoiceKind.${invoice.kind}`)}
				title={number}
				lead={<InvoiceStatus invoice={invoice} overdueDays={overdueDays} />}
				actions={
					<>
						{invoice.kind === 'invoice' && openMinor > 0 ? (
							<LinkButton to={`/invoices/pay?id=${invoice.id}`} variant="primary" icon="card">
								{t('invoices.pay')}
							</LinkButton>
						) : null}
						<LinkButton to={`/invoices/${encodeURIComponent(number)}/pdf`} icon="document" reloadDocument>
							{t('pdf')}
						</LinkButton>
						<PrintButton label={t('print')} />
					</>
				}
			/>
			<div className="mb-10 grid gap-8 text-sm sm:grid-cols-3">
				<Address label={t('invoice.from')} name={invoice.sellerName} address={invoice.sellerAddress} />
				<Address label={t('invoice.billTo')} name={billTo?.name ?? invoice.accountName} address={billTo?.address ?? null} />
				{shipTo ? <Address label={t('invoice.shipTo')} name={shipTo['name'] ?? invoice.place ?? ''} address={shipTo} /> : null}
			</div>
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<InvoiceLines invoice={invoice} />
				<aside className="grid content-start gap-8">
					<InvoiceFacts invoice={invoice} />
					{invoice.payments.length > 0 ? (
						<Section title={t('invoice.payments')}>
							<KeyValueList
								sums
								rows={invoice.payments.map((payment) => ({
									key: String(payment.id),
									label: (
										<>
											<TextLink to={`/invoices/payments/${payment.id}`}>
												<DateText instant={payment.receivedAt} />
											</TextLink>{' '}
											· {t(`paymentMethod.${payment.method}`)} {payment.reference}
										</>
									),
									value: <Money minor={payment.amountMinor} currency={currency} />,
								}))}
							/>
						</Section>
					) : null}
					<CardFacts
						refunds={cardFacts.filter((fact) => fact.kind === 'refund')}
						disputes={cardFacts.filter((fact) => fact.kind === 'dispute')}
						currency={currency}
					/>
				</aside>
			</div>
		</AccountPage>
	)
}

type Shown = { invoice: Omit<InvoicePage['invoice'], 'lines'> & { lines: InvoicePage['invoice']['lines'] } }

function InvoiceLines({ invoice }: Shown) {
	const { t } = useTranslation('account')
	const { currency, pricesIncludeTax, netMinor, shippingMinor, taxMinor, totalMinor } = invoice
	const sum = (key: string, minor: number) => ({
		key,
		label: t(`sum.${key}`),
		value: <Money minor={minor} currency={currency} />,
		strong: key.startsWith('total'),
	})
	const linesTaxMinor = invoice.lines.reduce((total, line) => total + line.taxMinor, 0)
	const sums = pricesIncludeTax
		? [
				...[sum('goodsWithTax', netMinor + linesTaxMinor), sum('shipping', shippingMinor + taxMinor - linesTaxMinor)],
				...[sum('totalWithTax', totalMinor), sum('ofWhichTax', taxMinor)],
			]
		: [sum('net', netMinor), sum('shipping', shippingMinor), sum('tax', taxMinor), sum('total', totalMinor)]
	return (
		<div className="grid content-start gap-6">
			<Table caption={t('invoice.lines')}>
				<THead>
					<tr>
						<Th>{t('line.product')}</Th>
						<Th numeric>{t('line.quantity')}</Th>
						<Th numeric className="hidden sm:table-cell print:table-cell">
							{t(pricesIncludeTax ? 'line.unitPriceWithTax' : 'line.unitPrice')}
						</Th>
						<Th numeric>{t(pricesIncludeTax ? 'sum.amountWithTax' : 'sum.net')}</Th>
					</tr>
				</THead>
				<TBody>
					{invoice.lines.map((line) => (
						<Tr key={line.id}>
							<Td>
								<span className="block font-medium">{line.name}</span>
								<span className="text-ink-soft">{[line.sku, invoice.shipTo ? null : line.place].filter(Boolean).join(' · ')}</span>
								<Inside inside={line.inside} currency={currency} withTax={pricesIncludeTax} />
							</Td>
							<Td numeric>
								<Counted quantity={line.quantity} unit={line.unitCode} />
							</Td>
							<Td numeric className="hidden sm:table-cell print:table-cell">
								{line.unitPrice ? <UnitPrice micros={line.unitPrice.replace('.', '')} currency={currency} /> : null}
							</Td>
							<Td numeric>
								<Money minor={pricesIncludeTax ? line.netMinor + line.taxMinor : line.netMinor} currency={currency} />
							</Td>
						</Tr>
					))}
				</TBody>
			</Table>
			<KeyValueList sums rows={sums} className="ml-auto w-full sm:max-w-sm" />
		</div>
	)
}

function InvoiceFacts({ invoice }: Shown) {
	const { t } = useTranslation('account')
	const { orderNumber, currency } = invoice
	const rows = [
		{ key: 'issued', label: t('invoices.column.issued'), value: <DayText day={invoice.issuedOn} /> },
		{ key: 'due', label: t('invoices.column.due'), value: <DayText day={invoice.dueOn} /> },
		...(orderNumber
			? [{ key: 'order', label: t('orders.column.number'), value: <TextLink to={`/orders/${encodeURIComponent(orderNumber)}`}>{orderNumber}</TextLink> }]
			: []),
		...(invoice.poNumber ? [{ key: 'po', label: t('orders.column.po'), value: invoice.poNumber }] : []),
		...(invoice.shipmentNumber ? [{ key: 'shipment', label: t('invoice.shipment'), value: invoice.shipmentNumber }] : []),
		{ key: 'account', label: t('invoice.account'), value: `${invoice.accountName} (${invoice.accountNumber})` },
		{ key: 'open', label: t('invoices.column.open'), value: <Money minor={invoice.totalMinor - invoice.settledMinor} currency={currency} />, strong: true },
	]
	return (
		<Section title={t('order.facts')}>
			<KeyValueList rows={rows} />
		</Section>
	)
}

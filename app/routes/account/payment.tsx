import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPaymentDocument } from '../../flows/invoice/open-payments.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { CardFacts } from '../../ui/account/card-facts.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { KeyValueList } from '../../ui/parts/key-value.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['documents', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const payment = await openPaymentDocument(db, shopper, idOf(params['id']) ?? 0)
	if (!payment) throw notFound()
	return { payment, title: `${fixedT(locale, 'documents')('receipt.title')} ${payment.id}` }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function PaymentPage() {
	const { t } = useTranslation(['documents', 'account'])
	const { payment } = useLoaderData<typeof loader>()
	const { currency, amountMinor, appliedMinor, method } = payment
	const facts = [
		{ key: 'received', label: t('received'), value: <DayText day={payment.receivedOn} /> },
		{ key: 'how', label: t('how'), value: t(`account:paymentMethod.${method}`) },
		...(payment.reference ? [{ key: 'reference', label: t('receipt.reference'), value: payment.reference }] : []),
		{ key: 'amount', label: t('receipt.amount'), value: <Money minor={amountMinor} currency={currency} />, strong: true },
		...(method === 'credit' ? [] : [{ key: 'left', label: t('receipt.left'), value: <Money minor={amountMinor - appliedMinor} currency={currency} /> }]),
	]
	const crumbs = [{ label: t('account:invoices.title'), href: '/invoices' }, { label: String(payment.id) }]
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />}
				title={`${t('receipt.title')} ${payment.id}`}
				actions={
					<LinkButton to={`/invoices/payments/${payment.id}/pdf`} icon="document" reloadDocument>
						{t('account:pdf')}
					</LinkButton>
				}
			/>
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<Settled applications={payment.applications} currency={currency} />
				<aside className="grid content-start gap-8">
					<Section title={t('account:order.facts')}>
						<KeyValueList rows={facts} />
					</Section>
					<CardFacts refunds={payment.refunds} disputes={payment.disputes} currency={currency} />
				</aside>
			</div>
		</AccountPage>
	)
}

type SettledProps = { applications: readonly { number: string; kind: string; amountMinor: number; totalMinor: number; issuedOn: string }[]; currency: string }

function Settled({ applications, currency }: SettledProps) {
	const { t } = useTranslation(['documents', 'account'])
	if (applications.length === 0) return <EmptyState title={t('receipt.nothing')} />
	return (
		<Table caption={t('receipt.settled')} stacks>
			<THead>
				<tr>
					<Th>{t('receipt.settled')}</Th>
					<Th>{t('account:invoices.column.issued')}</Th>
					<Th numeric>{t('account:invoices.column.total')}</Th>
					<Th numeric>{t('receipt.applied')}</Th>
				</tr>
			</THead>
			<TBody>
				{applications.map((one) => (
					<Tr key={one.number}>
						<Td>
							<TextLink to={`/invoices/${encodeURIComponent(one.number)}`}>{`${t(`account:invoiceKind.${one.kind}`)} ${one.number}`}</TextLink>
						</Td>
						<Td label={t('account:invoices.column.issued')}>
							<DayText day={one.issuedOn} />
						</Td>
						<Td label={t('account:invoices.column.total')} numeric>
							<Money minor={one.totalMinor} currency={currency} />
						</Td>
						<Td label={t('receipt.applied')} numeric>
							<Money minor={one.amountMinor} currency={currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

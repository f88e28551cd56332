import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type InvoicesPage, openInvoices } from '../../flows/invoice/open-invoices.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { AgeingBar } from '../../ui/account/ageing-bar.tsx'
import { InvoiceStatus } from '../../ui/account/invoice-status.tsx'
import { type OrderFilters, orderListHref, readOrderFilters } from '../../ui/account/order-query.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { Button, LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { Checkbox } from '../../ui/parts/checkbox.tsx'
import { cn } from '../../ui/parts/cn.ts'
import { DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { Figure, PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { SearchBox } from '../../ui/parts/search-box.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { Tabs } from '../../ui/parts/tabs.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

const shownWhen = ['open', 'overdue', 'paid', 'all'] as const

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const search = new URL(request.url).searchParams
	const filters = readOrderFilters(search)
	const status = filters.status ?? 'open'
	const paidId = /^[1-9]\d{0,14}$/.test(search.get('paid') ?? '') ? Number(search.get('paid')) : null
	const page = await openInvoices(db, shopper, { ...filters, status, paidId, at })
	if (!page) throw notFound()
	return { page, paidId, filters: { ...filters, status }, title: fixedT(locale, 'account')('invoices.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Invoices() {
	const { t } = useTranslation('account')
	const { page, filters, paidId } = useLoaderData<typeof loader>()
	const { statement, paid, invoices } = page
	const href = (more: Partial<OrderFilters>) => orderListHref({ ...filters, after: null, ...more }, '/invoices')
	return (
		<AccountPage>
			<PageHeader
				title={t('invoices.title')}
				lead={t('invoices.lead')}
				actions={
					<>
						{statement.openMinor > 0 ? (
							<LinkButton to="/invoices/pay" variant="primary" icon="card">
								{t('invoices.payAll')}
							</LinkButton>
						) : null}
						<LinkButton to="/invoices/statement" icon="document">
							{t('invoices.statement')}
						</LinkButton>
						<LinkButton to={orderListHref({ ...filters, after: null }, '/invoices.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					</>
				}
			/>
			{paid ? <Thanks paid={paid} paidId={paidId} /> : null}
			<div className="mb-8 grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-4">
				<Figure
					label={t('invoices.openSum')}
					value={<Money minor={statement.openMinor} currency={statement.currency} />}
					note={t('invoices.openCount', { count: statement.openCount })}
				/>
				<Figure
					label={t('invoices.overdueSum')}
					value={<Money minor={statement.overdueMinor} currency={statement.currency} />}
					note={statement.oldestOverdueDays > 0 ? t('invoices.oldest', { count: statement.oldestOverdueDays }) : t('invoices.nothingOverdue')}
				/>
				<Figure label={t('invoices.creditSum')} value={<Money minor={statement.creditMinor} currency={statement.currency} />} />
				<Figure label={t('invoices.unappliedSum')} value={<Money minor={statement.unappliedMinor} currency={statement.currency} />} />
			</div>
			{statement.openMinor > 0 ? <AgeingBar statement={statement} /> : null}
			<Tabs
				label={t('invoices.title')}
				className="mt-10"
				tabs={shownWhen.map((status) => ({ href: href({ status }), label: t(`invoices.show.${status}`), current: filters.status === status }))}
			/>
			<SearchBox action="/invoices" label={t('invoices.search')} defaultValue={filters.text ?? ''} className="my-6 max-w-md">
				<input type="hidden" name="status" value={filters.status} />
			</SearchBox>
			{invoices.length > 0 ? (
				<Choice invoices={invoices} />
			) : (
				<EmptyState
					title={t(`invoices.empty.${emptyOf(filters)}`)}
					picture={<img src={filters.text ? '/images/nothing-found.svg' : '/images/all-done.svg'} alt="" width={480} height={360} />}
				/>
			)}
			<Pagination
				label={t('invoices.pages')}
				previous={filters.after ? { href: href({}), label: t('newest') } : null}
				next={page.next ? { href: href({ after: page.next }), label: t('older') } : null}
			/>
		</AccountPage>
	)
}

/** Why the list is empty: nothing found, nothing late, everything paid, or no invoice ever. */
function emptyOf({ text, status }: OrderFilters): string {
	if (text) return 'search'
	return status === 'overdue' || status === 'open' ? status : 'all'
}

function Thanks({ paid, paidId }: { paid: NonNullable<InvoicesPage['paid']>; paidId: number | null }) {
	const { t } = useTranslation('account')
	return (
		<Banner tone="positive" live title={t('invoices.paid.title')} className="mb-8">
			<Money minor={paid.amountMinor} currency={paid.currency} /> · {t('invoices.paid.text', { count: paid.numbers.length, numbers: paid.numbers.join(', ') })}
			{paid.unappliedMinor > 0 ? (
				<>
					{' '}
					{t('invoices.paid.unapplied')} <Money minor={paid.unappliedMinor} currency={paid.currency} />
				</>
			) : null}{' '}
			<TextLink to={`/invoices/payments/${paidId}`}>{t('invoices.paid.receipt')}</TextLink>
		</Banner>
	)
}

const isPayable = ({ kind, totalMinor, settledMinor }: InvoicesPage['invoices'][number]) => kind === 'invoice' && totalMinor !== settledMinor

/** Choosing is a GET form: the next page shows what was chosen, with or without scripts. */
function Choice({ invoices }: { invoices: InvoicesPage['invoices'] }) {
	const { t } = useTranslation('account')
	const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
	const payable = invoices.filter(isPayable)
	const sum = payable.filter(({ id }) => chosen.has(id)).reduce((total, one) => total + one.totalMinor - one.settledMinor, 0)
	const toggle = (ids: readonly number[], on: boolean) => {
		const next = new Set(chosen)
		for (const id of ids) on ? next.add(id) : next.delete(id)
		setChosen(next)
	}
	return (
		<Form method="get" action="/invoices/pay">
			<Table caption={t('invoices.title')} stacks>
				<THead>
					<tr>
						{payable.length > 0 ? (
							<Th>
								<Checkbox
									hideLabel
									label={t('invoices.chooseAll')}
									checked={chosen.size > 0 && chosen.size === payable.length}
									onChange={(event) =>
										toggle(
											payable.map(({ id }) => id),
											event.currentTarget.checked,
										)
									}
								/>
							</Th>
						) : null}
						<Th>{t('invoices.column.number')}</Th>
						<Th className="sm:max-md:hidden">{t('invoices.column.order')}</Th>
						<Th>{t('invoices.column.due')}</Th>
						<Th>{t('orders.column.status')}</Th>
						<Th numeric>{t('invoices.column.open')}</Th>
					</tr>
				</THead>
				<TBody>
					{invoices.map((invoice) => (
						<InvoiceRow
							key={invoice.id}
							invoice={invoice}
							withBox={payable.length > 0}
							isChosen={chosen.has(invoice.id)}
							onChoose={(on) => toggle([invoice.id], on)}
						/>
					))}
				</TBody>
			</Table>
			{payable.length > 0 ? (
				<div
					className={cn('flex flex-wrap items-center justify-end gap-4 bg-ground py-4 print:hidden', chosen.size > 0 && 'sticky bottom-0 border-t border-ink')}
				>
					{chosen.size > 0 ? (
						<p className="text-sm">
							{t('invoices.chosen', { count: chosen.size })}{' '}
							<Money minor={sum} currency={payable[0]?.currency ?? 'USD'} className="ml-2 text-base font-semibold" />
						</p>
					) : null}
					<Button type="submit" variant="primary">
						{t('invoices.payChosen')}
					</Button>
				</div>
			) : null}
		</Form>
	)
}

type RowProps = { invoice: InvoicesPage['invoices'][number]; withBox: boolean; isChosen: boolean; onChoose: (on: boolean) => void }

function InvoiceRow({ invoice, withBox, isChosen, onChoose }: RowProps) {
	const { t } = useTranslation('account')
	const { number, currency, totalMinor, settledMinor, orderNumber, place } = invoice
	return (
		<Tr className="hover:bg-sunken">
			{withBox ? (
				<Td>
					{isPayable(invoice) ? (
						<Checkbox
							name="id"
							value={invoice.id}
							hideLabel
							label={t('invoices.choose', { number })}
							checked={isChosen}
							onChange={(event) => onChoose(event.currentTarget.checked)}
						/>
					) : null}
				</Td>
			) : null}
			<Td className="whitespace-nowrap">
				<Link to={`/invoices/${encodeURIComponent(number)}`} className="block font-medium text-accent hover:underline">
					{number}
				</Link>
				<span className="text-ink-soft">
					{invoice.kind === 'credit_note' ? `${t('invoiceKind.credit_note')} · ` : ''}
					<DayText day={invoice.issuedOn} />
				</span>
			</Td>
			<Td label={t('invoices.column.order')} empty={!orderNumber && !place && !invoice.poNumber} className="sm:max-md:hidden">
				{orderNumber ? (
					<Link to={`/orders/${encodeURIComponent(orderNumber)}`} className="text-accent hover:underline">
						{orderNumber}
					</Link>
				) : null}
				<span className="block text-ink-soft">{[place, invoice.poNumber].filter(Boolean).join(' · ')}</span>
			</Td>
			<Td label={t('invoices.column.due')} className="whitespace-nowrap">
				<DayText day={invoice.dueOn} />
			</Td>
			<Td label={t('orders.column.status')}>
				<InvoiceStatus invoice={invoice} overdueDays={invoice.overdueDays} />
			</Td>
			<Td label={t('invoices.column.open')} numeric>
				<Money minor={totalMinor - settledMinor} currency={currency} />
				{settledMinor === 0 ? null : (
					<span className="block text-ink-soft">
						{t('invoices.of')} <Money minor={totalMinor} currency={currency} />
					</span>
				)}
			</Td>
		</Tr>
	)
}

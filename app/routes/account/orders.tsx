import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Form, Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { ORDER_STATUSES, type OrdersPage, openOrders } from '../../flows/order/open-orders.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { type OrderFilters, orderListHref, readOrderFilters } from '../../ui/account/order-query.ts'
import { OrderStatus } from '../../ui/account/status.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { DateText, DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { DateField, TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const filters = readOrderFilters(new URL(request.url).searchParams)
	const page = await openOrders(db, shopper, filters)
	if (!page) throw notFound()
	return { page, filters, statuses: ORDER_STATUSES, title: fixedT(locale, 'account')('orders.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Orders() {
	const { t } = useTranslation('account')
	const { page, filters, statuses } = useLoaderData<typeof loader>()
	const isFiltered = Boolean(filters.text || filters.status || filters.from || filters.to)
	return (
		<AccountPage>
			<PageHeader
				title={t('orders.title')}
				lead={t('orders.lead')}
				actions={
					<>
						<LinkButton to="/standing-orders" icon="calendar">
							{t('orders.standing')}
						</LinkButton>
						<LinkButton to="/quotes" variant="quiet">
							{t('quotes')}
						</LinkButton>
						{page.orders.length > 0 ? (
							<LinkButton to={orderListHref({ ...filters, after: null }, '/orders.csv')} icon="download" reloadDocument>
								{t('csv')}
							</LinkButton>
						) : null}
					</>
				}
			/>
			{isFiltered || page.orders.length > 0 ? <Filters filters={filters} statuses={statuses} /> : null}
			{page.orders.length > 0 ? (
				<OrderTable orders={page.orders} />
			) : (
				<EmptyState
					title={t(isFiltered ? 'orders.none.title' : 'orders.empty.title')}
					picture={<img src={isFiltered ? '/images/nothing-found.svg' : '/images/empty-cart.svg'} alt="" width={480} height={360} />}
					action={<LinkButton to={isFiltered ? '/orders' : '/'}>{t(isFiltered ? 'orders.none.action' : 'orders.empty.action')}</LinkButton>}
				>
					{t(isFiltered ? 'orders.none.text' : 'orders.empty.text')}
				</EmptyState>
			)}
			<Pagination
				label={t('orders.pages')}
				previous={filters.after ? { href: orderListHref({ ...filters, after: null }), label: t('newest') } : null}
				next={page.next ? { href: orderListHref({ ...filters, after: page.next }), label: t('older') } : null}
			/>
		</AccountPage>
	)
}

function Filters({ filters, statuses }: { filters: OrderFilters; statuses: readonly string[] }) {
	const { t } = useTranslation('account')
	return (
		<Form method="get" action="/orders" className="mb-6 grid grid-cols-2 items-end gap-x-4 gap-y-3 lg:grid-cols-[2fr_1fr_1fr_1fr_auto] print:hidden">
			<TextField label={t('orders.search')} name="q" type="search" defaultValue={filters.text ?? ''} className="col-span-2 sm:col-span-1" />
			<SelectField
				label={t('orders.column.status')}
				name="status"
				defaultValue={filters.status ?? ''}
				options={[{ value: '', label: t('orders.anyStatus') }, ...statuses.map((status) => ({ value: status, label: t(`orderStatus.${status}`) }))]}
				className="col-span-2 sm:col-span-1"
			/>
			<DateField label={t('from')} name="from" defaultValue={filters.from ?? ''} />
			<DateField label={t('to')} name="to" defaultValue={filters.to ?? ''} />
			<Button type="submit" icon="filter" className="col-span-2 lg:col-span-1">
				{t('show')}
			</Button>
		</Form>
	)
}

function OrderTable({ orders }: { orders: OrdersPage['orders'] }) {
	const { t } = useTranslation('account')
	return (
		<Table caption={t('orders.title')} stacks>
			<THead>
				<tr>
					<Th>{t('orders.column.number')}</Th>
					<Th className="sm:max-md:hidden">{t('orders.column.goods')}</Th>
					<Th className="sm:max-lg:hidden">{t('orders.column.stores')}</Th>
					<Th>{t('orders.column.po')}</Th>
					<Th>{t('orders.column.status')}</Th>
					<Th numeric>{t('orders.column.total')}</Th>
				</tr>
			</THead>
			<TBody>
				{orders.map((order) => (
					<Tr key={order.id} className="hover:bg-sunken">
						<Td className="whitespace-nowrap">
							<Link to={`/orders/${encodeURIComponent(order.number)}`} prefetch="intent" className="block font-medium text-accent hover:underline">
								{order.number}
							</Link>
							<span className="text-ink-soft">
								<DateText instant={order.placedAt} />
							</span>
						</Td>
						<Td label={t('orders.column.goods')} className="max-w-xs sm:max-md:hidden">
							<span className="line-clamp-2">{order.firstNames.join(', ')}</span>
							{order.lines > order.firstNames.length ? (
								<span className="text-ink-soft">{t('orders.moreLines', { count: order.lines - order.firstNames.length })}</span>
							) : null}
						</Td>
						<Td label={t('orders.column.stores')} empty={order.places.length === 0} className="max-w-56 sm:max-lg:hidden">
							<span className="line-clamp-2">{order.places.slice(0, 2).join(', ')}</span>
							{order.places.length > 2 ? <span className="text-ink-soft">{t('orders.moreStores', { count: order.places.length - 2 })}</span> : null}
						</Td>
						<Td label={t('orders.column.po')} className="max-w-40 wrap-anywhere md:whitespace-nowrap">
							{order.poNumber}
						</Td>
						<Td label={t('orders.column.status')}>
							<OrderStatus status={order.status} />
							{order.nextOn ? (
								<span className="block text-ink-soft">
									{t('orders.next')} <DayText day={order.nextOn} style="short" />
								</span>
							) : null}
						</Td>
						<Td label={t('orders.column.total')} numeric>
							<Money minor={order.totalMinor} currency={order.currency} />
							{order.openMinor > 0 ? (
								<span className="block text-ink-soft">
									{t('orders.open')} <Money minor={order.openMinor} currency={order.currency} />
								</span>
							) : null}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { ORDER_STATUSES, type OrdersPage, openOrderStores, openOrders } from '../../flows/order/open-orders.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { orderListHref, readOrderFilters } from '../../ui/account/order-query.ts'
import { OrderSearch } from '../../ui/account/order-search.tsx'
import { OrderStatus } from '../../ui/account/status.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText, DayText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const filters = readOrderFilters(new URL(request.url).searchParams)
	const [page, stores] = await Promise.all([openOrders(db, shopper, filters), openOrderStores(db, shopper)])
	if (!page) throw notFound()
	return { page, filters, stores, statuses: ORDER_STATUSES, title: fixedT(locale, 'account')('orders.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Orders() {
	const { t } = useTranslation('account')
	const { page, filters, stores, statuses } = useLoaderData<typeof loader>()
	const { sort: _sort, after: _after, ...asked } = filters
	const isFiltered = Object.values(asked).some(Boolean)
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
						<LinkButton to="/help" variant="quiet">
							{t('orders.help')}
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
			{isFiltered || page.orders.length > 0 ? <OrderSearch filters={filters} statuses={statuses} stores={stores} /> : null}
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
				previous={filters.after ? { href: orderListHref({ ...filters, after: null }), label: t(filters.sort ? 'first' : 'newest') } : null}
				next={page.next ? { href: orderListHref({ ...filters, after: page.next }), label: t(filters.sort ? 'following' : 'older') } : null}
			/>
		</AccountPage>
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

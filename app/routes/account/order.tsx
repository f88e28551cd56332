import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { cancelOrder } from '../../flows/order/cancel-order.ts'
import { openChangesOf } from '../../flows/order/open-change.ts'
import { openOrder } from '../../flows/order/open-order.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { Delivery } from '../../ui/account/delivery.tsx'
import { OrderApproval, OrderFacts, OrderInvoices, OrderSums, PriceFalls } from '../../ui/account/order-facts.tsx'
import { OrderLines } from '../../ui/account/order-lines.tsx'
import { OrderPromotions } from '../../ui/account/order-promotions.tsx'
import { OrderReturns } from '../../ui/account/order-returns.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { OrderStatus } from '../../ui/account/status.tsx'
import { OrderChanges, WaitingChange } from '../../ui/changes/order-changes.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { Disclosure } from '../../ui/parts/disclosure.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account', 'approvals', 'price', 'engine', 'returns', 'changes'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale, at } = context.house
	const shopper = await requireShopper(request, context)
	const number = params['number'] ?? ''
	const [page, changed] = await Promise.all([openOrder(db, shopper, { number, locale }), openChangesOf(db, shopper, { number, at })])
	if (!page) throw notFound()
	return { ...page, ...changed, title: fixedT(locale, 'account')('order.title', { number: page.order.number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `cancel` cancels. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const number = params['number'] ?? ''
	if (form.get('intent') !== 'cancel') throw notFound()
	const cancelled = await cancelOrder(db, shopper, { number, at })
	if (!cancelled) throw notFound()
	return cancelled.ok ? redirect(request.url) : data({ refusals: cancelled.refusals }, { status: 422 })
}

export default function OrderDocument() {
	const { t } = useTranslation('account')
	const { order, mayCancel, mayChange, mayCut, mayOrder, mayReturn, changes, versions } = useLoaderData<typeof loader>()
	const { currency, number } = order
	const lines = new Map(order.lines.map((line) => [line.id, line]))
	const crumbs = [{ label: t('orders.title'), href: '/orders' }, { label: number }]
	const isCancelled = order.stage === 'cancelled'
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				kicker={t('order.kicker')}
				title={number}
				lead={
					<>
						{t('order.placed')} <DateText instant={order.placedAt} />
						{isCancelled && order.cancelledAt ? (
							<>
								{' · '}
								{t('order.cancelled')} <DateText instant={order.cancelledAt} />
							</>
						) : null}
					</>
				}
				actions={
					<Acts
						number={number}
						mayOrder={mayOrder}
						mayCancel={mayCancel}
						mayChange={mayChange}
						mayCut={mayCut}
						returnHref={mayReturn ? `/orders/${encodeURIComponent(number)}/return` : null}
					/>
				}
			/>
			{mayOrder && order.groups.some(({ status }) => status === 'held') ? (
				<Banner tone="warning" className="mb-8" action={<LinkButton to={`/orders/${encodeURIComponent(number)}/pay`}>{t('payHeld.go')}</LinkButton>}>
					{t('payHeld.banner')}
				</Banner>
			) : null}
			<Refused />
			<WaitingChange number={number} changes={changes} />
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem] print:block">
				<div className="grid content-start gap-10">
					{order.groups.map((delivery) => (
						<Delivery
							key={delivery.id}
							delivery={delivery}
							lines={lines}
							currency={currency}
							pricesIncludeTax={order.pricesIncludeTax}
							place={delivery.place ?? t('delivery.name', { number: delivery.sequence })}
						/>
					))}
					<Section id="prices" title={t('order.lines')} aside={t('orders.lineCount', { count: order.lines.length })}>
						<PriceFalls order={order} />
						<OrderLines order={order} />
					</Section>
				</div>
				<aside className="grid content-start gap-8 print:mt-8">
					<Section title={t('order.facts')} aside={isCancelled ? <OrderStatus status="cancelled" /> : null}>
						<OrderFacts order={order} />
					</Section>
					<OrderApproval approval={order.approval} />
					<Section title={t('order.sums')}>
						<OrderSums order={order} />
					</Section>
					<OrderChanges number={number} currency={currency} changes={changes} versions={versions} />
					<OrderPromotions order={order} />
					<OrderInvoices invoices={order.invoices} currency={currency} />
					<OrderReturns returns={order.returns} number={number} mayAsk={mayOrder} />
				</aside>
			</div>
		</AccountPage>
	)
}

type ActsProps = { number: string; mayOrder: boolean; mayCancel: boolean; mayChange: boolean; mayCut: boolean; returnHref: string | null }

function Acts({ number, mayOrder, mayCancel, mayChange, mayCut, returnHref }: ActsProps) {
	const { t } = useTranslation(['account', 'returns', 'changes'])
	const intent = useNavigation().formData?.get('intent')
	return (
		<>
			{mayOrder ? (
				<LinkButton to={`/quick-order?from=order.${encodeURIComponent(number)}`} variant="primary" icon="refresh">
					{t('order.reorder')}
				</LinkButton>
			) : null}
			{mayOrder ? (
				<Form method="post" action="/lists">
					<input type="hidden" name="name" value={number} />
					<Button type="submit" name="from" value={number} icon="list">
						{t('order.saveAsList')}
					</Button>
				</Form>
			) : null}
			{mayOrder ? (
				<LinkButton to={`/standing-orders/new?from=order.${encodeURIComponent(number)}`} icon="calendar">
					{t('order.regularly')}
				</LinkButton>
			) : null}
			{mayChange ? (
				<LinkButton to={`/orders/${encodeURIComponent(number)}/change`} icon="edit">
					{t('changes:order.change')}
				</LinkButton>
			) : null}
			{mayCut ? (
				<LinkButton to={`/orders/${encodeURIComponent(number)}/cancel`} variant="quiet">
					{t('order.cutPart')}
				</LinkButton>
			) : null}
			{returnHref ? <LinkButton to={returnHref}>{t('returns:order.give')}</LinkButton> : null}
			{mayCancel ? (
				<Disclosure summary={t('order.cancel')} className="relative">
					<Form method="post" className="grid max-w-xs gap-3">
						<p>{t('order.cancelText')}</p>
						<Button type="submit" name="intent" value="cancel" variant="danger" pending={intent === 'cancel'}>
							{t('order.cancelNow')}
						</Button>
					</Form>
				</Disclosure>
			) : null}
		</>
	)
}

function Refused() {
	const { t } = useTranslation('account')
	const refused = useActionData<typeof action>()
	return refused ? (
		<div className="mb-8">
			<RefusalList title={t('order.refused.cancel')} refusals={refused.refusals} />
		</div>
	) : null
}

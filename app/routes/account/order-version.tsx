import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openVersion } from '../../flows/order/open-change.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { Delivery } from '../../ui/account/delivery.tsx'
import { OrderSums } from '../../ui/account/order-facts.tsx'
import { OrderLines } from '../../ui/account/order-lines.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from '../desk/read-form.ts'

export const handle = { i18n: ['changes', 'account', 'price', 'engine'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const number = params['number'] ?? ''
	const kept = await openVersion(db, shopper, { number, version: idOf(params['version']) ?? 0 })
	if (!kept) throw notFound()
	return { ...kept, title: fixedT(locale, 'changes')('version.title', { number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** The order as it read before a change. */
export default function OrderVersion() {
	const { t } = useTranslation(['changes', 'account'])
	const { order, replacedAt } = useLoaderData<typeof loader>()
	const { number, currency } = order
	const lines = new Map(order.lines.map((line) => [line.id, { ...line, hasTrace: false }]))
	const back = `/orders/${encodeURIComponent(number)}`
	const crumbs = [{ label: t('account:orders.title'), href: '/orders' }, { label: number, href: back }, { label: t('version.crumb') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />} title={t('version.title', { number })} />
			<Banner tone="info" className="mb-8" action={<LinkButton to={back}>{t('version.now')}</LinkButton>}>
				{t('version.until')} <DateText instant={replacedAt} time />
			</Banner>
			<div className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="grid content-start gap-10">
					{order.groups.map((delivery) => (
						<Delivery
							key={delivery.id}
							delivery={delivery}
							lines={lines}
							currency={currency}
							pricesIncludeTax={order.pricesIncludeTax}
							place={delivery.place ?? t('account:delivery.name', { number: delivery.sequence })}
						/>
					))}
					<Section title={t('account:order.lines')}>
						<OrderLines order={{ ...order, lines: [...lines.values()] }} />
					</Section>
				</div>
				<aside className="grid content-start gap-8">
					<Section title={t('account:order.sums')}>
						<OrderSums order={order} />
					</Section>
				</aside>
			</div>
		</AccountPage>
	)
}

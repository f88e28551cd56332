import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openStoredTrace } from '../../flows/order/open-order.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { type LedgerPart, PriceLedgers } from '../../ui/price/price-ledgers.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account', 'price'] }

/** Why a line of an order cost what it did, as stored with the order. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const number = params['number'] ?? ''
	const stored = await openStoredTrace(db, shopper, { number, sequence: /^\d{1,9}$/.test(params['line'] ?? '') ? Number(params['line']) : 0 })
	if (!stored) throw notFound()
	return { number, name: stored.name, traces: stored.traces as LedgerPart[], title: `${fixedT(locale, 'price')('title')} · ${stored.name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function OrderWhy() {
	const { t } = useTranslation(['price', 'account'])
	const { number, name, traces } = useLoaderData<typeof loader>()
	const crumbs = [{ label: t('account:orders.title'), href: '/orders' }, { label: number, href: `/orders/${number}` }, { label: t('title') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />} kicker={t('title')} title={name} lead={t('asStored')} />
			<div className="max-w-3xl pb-16 text-sm">
				<PriceLedgers parts={traces as LedgerPart[]} />
			</div>
		</AccountPage>
	)
}

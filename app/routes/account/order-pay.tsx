import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCards } from '../../flows/payment/open-cards.ts'
import { openHeld, payHeld } from '../../flows/payment/pay-held.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readPlaceForm } from '../../ui/checkout/read-place-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { PayHeldForm } from '../../ui/payment/pay-held-form.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account', 'checkout'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const number = params['number'] ?? ''
	const held = await openHeld(db, shopper, number)
	const own = held && (await openCards(db, shopper, at))
	if (!own) throw notFound()
	const payer = { name: shopper.contactName, email: shopper.contactEmail }
	const deliveries = held.deliveries.map(({ groupId, sequence, place, amountMinor }) => ({ groupId, sequence, place, amountMinor }))
	const page = { number, deliveries, totalMinor: held.totalMinor, currency: held.currency, isRep: own.isRep, payer }
	return { ...page, cards: own.offered, cardDoor: connectors.payment?.browser ?? null, title: fixedT(locale, 'account')('payHeld.title', { number }) }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `place` authorises the chosen card for what is held; sent again after the bank's question it goes on. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const { paymentMethodId, keepsCard } = readPlaceForm(await request.formData()).wish
	const number = params['number'] ?? ''
	const paid = await payHeld(db, connectors.payment, shopper, { number, paymentMethodId, keepsCard, at })
	if (!paid) throw notFound()
	if (!paid.ok) return data({ refusals: paid.refusals, action: null }, { status: 422 })
	if (paid.action) return data({ refusals: [], action: paid.action })
	return redirect(withLocale(`/orders/${encodeURIComponent(number)}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function PayHeld() {
	const { t } = useTranslation('account')
	const page = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const back = `/orders/${encodeURIComponent(page.number)}`
	const crumbs = [{ label: t('orders.title'), href: '/orders' }, { label: page.number, href: back }, { label: t('payHeld.crumb') }]
	const isDone = page.deliveries.length === 0
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				title={t('payHeld.title', { number: page.number })}
				lead={isDone ? null : t('payHeld.lead')}
			/>
			{isDone ? (
				<EmptyState title={t('payHeld.nothing')} action={<LinkButton to={back}>{t('payHeld.open')}</LinkButton>}>
					{t('payHeld.nothingText')}
				</EmptyState>
			) : (
				<div className="grid max-w-3xl gap-8">
					<RefusalList title={t('payHeld.refused')} refusals={answer?.refusals ?? []} />
					<PayHeldForm page={page} action={answer?.action ?? null} />
				</div>
			)}
		</AccountPage>
	)
}

import { randomUUID } from 'node:crypto'
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPayment } from '../../flows/invoice/open-invoices.ts'
import { finishPayment, payInvoices } from '../../flows/invoice/pay-invoices.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { PayForm } from '../../ui/account/pay-form.tsx'
import { readPayForm } from '../../ui/account/read-pay-form.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const ids = new URL(request.url).searchParams.getAll('id').map(Number).filter(Number.isSafeInteger)
	const page = await openPayment(db, shopper, { ids, at })
	if (!page) throw notFound()
	// Each look at the page is a payment of its own; sending it twice is one.
	return {
		...page,
		key: randomUUID(),
		browser: connectors.payment?.browser ?? null,
		accountNumber: shopper.account.number,
		title: fixedT(locale, 'account')('pay.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `pay` charges the card for what was chosen; `finish` goes on after the bank was answered. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const typed = readPayForm(form)
	const isFinish = form.get('intent') === 'finish'
	const answer = isFinish
		? await finishPayment(db, connectors.payment, shopper, { idempotencyKey: typed.idempotencyKey, at })
		: await payInvoices(db, connectors.payment, shopper, { ...typed, idempotencyKey: typed.idempotencyKey || randomUUID(), at })
	if (!answer) throw notFound()
	if (!answer.ok) return data({ refusals: answer.refusals, typed, nextAction: null, key: randomUUID() }, { status: 422 })
	if ('paid' in answer) return redirect(`/invoices?paid=${answer.paid.paymentId}`)
	return data({ refusals: [], typed, nextAction: answer.nextAction, key: answer.idempotencyKey })
}

export default function PayInvoicesPage() {
	const { t } = useTranslation('account')
	const page = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const numbers = new Map([...page.invoices, ...page.creditNotes].map(({ id, number }) => [id, number]))
	const crumbs = [{ label: t('invoices.title'), href: '/invoices' }, { label: t('pay.title') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />} title={t('pay.title')} lead={t('pay.lead')} />
			{answer && answer.refusals.length > 0 ? (
				<div className="mb-8">
					<RefusalList
						title={t('pay.refused')}
						refusals={answer.refusals}
						whereOf={({ facts }) => (typeof facts['invoiceId'] === 'number' ? (numbers.get(facts['invoiceId']) ?? null) : null)}
					/>
				</div>
			) : null}
			{page.isRep ? (
				<Banner tone="info" className="mb-8" title={t('pay.byBuyer.title')}>
					{t('pay.byBuyer.text')}
				</Banner>
			) : null}
			{page.invoices.length === 0 ? (
				<EmptyState
					title={t('pay.nothing')}
					picture={<img src="/images/all-done.svg" alt="" width={480} height={360} />}
					action={<LinkButton to="/invoices">{t('invoices.title')}</LinkButton>}
				/>
			) : (
				<PayForm
					key={answer?.key ?? page.key}
					page={page}
					typed={answer?.typed ?? null}
					paymentKey={answer?.key ?? page.key}
					nextAction={answer?.nextAction ?? null}
				/>
			)}
		</AccountPage>
	)
}

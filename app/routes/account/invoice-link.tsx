import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { finishPayment, payInvoices } from '../../flows/invoice/pay-invoices.ts'
import { openInvoiceLink } from '../../flows/payment/open-invoice-link.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { InvoiceLinkOver } from '../../ui/account/invoice-link-over.tsx'
import { PayForm } from '../../ui/account/pay-form.tsx'
import { readPayForm } from '../../ui/account/read-pay-form.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

const idOf = (id: string | undefined) => (/^\d{1,15}$/.test(id ?? '') ? Number(id) : 0)

/** It only reads, so that a scanner which opens links changes nothing. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const link = await openInvoiceLink(db, shopper, { id: idOf(params['id']), at })
	if (!link) throw notFound()
	const isRep = shopper.kind === 'rep'
	const page = {
		...{ invoices: link.invoices, creditNotes: [], currency: link.currency, cashMinor: 0, isFixed: true },
		...{ isRep, mayPay: !isRep && (shopper.role === 'owner' || shopper.role === 'buyer') },
		...{ browser: connectors.payment?.browser ?? null, accountNumber: shopper.account.number },
	}
	return { link, page, title: fixedT(locale, 'account')('invoiceLink.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Pays what was asked, or nothing: amounts and key are the link's own, whatever the form says. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, connectors } = context.house
	const shopper = await requireShopper(request, context)
	const link = await openInvoiceLink(db, shopper, { id: idOf(params['id']), at })
	if (!link) throw notFound()
	const form = await request.formData()
	const typed = { invoices: link.asked, creditNoteIds: [], usesCash: false }
	const refused = (refusals: readonly { code: string; facts: Record<string, unknown> }[]) => data({ refusals, typed, nextAction: null }, { status: 422 })
	if (link.state !== 'open') return refused([{ code: 'PAY_LINK_VOID', facts: {} }])
	const under = { idempotencyKey: link.key, at }
	const answer =
		form.get('intent') === 'finish'
			? await finishPayment(db, connectors.payment, shopper, under)
			: await payInvoices(db, connectors.payment, shopper, { ...typed, ...under, paymentMethodId: readPayForm(form).paymentMethodId })
	if (!answer) throw notFound()
	if (!answer.ok) return refused(answer.refusals)
	if ('paid' in answer) return redirect(withLocale(`/invoices?paid=${answer.paid.paymentId}`, isLocale(params['locale']) ? params['locale'] : null))
	return data({ refusals: [], typed, nextAction: answer.nextAction })
}

export default function InvoiceLink() {
	const { t } = useTranslation('account')
	const { link, page } = useLoaderData<typeof loader>()
	const answer = useActionData<typeof action>()
	const numbers = new Map(page.invoices.map(({ id, number }) => [id, number]))
	if (link.state !== 'open') return <InvoiceLinkOver link={link} />
	const crumbs = [{ label: t('invoices.title'), href: '/invoices' }, { label: t('invoiceLink.title') }]
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				title={t('invoiceLink.title')}
				lead={t('invoiceLink.asked', { by: link.senderName })}
			/>
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
			<PayForm
				key={link.key}
				page={page}
				typed={{ invoices: link.asked, creditNoteIds: [], usesCash: false }}
				paymentKey={link.key}
				nextAction={answer?.nextAction ?? null}
			/>
		</AccountPage>
	)
}

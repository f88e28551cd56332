import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openPayments } from '../../flows/invoice/open-payments.ts'
import { unapplyPayment } from '../../flows/invoice/unapply-payment.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { PaymentTable } from '../../ui/desk/payment-table.tsx'
import { readPaymentFilters } from '../../ui/desk/read-payment-filters.ts'
import { Banner } from '../../ui/parts/banner.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn } from './read-form.ts'

export const handle = { i18n: ['documents', 'account', 'warehouse'] }

const PAGE = 50
const states = ['unapplied', 'refunded', 'disputed'] as const

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager', 'head_office')
	const filters = readPaymentFilters(new URL(request.url).searchParams)
	const mayUndo = staff.roles.includes('credit_manager')
	return { ...(await openPayments(db, staff, { ...filters, limit: PAGE })), filters, mayUndo, title: fixedT(locale, 'documents')('payments.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** Takes back what a payment settled. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const form = await request.formData()
	const undone = await unapplyPayment(db, staff, { accountId: idIn(form, 'account') ?? 0, paymentId: idIn(form, 'payment') ?? 0, at, requestId })
	if (!undone) throw notFound()
	if (!undone.ok) return data({ refusals: undone.refusals }, { status: 422 })
	const back = new URL(request.url)
	back.searchParams.set('undone', undone.numbers.join(' '))
	return redirect(`${back.pathname}${back.search}`)
}

export default function Payments() {
	const { t } = useTranslation(['documents', 'account', 'warehouse'])
	const { payments, next, filters, mayUndo } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [search] = useSearchParams()
	const href = useListHref()
	const undone = search.get('undone')
	return (
		<>
			<PageHeader
				title={t('payments.title')}
				lead={t('payments.lead')}
				actions={
					<>
						{mayUndo ? <LinkButton to="/receivables">{t('payments.book')}</LinkButton> : null}
						<LinkButton to={href({}, '/desk/payments.csv')} icon="download" reloadDocument>
							{t('account:csv')}
						</LinkButton>
					</>
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('payments.refused')} refusals={refused.refusals} whereOf={() => null} />
				</div>
			) : undone ? (
				<Banner tone="positive" live className="mb-8">
					{t('payments.undone', { numbers: undone })}
				</Banner>
			) : null}
			<ListFilters submit={t('statement.show')}>
				<ListSearch label={t('payments.search')} value={filters.text ?? ''} />
				<ListChoice
					label={t('payments.state.label')}
					name="state"
					value={filters.state}
					any={t('payments.state.any')}
					options={states.map((state) => ({ value: state, label: t(`payments.state.${state}`) }))}
				/>
				<TextField label={t('statement.from')} name="from" type="date" defaultValue={filters.from ?? ''} className="w-40" />
				<TextField label={t('statement.to')} name="to" type="date" defaultValue={filters.to ?? ''} className="w-40" />
			</ListFilters>
			<ListBody
				empty={
					payments.length === 0 ? <EmptyState title={t('payments.empty')} action={<LinkButton to="/receivables">{t('payments.book')}</LinkButton>} /> : null
				}
				words={{ pages: t('payments.pages'), first: t('account:newest'), next: t('account:older') }}
				after={filters.after}
				nextAfter={next}
			>
				<PaymentTable payments={payments} mayUndo={mayUndo} />
			</ListBody>
		</>
	)
}

import { randomUUID } from 'node:crypto'
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { findBecame } from '../../flows/desk/find-became.ts'
import { applyCash } from '../../flows/invoice/apply-cash.ts'
import { type LedgerPage, openLedger } from '../../flows/invoice/open-receivables.ts'
import { recordPayment } from '../../flows/invoice/record-payment.ts'
import { sendInvoiceLink } from '../../flows/payment/send-invoice-link.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { InvoiceStatus } from '../../ui/account/invoice-status.tsx'
import { readPayForm } from '../../ui/account/read-pay-form.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AskToPay } from '../../ui/desk/ask-to-pay.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { Checkbox, ChoiceGroup, Radio } from '../../ui/parts/checkbox.tsx'
import { DateText, DayText } from '../../ui/parts/date-text.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { DateField, TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf, textIn } from './read-form.ts'

export const handle = { i18n: ['warehouse', 'account'] }

const orders = ['oldest', 'chosen', 'keep'] as const
const methods = ['bank_transfer', 'check', 'cash'] as const

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const page = await openLedger(db, staff, { accountId: idOf(params['accountId']) ?? 0, at })
	if (!page) {
		const became = await findBecame(db, staff, idOf(params['accountId']))
		throw became ? redirect(`/receivables/${became}`, 301) : notFound()
	}
	return { ...page, key: randomUUID(), title: `${fixedT(locale, 'warehouse')('receivables.title')} · ${page.name}` }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const form = await request.formData()
	const choice = readPayForm(form)
	const chosen = new Set(form.getAll('chosen').map(Number))
	const order = oneOf(orders, form.get('order')) ?? 'oldest'
	const typed = {
		...{
			amount: textIn(form, 'amount'),
			reference: textIn(form, 'reference').slice(0, 100),
			receivedOn: textIn(form, 'receivedOn').slice(0, 10),
			method: oneOf(methods, form.get('method')) ?? 'bank_transfer',
		},
		...{
			order,
			invoices: choice.invoices.filter(({ invoiceId }) => chosen.has(invoiceId)),
			creditNoteIds: choice.creditNoteIds,
		},
	}
	const accountId = idOf(params['accountId']) ?? 0
	if (form.get('intent') === 'ask') {
		const sent = await sendInvoiceLink(db, staff, { accountId, contactId: idIn(form, 'contactId') ?? 0, invoices: typed.invoices, at, requestId })
		if (!sent) throw notFound()
		return sent.ok
			? redirect(`/receivables/${accountId}?asked=${encodeURIComponent(sent.name)}`)
			: data({ refusals: sent.refusals, typed, isAsk: true }, { status: 422 })
	}
	const applied = idIn(form, 'apply')
	const recorded = applied
		? await applyCash(db, staff, { accountId, paymentId: applied, typed: order === 'chosen' ? typed.invoices : null, at, requestId })
		: await recordPayment(db, staff, {
				...{ ...typed, oldestFirst: order === 'oldest', keepsAll: order === 'keep' },
				...{ accountId, idempotencyKey: choice.idempotencyKey || randomUUID(), at, requestId },
			})
	if (!recorded) throw notFound()
	return recorded.ok
		? redirect(`/receivables/${accountId}?${applied ? 'applied' : 'booked'}=1`)
		: data({ refusals: recorded.refusals, typed, isAsk: false }, { status: 422 })
}

export default function RecordPayment() {
	const { t } = useTranslation(['warehouse', 'account'])
	const page = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const [search] = useSearchParams()
	const isBusy = useNavigation().state !== 'idle'
	const typed = refused?.typed
	const numbers = new Map(page.invoices.map(({ id, number }) => [id, number]))
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={[{ label: t('receivables.title'), href: '/receivables' }, { label: page.name }]} />}
				title={page.name}
				lead={t('receivables.record')}
				actions={
					<>
						<LinkButton to={`/receivables/${page.accountId}/statement`}>{t('account:invoices.statement')}</LinkButton>
						<LinkButton to={`/receivables/${page.accountId}/credit-note`}>{t('credit.new')}</LinkButton>
						<LinkButton to={`/receivables/${page.accountId}/terms`}>{t('ladder.title')}</LinkButton>
					</>
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList
						title={t(refused.isAsk ? 'receivables.ask.refused' : 'receivables.refused')}
						refusals={refused.refusals}
						whereOf={({ facts }) => (typeof facts['invoiceId'] === 'number' ? (numbers.get(facts['invoiceId']) ?? null) : null)}
					/>
				</div>
			) : (
				<Done search={search} />
			)}
			<Form key={page.key} method="post" className="grid gap-x-12 gap-y-10 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<input type="hidden" name="key" value={page.key} />
				<Ledger page={page} />
				<aside className="grid content-start gap-4">
					<TextField label={`${t('receivables.amount')} (${page.currency})`} name="amount" inputMode="decimal" required defaultValue={typed?.amount ?? ''} />
					<TextField label={t('receivables.reference')} name="reference" required defaultValue={typed?.reference ?? ''} />
					<DateField label={t('receivables.receivedOn')} name="receivedOn" max={page.today} defaultValue={typed?.receivedOn || page.today} />
					<SelectField
						label={t('receivables.method')}
						name="method"
						defaultValue={typed?.method ?? 'bank_transfer'}
						options={methods.map((method) => ({ value: method, label: t(`account:paymentMethod.${method}`) }))}
					/>
					<ChoiceGroup legend={t('receivables.order')}>
						<Radio label={t('receivables.oldestFirst')} name="order" value="oldest" defaultChecked={!typed || typed.order === 'oldest'} />
						<Radio label={t('receivables.chosen')} name="order" value="chosen" defaultChecked={typed?.order === 'chosen'} />
						<Radio label={t('receivables.keep')} name="order" value="keep" defaultChecked={typed?.order === 'keep'} />
					</ChoiceGroup>
					<Button type="submit" variant="primary" pending={isBusy}>
						{t('receivables.book')}
					</Button>
					<Cash cash={page.cash} />
					<AskToPay payers={page.payers} isBusy={isBusy} />
				</aside>
			</Form>
		</>
	)
}

/** What was just done here, as the address says. */
function Done({ search }: { search: URLSearchParams }) {
	const { t } = useTranslation('warehouse')
	const [asked, credited] = [search.get('asked'), search.get('credited')]
	const said =
		asked !== null
			? t('receivables.ask.sent', { name: asked })
			: credited !== null
				? t('credit.issued', { number: credited })
				: search.has('applied')
					? t('receivables.applied')
					: search.has('booked')
						? t('receivables.booked')
						: null
	return said === null ? null : (
		<Banner tone="positive" live className="mb-8">
			{said}
		</Banner>
	)
}

function Cash({
	cash,
}: {
	cash: readonly { id: number; reference: string | null; currency: string; amountMinor: number; appliedMinor: number; receivedAt: string | Date }[]
}) {
	const { t } = useTranslation(['warehouse', 'account'])
	if (cash.length === 0) return null
	return (
		<Section title={t('account:invoices.unappliedSum')}>
			<ul className="grid text-sm">
				{cash.map((one) => (
					<li key={one.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-rule py-3">
						<span className="grow">
							<DateText instant={one.receivedAt} /> {one.reference}
						</span>
						<Money minor={one.amountMinor - one.appliedMinor} currency={one.currency} />
						<Button type="submit" name="apply" value={String(one.id)} size="sm" formNoValidate>
							{t('receivables.apply')}
						</Button>
					</li>
				))}
			</ul>
			<p className="text-sm text-ink-soft">{t('receivables.applyHint')}</p>
		</Section>
	)
}

function Ledger({ page }: { page: Pick<LedgerPage, 'invoices'> }) {
	const { t } = useTranslation(['warehouse', 'account'])
	return (
		<Table caption={t('account:invoices.title')} dense>
			<THead>
				<tr>
					<Th>
						<span className="sr-only">{t('receivables.chosen')}</span>
					</Th>
					<Th>{t('account:invoices.column.number')}</Th>
					<Th>{t('account:invoices.column.due')}</Th>
					<Th className="hidden sm:table-cell">{t('account:orders.column.status')}</Th>
					<Th numeric>{t('account:invoices.column.open')}</Th>
				</tr>
			</THead>
			<TBody>
				{page.invoices.map((one) => (
					<Tr key={one.id}>
						<Td>
							<input type="hidden" name={one.kind === 'invoice' ? 'invoice' : 'unused'} value={one.id} />
							<Checkbox
								name={one.kind === 'invoice' ? 'chosen' : 'note'}
								value={one.id}
								hideLabel
								label={t('account:invoices.choose', { number: one.number })}
							/>
						</Td>
						<Td>
							{one.number} <span className="text-ink-soft">{one.orderNumber}</span>
						</Td>
						<Td className="whitespace-nowrap">
							<DayText day={one.dueOn} />
						</Td>
						<Td className="hidden sm:table-cell">
							<InvoiceStatus invoice={one} overdueDays={one.overdueDays} />
						</Td>
						<Td numeric>
							<Money minor={one.totalMinor - one.settledMinor} currency={one.currency} />
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

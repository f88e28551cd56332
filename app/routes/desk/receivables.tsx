import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeOverdueDays } from '../../flows/invoice/change-overdue-days.ts'
import { openReceivables } from '../../flows/invoice/open-receivables.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Button } from '../../ui/parts/button.tsx'
import { Disclosure } from '../../ui/parts/disclosure.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { SearchBox } from '../../ui/parts/search-box.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { TextField } from '../../ui/parts/text-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from './read-form.ts'

export const handle = { i18n: ['warehouse', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const text = new URL(request.url).searchParams.get('q')?.trim().slice(0, 100) || null
	return { ...(await openReceivables(db, staff, { text, at })), text, title: fixedT(locale, 'warehouse')('receivables.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** From which overdue day accounts are watched and held. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const form = await request.formData()
	const typed = { watchFromDays: textIn(form, 'watchFromDays').slice(0, 10), holdFromDays: textIn(form, 'holdFromDays').slice(0, 10) }
	const changed = await changeOverdueDays(db, staff, { ...typed, at, requestId })
	return changed.ok ? redirect('/receivables') : data({ refusals: changed.refusals, typed }, { status: 422 })
}

export default function Receivables() {
	const { t } = useTranslation(['warehouse', 'account'])
	const { rows, text, isCut, policy } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader title={t('receivables.title')} lead={t('receivables.lead')} />
			<SearchBox action="/receivables" label={t('receivables.search')} defaultValue={text ?? ''} className="mb-6 max-w-md" />
			{rows.length === 0 ? (
				<EmptyState title={t('receivables.empty')} />
			) : (
				<Table caption={t('receivables.title')} dense stacks>
					<THead>
						<tr>
							<Th>{t('receivables.account')}</Th>
							<Th numeric className="hidden sm:table-cell">
								{t('receivables.invoices')}
							</Th>
							<Th numeric>{t('account:invoices.overdueSum')}</Th>
							<Th numeric>{t('account:invoices.openSum')}</Th>
							<Th numeric className="hidden md:table-cell">
								{t('account:invoices.unappliedSum')}
							</Th>
						</tr>
					</THead>
					<TBody>
						{rows.map((row) => (
							<Tr key={row.accountId} className="hover:bg-sunken">
								<Td label={t('receivables.account')}>
									<Link to={`/receivables/${row.accountId}`} prefetch="intent" className="font-medium text-accent hover:underline">
										{row.name}
									</Link>{' '}
									<span className="text-ink-soft">{row.number}</span>
									{row.overdueDays > 0 ? <span className="block text-danger">{t('account:invoiceStatus.overdue', { count: row.overdueDays })}</span> : null}
								</Td>
								<Td label={t('receivables.invoices')} numeric className="hidden sm:table-cell">
									{row.invoices}
								</Td>
								<Td label={t('account:invoices.overdueSum')} numeric>
									<Money minor={row.overdueMinor} currency={row.currency} />
								</Td>
								<Td label={t('account:invoices.openSum')} numeric>
									<Money minor={row.openMinor} currency={row.currency} />
								</Td>
								<Td label={t('account:invoices.unappliedSum')} numeric className="hidden md:table-cell">
									<Money minor={row.unappliedMinor} currency={row.currency} />
								</Td>
							</Tr>
						))}
					</TBody>
				</Table>
			)}
			<DaysForm days={refused?.typed ?? policy} refusals={refused?.refusals ?? null} />
			{isCut ? <p className="mt-4 text-sm text-ink-soft">{t('receivables.cut')}</p> : null}
		</>
	)
}

type Days = { watchFromDays: number | string; holdFromDays: number | string }

function DaysForm({ days, refusals }: { days: Days; refusals: Parameters<typeof RefusalList>[0]['refusals'] | null }) {
	const { t } = useTranslation('warehouse')
	return (
		<Disclosure summary={t('overdueDays.title')} open={refusals !== null} className="mt-10">
			<Form method="post" className="grid max-w-xl gap-4">
				{refusals ? <RefusalList title={t('overdueDays.refused')} refusals={refusals} /> : null}
				<p className="text-sm text-ink-soft">{t('overdueDays.text')}</p>
				<div className="grid gap-4 sm:grid-cols-2">
					<TextField label={t('overdueDays.watch')} name="watchFromDays" inputMode="numeric" maxLength={3} required defaultValue={String(days.watchFromDays)} />
					<TextField label={t('overdueDays.hold')} name="holdFromDays" inputMode="numeric" maxLength={3} required defaultValue={String(days.holdFromDays)} />
				</div>
				<Button type="submit" className="justify-self-start">
					{t('overdueDays.save')}
				</Button>
			</Form>
		</Disclosure>
	)
}

import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openReceivables } from '../../flows/invoice/open-receivables.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { SearchBox } from '../../ui/parts/search-box.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['warehouse', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager')
	const text = new URL(request.url).searchParams.get('q')?.trim().slice(0, 100) || null
	return { ...(await openReceivables(db, staff, { text, at })), text, title: fixedT(locale, 'warehouse')('receivables.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Receivables() {
	const { t } = useTranslation(['warehouse', 'account'])
	const { rows, text, isCut } = useLoaderData<typeof loader>()
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
			{isCut ? <p className="mt-4 text-sm text-ink-soft">{t('receivables.cut')}</p> : null}
		</>
	)
}

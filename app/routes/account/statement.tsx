import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openStatement } from '../../flows/invoice/open-statement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { readPeriod } from '../../ui/account/read-period.ts'
import { StatementPeriod, StatementView } from '../../ui/account/statement-view.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['documents', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openStatement(db, shopper, { ...readPeriod(request), at })
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'documents')('statement.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function StatementPage() {
	const { t } = useTranslation(['documents', 'account'])
	const page = useLoaderData<typeof loader>()
	const crumbs = [{ label: t('account:invoices.title'), href: '/invoices' }, { label: t('statement.title') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />} title={t('statement.title')} lead={t('statement.lead')} />
			<StatementPeriod from={page.from} to={page.to} base="/invoices/statement" />
			<StatementView statements={page.statements} to={page.to} links />
		</AccountPage>
	)
}

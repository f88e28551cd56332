import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openAccountStatement } from '../../flows/invoice/open-statement.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readPeriod } from '../../ui/account/read-period.ts'
import { StatementPeriod, StatementView } from '../../ui/account/statement-view.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { useMay } from '../../ui/shell/roles.tsx'
import { idOf } from './read-form.ts'

export const handle = { i18n: ['documents', 'account', 'warehouse'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager', 'head_office')
	const accountId = idOf(params['accountId']) ?? 0
	const page = await openAccountStatement(db, staff, { ...readPeriod(request), accountId, at })
	if (!page) throw notFound()
	return { ...page, accountId, title: `${fixedT(locale, 'documents')('statement.title')} · ${page.head.accountName}` }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function AccountStatement() {
	const { t } = useTranslation(['documents', 'account', 'warehouse'])
	const page = useLoaderData<typeof loader>()
	const opensLedger = useMay('credit_manager')
	const home = `/receivables/${page.accountId}`
	const crumbs = [
		{ label: t('warehouse:receivables.title'), href: opensLedger ? '/receivables' : undefined },
		{ label: page.head.accountName, href: opensLedger ? home : undefined },
		{ label: t('statement.title') },
	]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('account:breadcrumbs')} crumbs={crumbs} />} title={page.head.accountName} lead={t('statement.title')} />
			<StatementPeriod from={page.from} to={page.to} base={`${home}/statement`} />
			<StatementView statements={page.statements} to={page.to} links={false} />
		</>
	)
}

import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openMachines } from '../../flows/account/open-machines.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { MachineTable } from '../../ui/account/machine-table.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openMachines(db, shopper, locale)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'account')('machines.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function Machines() {
	const { t } = useTranslation('account')
	const { machines } = useLoaderData<typeof loader>()
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={[{ label: t('company.title'), href: '/company' }, { label: t('machines.title') }]} />}
				title={t('machines.title')}
				lead={t('machines.lead')}
			/>
			{machines.length > 0 ? <MachineTable machines={machines} /> : <EmptyState title={t('machines.none')}>{t('machines.noneText')}</EmptyState>}
		</AccountPage>
	)
}

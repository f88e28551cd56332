import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCases } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { CaseList } from '../../ui/help/case-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readCaseFilter } from './read-case-form.ts'

export const handle = { i18n: ['help'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const filter = readCaseFilter(new URL(request.url).searchParams)
	const page = await openCases(db, shopper, filter)
	if (!page) throw notFound()
	return { ...page, filter, title: fixedT(locale, 'help')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Help() {
	const { t } = useTranslation('help')
	const { cases, next, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<AccountPage>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					cases.length > 0 ? (
						<LinkButton to={href({}, '/help.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<CaseList {...{ cases, next, filter }} base="/help" />
		</AccountPage>
	)
}

import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openDeskCases } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CaseList } from '../../ui/help/case-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readCaseFilter } from '../account/read-case-form.ts'

export const handle = { i18n: ['help'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const filter = readCaseFilter(new URL(request.url).searchParams)
	const page = await openDeskCases(db, staff, filter)
	return { ...page, filter, title: fixedT(locale, 'help')('desk.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function DeskCases() {
	const { t } = useTranslation('help')
	const { cases, next, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('desk.title')}
				lead={t('desk.lead')}
				actions={
					cases.length > 0 ? (
						<LinkButton to={href({}, '/desk/cases.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<CaseList {...{ cases, next, filter }} base="/desk/cases" />
		</>
	)
}

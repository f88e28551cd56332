import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openLeads } from '../../flows/lead/open-leads.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { LeadList } from '../../ui/lead/lead-list.tsx'
import { readLeadFilter } from '../../ui/lead/read-lead-form.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['leads', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const filter = readLeadFilter(new URL(request.url).searchParams)
	return { ...(await openLeads(db, staff, filter)), filter, title: fixedT(locale, 'leads')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function DeskLeads() {
	const { t } = useTranslation('leads')
	const { leads, next, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('title')}
				lead={t('lead')}
				actions={
					<>
						{leads.length > 0 ? (
							<LinkButton to={href({}, '/desk/leads.csv')} icon="download" reloadDocument>
								{t('csv')}
							</LinkButton>
						) : null}
						<LinkButton to="/desk/leads/new" variant="primary" icon="plus">
							{t('new')}
						</LinkButton>
					</>
				}
			/>
			<LeadList {...{ leads, next, filter }} />
		</>
	)
}

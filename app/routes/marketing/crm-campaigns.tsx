import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCrmCampaigns } from '../../flows/crm/open-crm-campaigns.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CampaignList } from '../../ui/crm/campaign-list.tsx'
import { readCampaignFilter } from '../../ui/crm/read-campaign-form.ts'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { ForRoles } from '../../ui/shell/roles.tsx'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readCampaignFilter(new URL(request.url).searchParams)
	return { ...(await openCrmCampaigns(db, staff, filter)), filter, title: fixedT(locale, 'crm')('campaigns.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function CrmCampaigns() {
	const { t } = useTranslation('crm')
	const { campaigns, next, filter } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('campaigns.title')}
				lead={t('campaigns.lead')}
				actions={
					<>
						{campaigns.length > 0 ? (
							<LinkButton to={href({}, '/marketing/crm-campaigns.csv')} icon="download" reloadDocument>
								{t('csv')}
							</LinkButton>
						) : null}
						<LinkButton to="/marketing/crm-campaigns/return">{t('return.title')}</LinkButton>
						<ForRoles roles={['marketer']}>
							<LinkButton to="/marketing/crm-campaigns/new" variant="primary" icon="plus">
								{t('campaigns.new')}
							</LinkButton>
						</ForRoles>
					</>
				}
			/>
			<CampaignList {...{ campaigns, next, filter }} />
		</>
	)
}

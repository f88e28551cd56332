import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openFunnel } from '../../flows/crm/open-funnel.ts'
import { openReturn } from '../../flows/crm/open-return.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CampaignReturn, Funnel, readModel } from '../../ui/crm/campaign-return.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const model = readModel(new URL(request.url).searchParams)
	const [rows, funnel] = await Promise.all([openReturn(db, staff, model), openFunnel(db, staff, at)])
	return { rows, funnel, model, title: fixedT(locale, 'crm')('return.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export default function CampaignReturnPage() {
	const { t } = useTranslation('crm')
	const { rows, funnel, model, title } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('record.path')} crumbs={[{ label: t('campaigns.title'), href: '/marketing/crm-campaigns' }, { label: title }]} />}
				title={title}
				lead={t('return.lead')}
				actions={
					<LinkButton to={href({}, '/marketing/crm-campaigns/return.csv')} icon="download" reloadDocument>
						{t('csv')}
					</LinkButton>
				}
			/>
			<div className="grid gap-12 *:min-w-0">
				<CampaignReturn rows={rows} model={model} />
				<Funnel steps={funnel} />
			</div>
		</>
	)
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeSourceCampaign } from '../../flows/marketing/change-source-campaign.ts'
import { openSourceCampaigns } from '../../flows/marketing/open-source-campaigns.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readSourceEdit, readSourceFilter } from '../../ui/crm/read-source-form.ts'
import { NewSource, SourceList } from '../../ui/crm/source-list.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const filter = readSourceFilter(new URL(request.url).searchParams)
	return { ...(await openSourceCampaigns(db, staff, filter)), filter, title: fixedT(locale, 'crm')('sources.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const edit = readSourceEdit(form)
	const made = edit?.act === 'create' ? await changeSourceCampaign(db, staff, { id: null, edit, requestId, at }) : null
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: made.refusals, typed: { name: textIn(form, 'name'), crmCampaignId: textIn(form, 'crmCampaignId') } }, { status: 422 })
	return redirect(withLocale(`/marketing/source-campaigns/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function SourceCampaigns() {
	const { t } = useTranslation('crm')
	const { campaigns, choices, next, filter } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	const csv = (
		<LinkButton to={href({}, '/marketing/source-campaigns.csv')} icon="download" reloadDocument>
			{t('csv')}
		</LinkButton>
	)
	return (
		<>
			<PageHeader title={t('sources.title')} lead={t('sources.lead')} actions={campaigns.length > 0 ? csv : null} />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="mb-8">
				<NewSource typed={refused?.typed ?? null} choices={choices} isOpen={campaigns.length === 0 || Boolean(refused)} />
			</div>
			<SourceList {...{ campaigns, next, filter }} />
		</>
	)
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { saveCampaign } from '../../flows/crm/change-campaign.ts'
import { openNewCampaign } from '../../flows/crm/open-crm-campaigns.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { CampaignForm } from '../../ui/crm/campaign-form.tsx'
import { readCustomValues } from '../../ui/crm/custom-values.tsx'
import { readCampaignForm } from '../../ui/crm/read-campaign-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	return { ...(await openNewCampaign(db, staff)), title: fixedT(locale, 'crm')('campaigns.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const [wish, typed] = [readCampaignForm(form), readCustomValues(form)]
	const made = await saveCampaign(db, staff, { id: null, wish, typed, requestId, at })
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: made.refusals, wish, typed }, { status: 422 })
	return redirect(withLocale(`/marketing/crm-campaigns/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function NewCrmCampaign() {
	const { t } = useTranslation('crm')
	const { defs, others, currency, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('record.path')} crumbs={[{ label: t('campaigns.title'), href: '/marketing/crm-campaigns' }, { label: title }]} />}
				title={title}
				lead={t('campaigns.newLead')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<CampaignForm wish={refused?.wish ?? null} values={refused?.typed ?? {}} {...{ defs, others, currency }} />
		</>
	)
}

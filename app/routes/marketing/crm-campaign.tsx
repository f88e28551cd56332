import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openCrmCampaign } from '../../flows/crm/open-crm-campaigns.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { CampaignAdCosts, CampaignImports, CampaignSource } from '../../ui/crm/campaign-files.tsx'
import { CampaignForm } from '../../ui/crm/campaign-form.tsx'
import { CampaignMembers, CampaignPast, CampaignSteps } from '../../ui/crm/campaign-page.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, textIn } from '../desk/read-form.ts'
import { answerCampaign } from './answer-campaign.server.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db } = context.house
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const { searchParams } = new URL(request.url)
	const page = await openCrmCampaign(db, staff, idOf(params['id']), {
		search: textIn(searchParams, 'q').slice(0, 100) || null,
		afterId: idIn(searchParams, 'after') ?? 0,
	})
	if (!page) throw notFound()
	return { ...page, title: page.campaign.name }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `save`; `steps`; `move`, `remove`, `add` and `import` of members. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const done = await answerCampaign(context.house, staff, { id: idOf(params['id']), form })
	if (!done) throw notFound()
	if (!done.ok) return data(done, { status: 422 })
	return redirect(done.runId === null ? request.url : withLocale(`/marketing/imports/${done.runId}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function CrmCampaign() {
	const { t } = useTranslation('crm')
	const { campaign, defs, members, nextMember, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { id, code, currency, custom, steps, past, imports, others, adCosts, source } = campaign
	const typed = refused?.wish ?? {
		...{ code, name: campaign.name, kind: campaign.kind, status: campaign.status as 'planned', parentId: campaign.parentId },
		...{ budgetedCost: campaign.budgetedCost, actualCost: campaign.actualCost, expectedRevenue: campaign.expectedRevenue },
		...{ startsOn: campaign.startsOn ?? '', endsOn: campaign.endsOn ?? '' },
	}
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('record.path')} crumbs={[{ label: t('campaigns.title'), href: '/marketing/crm-campaigns' }, { label: title }]} />}
				kicker={code}
				title={title}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="grid content-start gap-10 *:min-w-0">
					<Section title={t('campaigns.definition')}>
						<CampaignForm wish={typed} values={refused?.typed ?? custom} {...{ defs, others, currency }} />
					</Section>
					<CampaignMembers campaignId={id} members={members} steps={steps} next={nextMember} />
				</div>
				<div className="grid content-start gap-10 *:min-w-0">
					<CampaignSource source={source} />
					<CampaignAdCosts costs={adCosts} currency={currency} />
					<CampaignSteps steps={steps} />
					<CampaignImports imports={imports} />
					<CampaignPast past={past} />
				</div>
			</div>
		</>
	)
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeSourceCampaign } from '../../flows/marketing/change-source-campaign.ts'
import { openSourceCampaign } from '../../flows/marketing/open-source-campaigns.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readSourceEdit } from '../../ui/crm/read-source-form.ts'
import { SourceBelongs, SourceConnection, SourceDefinition, SourceFollows, SourceMembers } from '../../ui/crm/source-page.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, textIn } from '../desk/read-form.ts'

export const handle = { i18n: ['crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer', 'head_office')
	const { searchParams } = new URL(request.url)
	const ask = { search: textIn(searchParams, 'q').slice(0, 100) || null, afterId: idIn(searchParams, 'after') ?? 0 }
	const page = await openSourceCampaign(context.house.db, staff, idOf(params['id']), ask)
	if (!page) throw notFound()
	return { ...page, title: page.campaign.name }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `rename`, `connect`, `disconnect`, `members` (on or off), `add` and `remove` of members. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const edit = readSourceEdit(form)
	const done = edit && edit.act !== 'create' ? await changeSourceCampaign(db, staff, { id: idOf(params['id']), edit, requestId, at }) : null
	if (!done) throw notFound()
	if (done.ok) return redirect(request.url)
	const word = (act: string, name: string) => (edit?.act === act ? textIn(form, name) : null)
	const typed = { name: word('rename', 'name'), crmCampaignId: word('connect', 'crmCampaignId'), emails: word('add', 'emails') }
	return data({ refusals: done.refusals, typed }, { status: 422 })
}

export default function SourceCampaign() {
	const { t } = useTranslation('crm')
	const { campaign, members, nextMember, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('record.path')} crumbs={[{ label: t('sources.title'), href: '/marketing/source-campaigns' }, { label: title }]} />}
				kicker={campaign.isDefault ? t('sources.isDefault') : t('field.sourceCampaign')}
				title={title}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-10 *:min-w-0 lg:grid-cols-[minmax(0,1fr)_20rem]">
				<div className="grid content-start gap-10 *:min-w-0">
					<SourceDefinition campaign={campaign} typedName={refused?.typed.name ?? null} />
					<SourceMembers members={members} next={nextMember} typed={refused?.typed.emails ?? null} />
				</div>
				<div className="grid content-start gap-10 *:min-w-0">
					<SourceConnection campaign={campaign} typed={refused?.typed.crmCampaignId ?? null} />
					<SourceFollows campaign={campaign} />
					<SourceBelongs campaign={campaign} />
				</div>
			</div>
		</>
	)
}

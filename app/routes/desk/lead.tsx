import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeLead, type LeadEdit } from '../../flows/lead/change-lead.ts'
import { openLead } from '../../flows/lead/open-leads.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readPersonForm } from '../../ui/crm/read-person-form.ts'
import { LeadPage } from '../../ui/lead/lead-page.tsx'
import { leadTones } from '../../ui/lead/lead-view.ts'
import { readStatus } from '../../ui/lead/read-lead-form.ts'
import { Status } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from './read-form.ts'

export const handle = { i18n: ['leads', 'quotes', 'crm'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const opened = await openLead(db, staff, idOf(params['id']), at)
	if (!opened) throw notFound()
	if (opened.lead.mergedIntoId !== null) throw redirect(`/desk/leads/${opened.lead.mergedIntoId}`)
	return { lead: opened.lead, title: opened.lead.name }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

function editOf(form: FormData): LeadEdit | null {
	const intent = form.get('intent')
	if (intent === 'take' || intent === 'send') return { act: intent }
	if (intent === 'edit') return { act: 'edit', wish: readPersonForm('lead', form) }
	const status = readStatus(form)
	return intent === 'status' && status ? { act: 'status', status } : null
}

/** `take` from the queue, `send` over to marketing, `status`, or `edit`: who she is. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const edit = editOf(await request.formData())
	const done = edit && (await changeLead(db, staff, { id: idOf(params['id']), edit, requestId, at }))
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed: edit.act === 'edit' ? edit.wish : null }, { status: 422 })
}

export default function Lead() {
	const { t } = useTranslation('leads')
	const { lead } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const isOver = lead.status === 'converted'
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('title')} crumbs={[{ label: t('title'), href: '/desk/leads' }, { label: lead.name }]} />}
				kicker={lead.company || undefined}
				title={lead.name}
				lead={<Status tone={leadTones[lead.status] ?? 'neutral'}>{t(`status.${lead.status}`)}</Status>}
				actions={
					isOver ? null : (
						<>
							{lead.ownerUserId === null ? (
								<Form method="post">
									<Button type="submit" name="intent" value="take">
										{t('take')}
									</Button>
								</Form>
							) : null}
							{lead.prospectId === null ? (
								<Form method="post">
									<Button type="submit" name="intent" value="send">
										{t('sendOver')}
									</Button>
								</Form>
							) : null}
							<LinkButton to={`/desk/leads/${lead.id}/convert`}>{t('convert.open')}</LinkButton>
							<LinkButton to={`/desk/leads/${lead.id}/quote`} variant="primary" icon="document">
								{t('prepare.title')}
							</LinkButton>
						</>
					)
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<LeadPage lead={lead} typed={refused?.typed ?? null} refusals={refused?.refusals} />
		</>
	)
}

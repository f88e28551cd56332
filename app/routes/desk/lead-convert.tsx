import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { convertLead } from '../../flows/lead/convert-lead.ts'
import { openLead } from '../../flows/lead/open-leads.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { ConvertForm } from '../../ui/lead/convert-form.tsx'
import { readShipTo, readTarget } from '../../ui/lead/read-lead-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from './read-form.ts'

export const handle = { i18n: ['leads'] }

const leadPath = (id: number, locale: string | undefined) => withLocale(`/desk/leads/${id}`, isLocale(locale) ? locale : null)

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const opened = await openLead(db, staff, idOf(params['id']), at)
	if (!opened) throw notFound()
	const { lead, matches, countries } = opened
	if (lead.status === 'converted') throw redirect(leadPath(lead.id, params['locale']))
	return {
		lead: { id: lead.id, name: lead.name, company: lead.company },
		matches,
		countries,
		title: fixedT(locale, 'leads')('convert.title', { name: lead.name }),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const target = readTarget(form)
	const shipTo = readShipTo(form)
	const id = idOf(params['id'])
	const made = await convertLead(db, staff, { id, ...target, shipTo, requestId, at })
	if (!made) throw notFound()
	if (!made.ok)
		return data(
			{ refusals: made.refusals, typed: { target: target.accountId ?? (target.asPerson ? ('person' as const) : ('new' as const)), shipTo } },
			{ status: 422 },
		)
	return redirect(leadPath(id ?? 0, params['locale']))
}

export default function LeadConvert() {
	const { t } = useTranslation('leads')
	const { lead, matches, countries, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const crumbs = [{ label: t('title'), href: '/desk/leads' }, { label: lead.name, href: `/desk/leads/${lead.id}` }, { label: t('convert.open') }]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('title')} crumbs={crumbs} />} kicker={lead.company || undefined} title={title} lead={t('convert.lead')} />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ConvertForm isPerson={lead.company === ''} matches={matches} countries={countries} typed={refused?.typed ?? null} />
		</>
	)
}

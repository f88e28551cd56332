import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { openLead } from '../../flows/lead/open-leads.ts'
import { prepareQuote } from '../../flows/lead/prepare-quote.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { PrepareForm } from '../../ui/lead/prepare-form.tsx'
import { PrepareRefused } from '../../ui/lead/prepare-refused.tsx'
import { readGroup } from '../../ui/lead/read-lead-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { readRowsForm } from '../../ui/quick-order/read-rows-form.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf, textIn } from './read-form.ts'

export const handle = { i18n: ['leads'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const opened = await openLead(db, staff, idOf(params['id']), at)
	if (!opened) throw notFound()
	const { lead, groups } = opened
	return { lead: { id: lead.id, name: lead.name, company: lead.company, groupId: lead.groupId }, groups, title: fixedT(locale, 'leads')('prepare.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** What the quote is for; what could not be read is said before anything is kept. The offer follows on the quote's own page. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const { typed: rows, unread, note } = await readRowsForm(form)
	const typed = { text: textIn(form, 'text').slice(0, 100_000), groupId: readGroup(form), note }
	const sent = { typed: unread.length > 0 ? [] : rows, groupId: typed.groupId, note: note || null, requestId, at }
	const made = await prepareQuote(db, staff, { id: idOf(params['id']), ...sent })
	if (!made) throw notFound()
	if (!made.ok) return data({ refusals: unread.length > 0 ? [] : made.refusals, unread, typed, rows: rows.map(({ sku }) => sku) }, { status: 422 })
	return redirect(withLocale(`/desk/quotes/${made.number}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function LeadQuote() {
	const { t } = useTranslation('leads')
	const { lead, groups, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const crumbs = [{ label: t('title'), href: '/desk/leads' }, { label: lead.name, href: `/desk/leads/${lead.id}` }, { label: title }]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('title')} crumbs={crumbs} />} kicker={lead.company || undefined} title={title} lead={t('prepare.lead')} />
			{refused ? <PrepareRefused {...refused} /> : null}
			<PrepareForm groups={groups} typed={refused?.typed ?? { text: '', groupId: lead.groupId, note: '' }} />
		</>
	)
}

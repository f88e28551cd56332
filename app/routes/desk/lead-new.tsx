import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createLead } from '../../flows/lead/create-lead.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readPersonForm } from '../../ui/crm/read-person-form.ts'
import { LeadForm } from '../../ui/lead/lead-form.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['leads', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { locale } = context.house
	await requireStaff(request, context, 'rep', 'head_office')
	return { title: fixedT(locale, 'leads')('new') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const typed = readPersonForm('lead', await request.formData())
	const made = await createLead(db, staff, { wish: typed, requestId, at })
	if (!made.ok) return data({ refusals: made.refusals, typed }, { status: 422 })
	return redirect(withLocale(`/desk/leads/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function NewLead() {
	const { t } = useTranslation('leads')
	const { title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('title')} crumbs={[{ label: t('title'), href: '/desk/leads' }, { label: title }]} />}
				title={title}
				lead={t('newLead')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<LeadForm lead={refused?.typed ?? {}} refusals={refused?.refusals} submit={t('create')} />
		</>
	)
}

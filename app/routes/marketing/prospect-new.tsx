import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { createProspect } from '../../flows/marketing/change-person.ts'
import { openProspectFields } from '../../flows/marketing/open-prospects.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readCustomValues } from '../../ui/crm/custom-values.tsx'
import { readPersonForm } from '../../ui/crm/read-person-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { ProspectForm } from '../../ui/people/prospect-form.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['people', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const staff = await requireStaff(request, context, 'marketer')
	return { defs: (await openProspectFields(context.house.db, staff)).filter(({ isActive }) => isActive), title: fixedT(context.house.locale, 'people')('new') }
}
export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'marketer')
	const form = await request.formData()
	const [wish, typed] = [readPersonForm('prospect', form), readCustomValues(form)]
	const made = await createProspect(db, staff, { wish, typed, requestId, at })
	if (!made.ok) return data({ refusals: made.refusals, wish, typed }, { status: 422 })
	return redirect(withLocale(`/marketing/people/${made.id}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function NewProspect() {
	const { t } = useTranslation('people')
	const { title, defs } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ label: t('title'), href: '/marketing/prospects' }, { label: title }]} />}
				title={title}
				lead={t('newLead')}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<ProspectForm prospect={refused?.wish ?? {}} custom={refused?.typed ?? {}} defs={defs} submit={t('create')} refusals={refused?.refusals} />
		</>
	)
}

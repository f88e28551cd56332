import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { makePersonAccount } from '../../flows/crm/make-person-account.ts'
import { openCountries } from '../../flows/lead/open-leads.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readPersonForm } from '../../ui/crm/read-person-form.ts'
import { PersonAccountForm } from '../../ui/lead/person-account-form.tsx'
import { readShipTo } from '../../ui/lead/read-lead-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['leads', 'desk', 'crm'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	return { countries: await openCountries(db, staff), title: fixedT(locale, 'leads')('personAccount.new') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const [wish, shipTo] = [readPersonForm('person_account', form), readShipTo(form)]
	const made = await makePersonAccount(db, staff, { wish, shipTo, requestId, at })
	if (!made.ok) return data({ refusals: made.refusals, typed: { person: wish, shipTo } }, { status: 422 })
	return redirect(withLocale(`/desk/accounts/${made.accountId}`, isLocale(params['locale']) ? params['locale'] : null))
}

export default function AccountNew() {
	const { t } = useTranslation('leads')
	const { t: desk } = useTranslation('desk')
	const { countries, title } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const crumbs = [{ label: desk('accounts.title'), href: '/desk/accounts' }, { label: title }]
	return (
		<>
			<PageHeader breadcrumbs={<Breadcrumbs label={desk('path')} crumbs={crumbs} />} title={title} lead={t('personAccount.lead')} />
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<PersonAccountForm person={refused?.typed.person ?? {}} shipTo={refused?.typed.shipTo ?? {}} countries={countries} refusals={refused?.refusals} />
		</>
	)
}

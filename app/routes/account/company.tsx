import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { chooseDefaultStore, chooseLanguage } from '../../flows/account/change-company.ts'
import { openCompany } from '../../flows/account/open-company.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, localeCookie, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { Certificates, People, Stores } from '../../ui/account/company-lists.tsx'
import { Credit, Limits, Terms } from '../../ui/account/company-money.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { Button, LinkButton } from '../../ui/parts/button.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { SelectField } from '../../ui/parts/select-field.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['account', 'api', 'storefront', 'approvals', 'budgets'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openCompany(db, shopper, at)
	if (!page) throw notFound()
	return {
		...page,
		contactId: shopper.contactId,
		ownLocale: shopper.kind === 'buyer' ? shopper.locale : null,
		title: fixedT(locale, 'account')('company.title'),
	}
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

/** `store` makes a store the default ship-to; `language` chooses the person's own language. */
export async function action({ request, context }: ActionFunctionArgs) {
	const { db } = context.house
	const shopper = await requireShopper(request, context)
	const form = await request.formData()
	const language = String(form.get('language') ?? '')
	const locationId = Number(form.get('location'))
	const changed =
		form.get('intent') === 'language'
			? await chooseLanguage(db, shopper, language)
			: await chooseDefaultStore(db, shopper, Number.isSafeInteger(locationId) ? locationId : 0)
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals }, { status: 422 })
	if (form.get('intent') !== 'language' || !isLocale(language)) return redirect('/company')
	return redirect(withLocale('/company', language), { headers: { 'Set-Cookie': localeCookie(language) } })
}

const languages: readonly [locale: string, own: string][] = [
	['en', 'English'],
	['fr-CA', 'Français (Canada)'],
	['es', 'Español'],
	['ja', '日本語'],
	['cs', 'Čeština'],
]

export default function CompanyPage() {
	const { t } = useTranslation('account')
	const { t: machines } = useTranslation('api')
	const { t: approvals } = useTranslation('approvals')
	const { t: budgets } = useTranslation('budgets')
	const page = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { company } = page
	return (
		<AccountPage>
			<PageHeader
				kicker={company.number}
				title={company.name}
				lead={company.billTo ? t('company.billedTo', { name: company.billTo }) : null}
				actions={
					<>
						{company.isPerson ? null : <LinkButton to="/approvals">{approvals('title')}</LinkButton>}
						<LinkButton to="/company/machines">{t('machines.title')}</LinkButton>
						<LinkButton to="/company/cards">{t('cards.title')}</LinkButton>
						{company.isPerson ? null : (
							<>
								<LinkButton to="/company/approvals">{approvals('rules.title')}</LinkButton>
								<LinkButton to="/approvals/deputies">{approvals('deputies.title')}</LinkButton>
								<LinkButton to="/company/budgets">{budgets('title')}</LinkButton>
							</>
						)}
						<LinkButton to="/company/api-keys">{machines('keys.title')}</LinkButton>
					</>
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('company.refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid gap-x-12 gap-y-12 lg:grid-cols-[minmax(0,1fr)_22rem]">
				<div className="grid content-start gap-12">
					{page.limits.length > 0 ? (
						<Limits limits={page.limits} ladder={page.ladder} isStopped={company.isLadderStopped} currency={company.currency} rep={company.rep} />
					) : null}
					<Stores locations={company.locations} mayChange={page.mayChange} />
					{company.isPerson ? null : <People people={company.people} ownId={page.contactId} />}
					<Certificates certificates={company.certificates} today={page.today} />
				</div>
				<aside className="grid content-start gap-12">
					<Credit page={page} />
					<Terms page={page} />
					{page.ownLocale ? (
						<Section title={t('company.language')}>
							<Form method="post" reloadDocument className="grid gap-3">
								<SelectField
									label={t('company.languageOf')}
									name="language"
									defaultValue={page.ownLocale}
									options={languages.map(([value, label]) => ({ value, label }))}
								/>
								<Button type="submit" name="intent" value="language" className="w-fit">
									{t('company.save')}
								</Button>
							</Form>
						</Section>
					) : null}
				</aside>
			</div>
		</AccountPage>
	)
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeRules, openRules } from '../../flows/approval/change-rules.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { readRuleForm } from '../../ui/approval/read-rule-form.ts'
import { RuleForm } from '../../ui/approval/rule-form.tsx'
import { RuleList } from '../../ui/approval/rule-list.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['approvals', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openRules(db, shopper, locale)
	if (!page) throw notFound()
	return { ...page, title: fixedT(locale, 'approvals')('rules.title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const change = readRuleForm(await request.formData())
	const changed = change && (await changeRules(db, shopper, { change, at }))
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals, tried: change.kind === 'save' ? change : null }, { status: 422 })
	return redirect(withLocale('/company/approvals', isLocale(params['locale']) ? params['locale'] : null))
}

export default function ApprovalRules() {
	const { t } = useTranslation('approvals')
	const { rules, mayChange, people, categories, costCentres, currency } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const choices = { people, categories, costCentres, currency }
	const tried = refused?.tried ?? null
	const crumbs = [{ label: t('company'), href: '/company' }, { label: t('rules.title') }]
	return (
		<AccountPage>
			<PageHeader breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />} title={t('rules.title')} lead={t('rules.lead')} />
			<RefusalList title={t('rules.refused')} refusals={refused?.refusals ?? []} />
			<div className="mt-4 grid max-w-3xl gap-12">
				{rules.length > 0 ? (
					<RuleList {...{ rules, choices, mayChange }} refused={tried} />
				) : (
					<EmptyState title={t('rules.none')}>{t('rules.noneText')}</EmptyState>
				)}
				{mayChange ? (
					<Section title={t('rules.new')}>
						<RuleForm key={rules.length} rule={null} choices={choices} typed={tried?.ruleId === null ? tried.typed : undefined} />
					</Section>
				) : (
					<p className="text-sm text-ink-soft">{t('rules.mayNot')}</p>
				)}
			</div>
		</AccountPage>
	)
}

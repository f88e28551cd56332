import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeBudgets } from '../../flows/budget/change-budgets.ts'
import { openBudgets } from '../../flows/budget/open-budgets.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { BudgetForm, blank } from '../../ui/budget/budget-form.tsx'
import { BudgetList } from '../../ui/budget/budget-list.tsx'
import { readBudgetForm, readBudgetQuery } from '../../ui/budget/read-budget-form.ts'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'

export const handle = { i18n: ['budgets', 'account'] }

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const filter = readBudgetQuery(new URL(request.url).searchParams)
	const page = await openBudgets(db, shopper, filter, at)
	if (!page) throw notFound()
	return { ...page, filter, title: fixedT(locale, 'budgets')('title') }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const form = readBudgetForm(await request.formData())
	const changed = form?.kind === 'add' ? await changeBudgets(db, shopper, { change: form, at }) : null
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals, typed: form?.kind === 'add' ? form.typed : blank }, { status: 422 })
	return redirect(withLocale(`/company/budgets`, isLocale(params['locale']) ? params['locale'] : null))
}

type Filter = ReturnType<typeof readBudgetQuery>

function Filters({ filter }: { filter: Filter }) {
	const { t } = useTranslation('budgets')
	const scopes = (['store', 'centre', 'buyer'] as const).map((value) => ({ value, label: t(`scope.${value}`) }))
	return (
		<ListFilters submit={t('show')}>
			<ListSearch label={t('search')} value={filter.text ?? ''} />
			<ListChoice label={t('scope.label')} name="scope" value={filter.scope} any={t('scope.any')} options={scopes} />
			<ListChoice
				label={t('state.label')}
				name="state"
				value={filter.isEnded ? 'ended' : null}
				any={t('state.live')}
				options={[{ value: 'ended', label: t('state.ended') }]}
			/>
		</ListFilters>
	)
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
	const { t } = useTranslation('budgets')
	return isFiltered ? (
		<EmptyState title={t('nothing.title')} action={<LinkButton to="/company/budgets">{t('nothing.action')}</LinkButton>} />
	) : (
		<EmptyState title={t('none.title')}>{t('none.text')}</EmptyState>
	)
}

export default function Budgets() {
	const { t } = useTranslation('budgets')
	const { budgets, nextAfter, choices, mayChange, currency, filter } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = useListHref()
	const isFiltered = filter.text !== null || filter.scope !== null || filter.isEnded
	const crumbs = [{ label: t('company'), href: '/company' }, { label: t('title') }]
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				title={t('title')}
				lead={t('lead')}
				actions={
					budgets.length > 0 ? (
						<LinkButton to={href({}, '/company/budgets.csv')} icon="download" reloadDocument>
							{t('csv')}
						</LinkButton>
					) : null
				}
			/>
			<RefusalList title={t('refused')} refusals={refused?.refusals ?? []} />
			{isFiltered || choices.live.length > 0 ? <Filters filter={filter} /> : null}
			<ListBody
				empty={budgets.length === 0 ? <Nothing isFiltered={isFiltered} /> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				{...{ after: filter.after, nextAfter }}
			>
				<BudgetList budgets={budgets} />
			</ListBody>
			<div className="mt-12 max-w-3xl">
				{mayChange ? (
					<Section title={t('new')}>
						<BudgetForm key={choices.live.length} {...{ currency, choices }} typed={refused?.typed ?? blank} />
					</Section>
				) : (
					<p className="text-sm text-ink-soft">{t('mayNot')}</p>
				)}
			</div>
		</AccountPage>
	)
}

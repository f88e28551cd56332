import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeBudgets } from '../../flows/budget/change-budgets.ts'
import { openBudget } from '../../flows/budget/open-budgets.ts'
import { isLocale, withLocale } from '../../platform/locale.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { AccountPage } from '../../ui/account/account-page.tsx'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { BeyondBadge, BudgetFigures } from '../../ui/budget/budget-bar.tsx'
import { BudgetForm, blank } from '../../ui/budget/budget-form.tsx'
import { BudgetDraws, BudgetPeriods } from '../../ui/budget/budget-history.tsx'
import { periodText } from '../../ui/budget/period-text.ts'
import { readBudgetForm, readPeriod } from '../../ui/budget/read-budget-form.ts'
import { useReader } from '../../ui/format/locale.tsx'
import { Banner } from '../../ui/parts/banner.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { Button, LinkButton, TextLink } from '../../ui/parts/button.tsx'
import { Disclosure } from '../../ui/parts/disclosure.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody } from '../../ui/parts/list-page.tsx'
import { PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idOf } from './answer.server.ts'

export const handle = { i18n: ['budgets', 'account'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const query = new URL(request.url).searchParams
	const after = query.get('after') ?? ''
	const asked = { startsOn: readPeriod(query), after: /^\d{1,15}$/.test(after) ? Number(after) : null }
	const page = await openBudget(db, shopper, { budgetId: idOf(params['id']), ...asked, at })
	if (!page) throw notFound()
	return { ...page, ...asked, title: page.budget.name }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.title, matches) }]

/** `save`, `end`, `putBack`. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at } = context.house
	const shopper = await requireShopper(request, context)
	const form = readBudgetForm(await request.formData())
	const budgetId = idOf(params['id'])
	const changed = form && form.kind !== 'add' ? await changeBudgets(db, shopper, { change: { ...form, budgetId }, at }) : null
	if (!changed) throw notFound()
	if (!changed.ok) return data({ refusals: changed.refusals, typed: form?.kind === 'save' ? form.typed : null }, { status: 422 })
	return redirect(withLocale(`/company/budgets/${budgetId}`, isLocale(params['locale']) ? params['locale'] : null))
}

type View = ReturnType<typeof useLoaderData<typeof loader>>

/** What may be done with it: its amount changed, ended, its end taken back. */
function Acts({ budget, refused }: { budget: View['budget']; refused: ReturnType<typeof useActionData<typeof action>> }) {
	const { t } = useTranslation('budgets')
	const { name, currency, amount, onBeyond, endedAt } = budget
	return (
		<div className="grid max-w-3xl gap-6">
			{endedAt ? null : (
				<Disclosure summary={t('edit')} open={!!refused?.typed}>
					<p className="mb-4 text-sm text-ink-soft">{t('editHint')}</p>
					<BudgetForm key={`${name} ${amount} ${onBeyond}`} currency={currency} choices={null} typed={refused?.typed ?? { ...blank, name, amount, onBeyond }} />
				</Disclosure>
			)}
			<Form method="post">
				<Button type="submit" name="intent" value={endedAt ? 'putBack' : 'end'} size="sm">
					{t(endedAt ? 'putBack' : 'end')}
				</Button>
			</Form>
		</div>
	)
}

function Draws({ view }: { view: View }) {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	const href = useListHref()
	const { budget, draws, startsOn, after, nextAfter } = view
	const aside = startsOn ? (
		<TextLink to={`/company/budgets/${budget.id}#draws`}>{t('periods.all')}</TextLink>
	) : (
		<LinkButton to={href({}, `/company/budgets/${budget.id}/orders.csv`)} icon="download" size="sm" reloadDocument>
			{t('csv')}
		</LinkButton>
	)
	const title = startsOn ? `${t('draws.title')} · ${periodText(startsOn, budget.period, locale)}` : t('draws.title')
	return (
		<Section title={title} id="draws" aside={draws.length > 0 ? aside : null}>
			<ListBody
				empty={draws.length === 0 ? <EmptyState title={t('draws.none')}>{t('draws.noneText')}</EmptyState> : null}
				words={{ pages: t('pages'), first: t('first'), next: t('next') }}
				{...{ after, nextAfter }}
			>
				<BudgetDraws draws={draws} currency={budget.currency} />
			</ListBody>
		</Section>
	)
}

export default function Budget() {
	const { t } = useTranslation('budgets')
	const { locale } = useReader()
	const view = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const { budget, periods, mayChange } = view
	const { name, of, period, startsOn, onBeyond, currency, endedAt } = budget
	const kind = t(`scope.${budget.locationId !== null ? 'store' : budget.costCentre !== null ? 'centre' : 'buyer'}`)
	const crumbs = [{ label: t('company'), href: '/company' }, { label: t('title'), href: '/company/budgets' }, { label: name }]
	return (
		<AccountPage>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('breadcrumbs')} crumbs={crumbs} />}
				title={name}
				lead={[name === of ? kind : `${kind} ${of}`, t(`every.${period}`), t(`beyond.${onBeyond}`)].join(' · ')}
			/>
			<RefusalList title={t('refused')} refusals={refused?.refusals ?? []} />
			<div className="grid gap-12">
				{endedAt ? <Banner tone="warning">{t('endedNote')}</Banner> : null}
				<Section title={periodText(startsOn, period, locale)} aside={<BeyondBadge sums={budget} />}>
					<BudgetFigures sums={budget} />
				</Section>
				{mayChange ? <Acts budget={budget} refused={refused} /> : <p className="text-sm text-ink-soft">{t('mayNot')}</p>}
				{periods.length > 0 ? (
					<Section title={t('periods.title')}>
						<BudgetPeriods {...{ periods, period, currency }} />
					</Section>
				) : null}
				<Draws view={view} />
			</div>
		</AccountPage>
	)
}

import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { changeKind } from '../../flows/crm/change-kind.ts'
import { findBecame } from '../../flows/desk/find-became.ts'
import { openAccount } from '../../flows/desk/open-account.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { RefusalList } from '../../ui/account/refusal-list.tsx'
import { AccountBudgets } from '../../ui/desk/account-budgets.tsx'
import { AccountCampaigns, AccountCases, AccountOpportunities } from '../../ui/desk/account-crm.tsx'
import { AccountHanging } from '../../ui/desk/account-hanging.tsx'
import { AccountKind } from '../../ui/desk/account-kind.tsx'
import { AccountCarts, AccountCredit, AccountInvoices, AccountOrders } from '../../ui/desk/account-money.tsx'
import { AccountLocations, AccountMachines, AccountPeople } from '../../ui/desk/account-people.tsx'
import { AccountTimeline } from '../../ui/desk/account-timeline.tsx'
import { HealthBadge, HealthReasons } from '../../ui/desk/health.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { Breadcrumbs } from '../../ui/parts/breadcrumbs.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { Figure, PageHeader, Section } from '../../ui/parts/page-header.tsx'
import { Pagination } from '../../ui/parts/pagination.tsx'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { idIn, idOf, oneOf, textIn } from './read-form.ts'

export const handle = { i18n: ['desk', 'budgets'] }

export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const accountId = idOf(params['id'])
	const before = idIn(new URL(request.url).searchParams, 'before')
	const open = accountId === null ? null : await openAccount(db, staff, { accountId, before, locale, at })
	if (!open) {
		// Links from before two accounts were one lead to the one that stands.
		const became = await findBecame(db, staff, accountId)
		throw became ? redirect(`/desk/accounts/${became}`, 301) : notFound()
	}
	return { ...open, at, before }
}

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) => [{ title: pageTitle(page?.account.name, matches) }]

/** `kind` makes one person a company she works for, or takes that back. */
export async function action({ request, params, context }: ActionFunctionArgs) {
	const { db, at, requestId } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const form = await request.formData()
	const name = textIn(form, 'company').slice(0, 120)
	const to = oneOf(['company', 'person'] as const, form.get('kind'))
	const wish = to === 'company' ? { to, name } : { to: 'person' as const }
	const done = to && (await changeKind(db, staff, { accountId: idOf(params['id']), wish, requestId, at }))
	if (!done) throw notFound()
	return done.ok ? redirect(request.url) : data({ refusals: done.refusals, typed: name }, { status: 422 })
}

export default function AccountPage() {
	const { t } = useTranslation('desk')
	const { account, health, file, timeline, budgets, hanging, olderBefore, before, mayShopAs, at } = useLoaderData<typeof loader>()
	const refused = useActionData<typeof action>()
	const href = `/desk/accounts/${account.id}`
	return (
		<>
			<PageHeader
				breadcrumbs={<Breadcrumbs label={t('path')} crumbs={[{ href: '/desk/accounts', label: t('accounts.title') }, { label: account.name }]} />}
				kicker={account.number}
				title={account.name}
				actions={<LinkButton to={`/desk/records/account/${account.id}`}>{t('record')}</LinkButton>}
				lead={
					<span className="flex flex-wrap items-center gap-2 text-sm">
						{account.isPerson ? <Badge tone="accent">{t('kind.person')}</Badge> : null}
						<Badge>{t(`standing.${account.standing}`)}</Badge>
						{account.groups.map((group) => (
							<Badge key={group}>{group}</Badge>
						))}
						{account.ownerName ? <span>{t('account.owner', { name: account.ownerName })}</span> : null}
						{file.head.phone ? <a href={`tel:${file.head.phone.replaceAll(/[^\d+]/g, '')}`}>{file.head.phone}</a> : null}
					</span>
				}
			/>
			{refused ? (
				<div className="mb-8">
					<RefusalList title={t('kind.refused')} refusals={refused.refusals} />
				</div>
			) : null}
			<div className="grid grid-cols-2 gap-x-8 gap-y-6 lg:grid-cols-4">
				<Figure
					label={t('account.revenue')}
					value={<Money minor={account.revenueMinor} currency={account.currency} />}
					note={t('account.orders', { count: account.ordersInYear })}
				/>
				<Figure
					label={t('account.open')}
					value={<Money minor={account.openMinor} currency={account.currency} />}
					note={
						account.overdueMinor > 0 ? <Money minor={account.overdueMinor} currency={account.currency} className="text-danger" /> : t('account.nothingOverdue')
					}
				/>
				<Figure label={t('account.lastOrder')} value={account.lastOrderAt ? <DateText instant={account.lastOrderAt} at={at} /> : '–'} />
				<div className="grid content-start gap-1 border-t border-ink pt-3">
					<p className="text-sm text-ink-soft">{t('accounts.health')}</p>
					<HealthBadge health={health} />
					<HealthReasons health={health} />
				</div>
			</div>
			<div className="mt-10 grid gap-x-12 gap-y-10 xl:grid-cols-[minmax(0,1fr)_24rem]">
				<div className="grid content-start gap-10">
					<AccountPeople people={file.people} account={account} mayShopAs={mayShopAs} />
					<AccountCarts carts={file.carts} accountId={account.id} at={at} />
					<AccountOrders orders={file.orders} />
					<AccountInvoices invoices={file.invoices} />
					<AccountOpportunities opportunities={file.opportunities} />
					<AccountHanging hanging={hanging} accountId={account.id} />
					<AccountCases cases={file.cases} />
					<AccountCampaigns campaigns={file.campaigns} at={at} />
					<AccountLocations locations={file.locations} />
					<AccountMachines machines={file.machines} />
					{account.isPerson || (file.people.length === 1 && !file.head.parent) ? (
						<AccountKind isPerson={account.isPerson} typed={refused?.typed ?? null} />
					) : null}
				</div>
				<div className="grid content-start gap-10">
					<AccountCredit credit={file.credit} termsDays={file.head.termsDays} />
					<AccountBudgets budgets={budgets} />
					<Section title={t('timeline.title')}>
						<AccountTimeline entries={timeline} at={at} />
						<Pagination
							label={t('pages')}
							previous={before === null ? null : { href, label: t('timeline.newest') }}
							next={olderBefore === null ? null : { href: `${href}?before=${olderBefore}`, label: t('timeline.older') }}
						/>
					</Section>
				</div>
			</div>
		</>
	)
}

import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { listAccounts } from '../../flows/desk/list-accounts.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { HealthBadge, HealthReasons } from '../../ui/desk/health.tsx'
import { Badge } from '../../ui/parts/badge.tsx'
import { LinkButton } from '../../ui/parts/button.tsx'
import { DateText } from '../../ui/parts/date-text.tsx'
import { EmptyState } from '../../ui/parts/empty-state.tsx'
import { ListBody, ListChoice, ListFilters, ListSearch } from '../../ui/parts/list-page.tsx'
import { Money } from '../../ui/parts/money.tsx'
import { PageHeader } from '../../ui/parts/page-header.tsx'
import { Table, TBody, Td, THead, Th, Tr } from '../../ui/parts/table.tsx'
import { useListHref } from '../../ui/parts/use-list-href.ts'
import { pageTitle } from '../../ui/shell/page-title.ts'
import { readAccountFilter } from './read-account-filter.ts'

export const handle = { i18n: ['desk'] }

const PAGE = 40

export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const filter = readAccountFilter(request, { limit: PAGE, at })
	const title = fixedT(locale, 'desk')('accounts.title')
	const mayMerge = staff.roles.includes('head_office') || staff.roles.includes('administrator')
	return { ...(await listAccounts(db, staff, filter)), filter, at, title, mayMerge }
}

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [{ title: pageTitle(data?.title, matches) }]

export default function Accounts() {
	const { t } = useTranslation('desk')
	const { accounts, nextAfter, filter, mayMerge } = useLoaderData<typeof loader>()
	const href = useListHref()
	return (
		<>
			<PageHeader
				title={t('accounts.title')}
				actions={
					<>
						<LinkButton to={href({}, '/desk/accounts.csv')} reloadDocument icon="download">
							{t('accounts.export')}
						</LinkButton>
						{mayMerge ? <LinkButton to="/desk/accounts/duplicates">{t('accounts.duplicates')}</LinkButton> : null}
						<LinkButton to="/desk/accounts/new" icon="plus">
							{t('accounts.newPerson')}
						</LinkButton>
					</>
				}
			/>
			<AccountFilters />
			<ListBody
				empty={accounts.length === 0 ? <NoAccounts /> : null}
				words={{ pages: t('pages'), first: t('firstPage'), next: t('nextPage') }}
				after={filter.after}
				nextAfter={nextAfter}
			>
				<AccountTable />
			</ListBody>
		</>
	)
}

function AccountFilters() {
	const { t } = useTranslation('desk')
	const { filter } = useLoaderData<typeof loader>()
	const standings = ['good', 'watch', 'hold', 'new'].map((value) => ({ value, label: t(`standing.${value}`) }))
	return (
		<ListFilters submit={t('accounts.filter')}>
			<ListSearch label={t('accounts.search')} value={filter.search} className="w-full sm:w-72" />
			<ListChoice
				label={t('accounts.standing')}
				name="standing"
				value={filter.standing}
				any={t('accounts.anyStanding')}
				options={standings}
				className="min-w-48 max-w-full"
			/>
			{filter.sort === 'name' ? null : <input type="hidden" name="sort" value={filter.sort} />}
		</ListFilters>
	)
}

function NoAccounts() {
	const { t } = useTranslation('desk')
	const { filter } = useLoaderData<typeof loader>()
	const isFiltered = filter.search !== '' || filter.standing !== null
	return (
		<EmptyState
			title={t(isFiltered ? 'accounts.noneFound' : 'accounts.none')}
			action={isFiltered ? <LinkButton to="/desk/accounts">{t('accounts.showAll')}</LinkButton> : null}
		>
			{t(isFiltered ? 'accounts.noneFoundText' : 'accounts.noneText')}
		</EmptyState>
	)
}

function AccountTable() {
	const { t } = useTranslation('desk')
	const { accounts, filter, at } = useLoaderData<typeof loader>()
	const href = useListHref()
	const sort = (key: typeof filter.sort) => ({
		href: href({ sort: key === 'name' ? null : key }),
		...(filter.sort === key ? { direction: key === 'name' ? ('ascending' as const) : ('descending' as const) } : {}),
	})
	return (
		<Table caption={t('accounts.title')} stacks>
			<THead>
				<Tr>
					<Th sort={sort('name')}>{t('accounts.name')}</Th>
					<Th>{t('accounts.health')}</Th>
					<Th numeric sort={sort('revenue')}>
						{t('accounts.revenue')}
					</Th>
					<Th numeric sort={sort('last_order')}>
						{t('accounts.lastOrder')}
					</Th>
					<Th numeric sort={sort('overdue')}>
						{t('accounts.overdue')}
					</Th>
					<Th numeric>{t('accounts.cart')}</Th>
				</Tr>
			</THead>
			<TBody>
				{accounts.map((account) => (
					<Tr key={account.id}>
						<Th scope="row">
							<Link to={`/desk/accounts/${account.id}`} prefetch="intent" className="font-medium text-accent hover:underline">
								{account.name}
							</Link>
							<span className="block font-normal text-ink-soft">
								{[account.isPerson ? t('kind.person') : null, account.city, account.region].filter(Boolean).join(', ')}
							</span>
						</Th>
						<Td className="min-w-56">
							<HealthBadge health={account.health} />
							<HealthReasons health={account.health} />
						</Td>
						<Td numeric label={t('accounts.revenue')}>
							<Money minor={account.revenueMinor} currency={account.currency} />
						</Td>
						<Td numeric label={t('accounts.lastOrder')} empty={!account.lastOrderAt}>
							{account.lastOrderAt ? <DateText instant={account.lastOrderAt} at={at} /> : '–'}
						</Td>
						<Td numeric label={t('accounts.overdue')} empty={account.overdueMinor <= 0}>
							{account.overdueMinor > 0 ? <Money minor={account.overdueMinor} currency={account.currency} className="text-danger" /> : '–'}
						</Td>
						<Td numeric label={t('accounts.cart')} empty={account.cartLines === 0 && account.alerts === 0}>
							{account.cartLines > 0 ? t('accounts.cartLines', { count: account.cartLines }) : '–'}
							{account.alerts > 0 ? (
								<span className="ml-2">
									<Badge tone="accent">{t('accounts.alert')}</Badge>
								</span>
							) : null}
						</Td>
					</Tr>
				))}
			</TBody>
		</Table>
	)
}

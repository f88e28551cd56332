import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportAccounts } from '../../flows/desk/list-accounts.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAccountFilter } from './read-account-filter.ts'

const PAGE = 1000

const columns = [
	'number',
	'name',
	'kind',
	'standing',
	'health',
	'why',
	'city',
	'region',
	'groups',
	'owner',
	'currency',
	'revenue',
	'overdue',
	'open',
	'orders',
	'lastOrder',
] as const

/** The list as it is filtered and sorted, as a file to its last row. Amounts are in minor units, so that no sheet rounds them. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'desk')
	return csvStream(
		'accounts.csv',
		columns.map((column) => t(`accounts.csv.${column}`)),
		await exportAccounts(db, staff, readAccountFilter(request, { limit: PAGE, at })),
		(accounts) =>
			accounts.map((one) => [
				...[one.number, one.name, t(one.isPerson ? 'kind.person' : 'kind.company'), t(`standing.${one.standing}`), t(`health.${one.health.level}`)],
				...[one.health.reasons.map(({ code }) => t(`health.short.${code}`)).join('; '), one.city, one.region, one.groups.join('; '), one.ownerName],
				...[one.currency, one.revenueMinor, one.overdueMinor, one.openMinor, one.ordersInYear, one.lastOrderAt?.toISOString().slice(0, 10)],
			]),
	)
}

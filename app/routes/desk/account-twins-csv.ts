import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportAccountTwins } from '../../flows/account/open-account-twins.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readTwinQuery } from './read-account-merge.ts'

const PAGE = 1000
const columns = ['group', 'sign', 'stays', 'number', 'name', 'place', 'website', 'orders', 'openMinor', 'currency'] as const

/** Accounts that may be one company, a line each, those of a group together; amounts in minor units, so that no sheet rounds them. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const t = fixedT(locale, 'merge')
	let group = 0
	return csvStream(
		'account-duplicates.csv',
		columns.map((column) => t(`file.${column}`)),
		exportAccountTwins(db, staff, readTwinQuery(new URL(request.url).searchParams, PAGE)),
		(groups) =>
			groups.flatMap(({ sign, members }) => {
				group += 1
				return members.map(({ number, name, place, website, orders, openMinor, currency }, at) => [
					...[group, t(`account.sign.${sign}`), at === 0 ? t('stays') : '', number, name, place, website, orders, openMinor, currency],
				])
			}),
	)
}

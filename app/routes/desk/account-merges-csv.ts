import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportAccountMerges } from '../../flows/account/open-account-merges.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAccountMergesQuery } from './read-account-merge.ts'

const PAGE = 1000
const columns = ['merged', 'into', 'by', 'at', 'undoneAt'] as const

/** Accounts that became one, a line each, the newest first. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const t = fixedT(locale, 'merge')
	return csvStream(
		'account-merges.csv',
		columns.map((column) => t(`file.${column}`)),
		exportAccountMerges(db, staff, readAccountMergesQuery(new URL(request.url).searchParams, PAGE)),
		(merges) =>
			merges.map(({ loserName, winnerName, userName, cause, at, undoneAt }) => [loserName, winnerName, userName ?? t(`cause.${cause}`), at, undoneAt]),
	)
}

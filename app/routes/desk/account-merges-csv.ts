import type { LoaderFunctionArgs } from '@remix-run/node'
import type { TFunction } from 'i18next'
import { exportAccountMerges } from '../../flows/account/open-account-merges.ts'
import { csvLine, streamResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readAccountMergesQuery } from './read-account-merge.ts'

const PAGE = 1000
const columns = ['merged', 'into', 'by', 'at', 'undoneAt'] as const

/** Accounts that became one, a line each, the newest first. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'head_office')
	const merges = exportAccountMerges(db, staff, readAccountMergesQuery(new URL(request.url).searchParams, PAGE))
	return streamResponse('account-merges.csv', 'text/csv; charset=utf-8', linesOf(merges, fixedT(locale, 'merge')))
}

async function* linesOf(pages: ReturnType<typeof exportAccountMerges>, t: TFunction) {
	yield `\uFEFF${csvLine(columns.map((column) => t(`file.${column}`)))}`
	for await (const page of pages)
		yield page
			.map(({ loserName, winnerName, userName, cause, at, undoneAt }) =>
				csvLine([loserName, winnerName, userName ?? t(`cause.${cause}`), new Date(at).toISOString(), undoneAt ? new Date(undoneAt).toISOString() : '']),
			)
			.join('')
}

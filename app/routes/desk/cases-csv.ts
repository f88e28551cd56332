import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportDeskCases } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { CASES_AT_ONCE, casesResponse } from '../account/cases-response.server.ts'
import { readCaseFilter } from '../account/read-case-form.ts'

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const cases = exportDeskCases(db, staff, readCaseFilter(new URL(request.url).searchParams, CASES_AT_ONCE))
	return casesResponse(cases, fixedT(locale, 'help'), 'house')
}

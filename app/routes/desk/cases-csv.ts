import type { LoaderFunctionArgs } from '@remix-run/node'
import { openDeskCases } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { casesResponse } from '../account/cases-response.server.ts'
import { readCaseFilter } from '../account/read-case-form.ts'

/** Far above what one desk holds. */
const ALL = 100_000

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const { cases } = await openDeskCases(db, staff, { ...readCaseFilter(new URL(request.url).searchParams, ALL), after: null })
	return casesResponse(cases, fixedT(locale, 'help'), 'house')
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportCases } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { CASES_AT_ONCE, casesResponse } from './cases-response.server.ts'
import { readCaseFilter } from './read-case-form.ts'

/** The list as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const cases = exportCases(db, shopper, readCaseFilter(new URL(request.url).searchParams, CASES_AT_ONCE))
	if (!cases) throw notFound()
	return casesResponse(cases, fixedT(locale, 'help'), 'buyer')
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { openCases } from '../../flows/case/open-cases.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { casesResponse } from './cases-response.server.ts'
import { readCaseFilter } from './read-case-form.ts'

/** Far above what one company asks. */
const ALL = 100_000

/** The list as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openCases(db, shopper, { ...readCaseFilter(new URL(request.url).searchParams, ALL), after: null })
	if (!page) throw notFound()
	return casesResponse(page.cases, fixedT(locale, 'help'), 'buyer')
}

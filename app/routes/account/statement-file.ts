import type { LoaderFunctionArgs } from '@remix-run/node'
import { openStatement } from '../../flows/invoice/open-statement.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readPeriod } from '../../ui/account/read-period.ts'
import { statementResponse } from './statement-response.server.ts'

/** Her statement as a PDF or as a CSV. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const page = await openStatement(db, shopper, { ...readPeriod(request), at })
	if (!page) throw notFound()
	return statementResponse(params['file'], page, locale)
}

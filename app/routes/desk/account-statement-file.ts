import type { LoaderFunctionArgs } from '@remix-run/node'
import { openAccountStatement } from '../../flows/invoice/open-statement.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readPeriod } from '../../ui/account/read-period.ts'
import { statementResponse } from '../account/statement-response.server.ts'
import { idOf } from './read-form.ts'

/** An account's statement as a PDF or as a CSV, for the house. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'credit_manager', 'head_office')
	const page = await openAccountStatement(db, staff, { ...readPeriod(request), accountId: idOf(params['accountId']) ?? 0, at })
	if (!page) throw notFound()
	return statementResponse(params['file'], page, locale)
}

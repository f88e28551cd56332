import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportDraws } from '../../flows/budget/open-budgets.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readPeriod } from '../../ui/budget/read-budget-form.ts'
import { idOf } from './answer.server.ts'

const columns = [
	'draws.on',
	'draws.order',
	'draws.po',
	'draws.by',
	'form.period',
	'draws.currency',
	'draws.drawn',
	'spent',
	'reserved',
	'draws.beyond',
] as const

/** Everything that drew on a budget, of one period or of all. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const startsOn = readPeriod(new URL(request.url).searchParams)
	const found = await exportDraws(db, shopper, { budgetId: idOf(params['id']), startsOn, at })
	if (!found) throw notFound()
	const t = fixedT(locale, 'budgets')
	return csvResponse(
		`${found.name}-${at.toISOString().slice(0, 10)}.csv`,
		columns.map((name) => t(name)),
		found.rows,
	)
}

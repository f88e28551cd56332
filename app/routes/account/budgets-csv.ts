import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportBudgets } from '../../flows/budget/open-budgets.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readBudgetQuery } from '../../ui/budget/read-budget-form.ts'

const columns = ['form.name', 'scope.label', 'now', 'form.period', 'draws.currency', 'periods.amount', 'spent', 'reserved', 'free', 'draws.beyond'] as const

/** Every budget that the filters leave, as its present period stands. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const rows = await exportBudgets(db, shopper, readBudgetQuery(new URL(request.url).searchParams), at)
	if (!rows) throw notFound()
	const t = fixedT(locale, 'budgets')
	const worded = rows.map((row) => row.map((field, index) => (index === 3 ? t(`period.${field}`) : field)))
	return csvResponse(
		`budgets-${at.toISOString().slice(0, 10)}.csv`,
		columns.map((name) => t(name)),
		worded,
	)
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportApprovals } from '../../flows/approval/list-approvals.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readApprovalQuery } from '../../ui/approval/read-approval-query.ts'

const columns = ['askedAt', 'askedBy', 'poNumber', 'state', 'who', 'total', 'currency', 'until', 'order'] as const

/** Every request that the filters leave. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const t = fixedT(locale, 'approvals')
	const rows = await exportApprovals(db, shopper, { ...readApprovalQuery(new URL(request.url).searchParams), at }, t('anybody'))
	if (!rows) throw notFound()
	const worded = rows.map((row) => row.map((field, index) => (index === 3 ? t(`state.${field}`) : field)))
	return csvResponse(
		`approvals-${at.toISOString().slice(0, 10)}.csv`,
		columns.map((name) => t(`column.${name}`)),
		worded,
	)
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportDraft } from '../../flows/merchandising/open-draft.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { idOf } from '../desk/read-form.ts'

const PAGE = 5000
const columns = ['line', 'sku', 'unit', 'status', 'oldFrom', 'oldPrice', 'from', 'price', 'change', 'warnings', 'reasons'] as const

/** What a draft would change and why rows were rejected, as a file to its last row. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
	const { db, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const t = fixedT(locale, 'books')
	const key = { bookId: idOf(params['id']) ?? 0, draftId: idOf(params['draftId']) ?? 0 }
	const open = await exportDraft(db, staff, { ...key, status: null, warned: false, search: '', limit: PAGE, locale })
	if (!open) throw notFound()
	const refusal = fixedT(locale, 'refusals')
	return csvStream(
		`${open.book.code}-${open.draft.id}.csv`,
		columns.map((column) => t(`draft.csv.${column}`)),
		open.pages,
		(rows) =>
			rows.map((row) => [
				...[row.line, row.sku, row.unitCode, t(`draft.statuses.${row.status}`)],
				...[row.oldTierFrom, row.oldTierPrice, row.tierFrom, row.tierPrice, row.changeBp === null ? null : row.changeBp / 100],
				row.warnings.map(({ code, facts }) => t(`warning.${code}`, { ...facts, change: `${Number(facts['changeBp'] ?? 0) / 100} %` })).join(' '),
				row.refusals.map(({ code, facts }) => refusal(code, facts)).join(' '),
			]),
	)
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { openCoverage } from '../../flows/merchandising/open-coverage.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readCoverage } from './read-coverage.ts'

const ALL = 100_000
const columns = ['what', 'detail', 'sku', 'finding', 'price', 'limit', 'currency', 'from', 'to'] as const

/** The report as it is filtered, as a file. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const t = fixedT(locale, 'coverage')
	const { kind, ...filter } = readCoverage(request)
	const { findings } = await openCoverage(db, staff, kind, { ...filter, after: null, at, locale, limit: ALL })
	const rows = findings.map((one) => [
		...[one.title, one.detail, one.sku ?? '', t(`reason.${one.reason}`, { count: one.count ?? 0, price: one.price ?? '', limit: one.limit ?? '' })],
		...[one.price ?? '', one.limit ?? '', one.currency ?? '', one.from?.toISOString() ?? '', one.to?.toISOString() ?? ''],
	])
	return csvResponse(
		`coverage-${kind}.csv`,
		columns.map((column) => t(`csv.${column}`)),
		rows,
	)
}

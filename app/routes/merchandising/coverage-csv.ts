import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportCoverage } from '../../flows/merchandising/open-coverage.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readCoverage } from './read-coverage.ts'

/** Each page looks at all prices again. */
const PAGE = 20_000
const columns = ['what', 'detail', 'sku', 'finding', 'price', 'limit', 'currency', 'from', 'to'] as const

/** The report as it is filtered, as a file to its last row. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const t = fixedT(locale, 'coverage')
	const { kind, after: _after, ...filter } = readCoverage(request)
	return csvStream(
		`coverage-${kind}.csv`,
		columns.map((column) => t(`csv.${column}`)),
		exportCoverage(db, staff, kind, { ...filter, at, locale, limit: PAGE }),
		(findings) =>
			findings.map((one) => [
				...[one.title, one.detail, one.sku, t(`reason.${one.reason}`, { count: one.count ?? 0, price: one.price ?? '', limit: one.limit ?? '' })],
				...[one.price, one.limit, one.currency, one.from, one.to],
			]),
	)
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportPromotions } from '../../flows/merchandising/open-promotions.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readPromotionFilter } from './read-promotion-filter.ts'

const PAGE = 5000
const columns = ['code', 'name', 'coupon', 'phase', 'lane', 'audience', 'status', 'from', 'to', 'languages'] as const

/** The list as it is filtered, as a file to its last row; what the promotions say in full travels by the room of imports and exports. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const t = fixedT(locale, 'merchandising')
	const { sort: _sort, after: _after, ...filter } = readPromotionFilter(request, PAGE)
	const day = (instant: Date | null) => instant?.toISOString().slice(0, 10) ?? ''
	return csvStream(
		`promotions-${day(at)}.csv`,
		columns.map((column) => t(`promotions.csvColumn.${column}`)),
		exportPromotions(db, staff, { ...filter, locale }),
		(promotions) =>
			promotions.map((one) => [
				...[one.code, one.name, one.couponCode, t(`phase.${one.phase}`), one.lane, one.audience.join('; '), t(`statuses.${one.status}`)],
				...[day(one.validFrom), day(one.validTo), one.coverage],
			]),
	)
}

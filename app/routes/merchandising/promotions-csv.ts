import type { LoaderFunctionArgs } from '@remix-run/node'
import { listPromotions } from '../../flows/merchandising/open-promotions.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readPromotionFilter } from './read-promotion-filter.ts'

const ALL = 100_000
const columns = ['code', 'name', 'coupon', 'phase', 'lane', 'audience', 'status', 'from', 'to', 'languages'] as const

/** The list as it is filtered, as a file; what the promotions say in full travels by the room of imports and exports. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'merchandiser')
	const t = fixedT(locale, 'merchandising')
	const { promotions } = await listPromotions(db, staff, { ...readPromotionFilter(request, ALL), after: null, locale })
	const day = (instant: Date | null) => instant?.toISOString().slice(0, 10) ?? ''
	const rows = promotions.map((one) => [
		...[one.code, one.name, one.couponCode ?? '', t(`phase.${one.phase}`), one.lane, one.audience.join('; '), t(`statuses.${one.status}`)],
		...[day(one.validFrom), day(one.validTo), String(one.coverage)],
	])
	return csvResponse(
		`promotions-${day(at)}.csv`,
		columns.map((column) => t(`promotions.csvColumn.${column}`)),
		rows,
	)
}

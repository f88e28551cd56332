import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportOrders } from '../../flows/order/open-orders.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readOrderFilters } from '../../ui/account/order-query.ts'

const columns = ['number', 'placed', 'status', 'po', 'stores', 'lines', 'currency', 'total', 'open'] as const

/** Every order that the filters leave. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const rows = await exportOrders(db, shopper, readOrderFilters(new URL(request.url).searchParams))
	if (!rows) throw notFound()
	const t = fixedT(locale, 'account')
	const worded = rows.map((row) => row.map((field, index) => (index === 2 ? t(`orderStatus.${field}`) : field)))
	return csvResponse(
		`orders-${at.toISOString().slice(0, 10)}.csv`,
		columns.map((name) => t(`orders.column.${name}`)),
		worded,
	)
}

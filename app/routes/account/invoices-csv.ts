import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportInvoices } from '../../flows/invoice/open-invoices.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { notFound } from '../../platform/responses.ts'
import { requireShopper } from '../../platform/session.server.ts'
import { readOrderFilters } from '../../ui/account/order-query.ts'

const columns = ['number', 'kind', 'issued', 'due', 'order', 'po', 'currency', 'total', 'open'] as const

/** Every invoice that the filters leave. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const shopper = await requireShopper(request, context)
	const rows = await exportInvoices(db, shopper, { ...readOrderFilters(new URL(request.url).searchParams), at })
	if (!rows) throw notFound()
	const t = fixedT(locale, 'account')
	const worded = rows.map((row) => row.map((field, index) => (index === 1 ? t(`invoiceKind.${field}`) : field)))
	return csvResponse(
		`invoices-${at.toISOString().slice(0, 10)}.csv`,
		columns.map((name) => t(`invoices.column.${name}`)),
		worded,
	)
}

import type { LoaderFunctionArgs } from '@remix-run/node'
import { openDeskQuotes } from '../../flows/quote/open-quotes.ts'
import { csvResponse } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readQuoteFilter } from '../account/read-quote-form.ts'

/** Far above what one desk holds. */
const ALL = 100_000

/** The list as it is filtered and sorted, as a file. Amounts are in minor units, so that no sheet rounds them. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'quotes')
	const filter = { ...readQuoteFilter(new URL(request.url).searchParams, { sort: 'expiry', limit: ALL, at }), after: null }
	const { quotes } = await openDeskQuotes(db, staff, filter, locale)
	const rows = quotes.map((one) => [
		...[one.number, one.accountName, one.contactName, t(`state.${one.state}`), one.version, one.lines, one.totalMinor, one.currency],
		...[one.validOn, one.changedAt.toISOString()],
	])
	const total = staff.seller.pricesIncludeTax ? 'totalMinorWithTax' : 'totalMinor'
	const head = ['number', 'account', 'contact', 'state', 'version', 'lines', total, 'currency', 'validOn', 'changed'].map((column) => t(`file.${column}`))
	return csvResponse(
		'quotes.csv',
		head,
		rows.map((row) => row.map((value) => String(value ?? ''))),
	)
}

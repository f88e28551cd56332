import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportDeskQuotes } from '../../flows/quote/open-quotes.ts'
import { csvStream } from '../../platform/csv.ts'
import { fixedT } from '../../platform/i18n.server.ts'
import { requireStaff } from '../../platform/session.server.ts'
import { readQuoteFilter } from '../account/read-quote-form.ts'

const PAGE = 5000

/** The list as it is filtered, the newest first, as a file to its last row. Amounts are in minor units, so that no sheet rounds them. */
export async function loader({ request, context }: LoaderFunctionArgs) {
	const { db, at, locale } = context.house
	const staff = await requireStaff(request, context, 'rep', 'head_office')
	const t = fixedT(locale, 'quotes')
	const filter = readQuoteFilter(new URL(request.url).searchParams, { sort: 'newest', limit: PAGE, at })
	const total = staff.seller.pricesIncludeTax ? 'totalMinorWithTax' : 'totalMinor'
	const head = ['number', 'account', 'contact', 'state', 'version', 'lines', total, 'currency', 'validOn', 'changed'].map((column) => t(`file.${column}`))
	return csvStream('quotes.csv', head, exportDeskQuotes(db, staff, filter, locale), (quotes) =>
		quotes.map((one) => [
			...[one.number, one.accountName, one.contactName, t(`state.${one.state}`), one.version, one.lines, one.totalMinor, one.currency],
			...[one.validOn, one.changedAt],
		]),
	)
}

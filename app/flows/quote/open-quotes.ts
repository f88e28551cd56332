import type { Db } from '../../../db/client.server.ts'
import { listQuotes, type QuoteDocument, type QuoteFilter, type QuoteListRow, readAuthority, readQuote } from '../../../db/queries/quote.ts'
import { type Day, dayIn } from '../../engine/base/calendar.ts'
import { printMicros } from '../../engine/base/money.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { usualValidOn } from '../../engine/quote/check-terms.ts'
import { actsOf, standingState } from '../../engine/quote/decide-act.ts'
import { diffVersions } from '../../engine/quote/diff-versions.ts'
import type { QuoteAct, QuoteSide, QuoteState } from '../../engine/quote/quote.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { everyById } from '../../platform/every-page.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { quantityOf } from '../cart/read-line.ts'
import { deskOf } from '../desk/read-desk.ts'
import { givenTo, loadQuotePrices } from './load-quote-prices.ts'
import { mayTrade, termsOf } from './load-standing.ts'

export type QuotesPage = { quotes: QuoteListRow[]; next: string | null }

function pageOf(rows: readonly QuoteListRow[], limit: number): QuotesPage {
	const quotes = rows.slice(0, limit)
	const last = quotes.at(-1)
	return { quotes, next: rows.length > limit && last ? `${last.key}.${last.id}` : null }
}

/** The quotes of an account; one statement. Null: a guest. */
export async function openQuotes(db: Db, { account }: Shopper, filter: QuoteFilter, locale: string): Promise<QuotesPage | null> {
	if (account.accountId === null) return null
	return pageOf(await listQuotes(db, { accountId: account.accountId }, { ...filter, limit: filter.limit + 1 }, locale), filter.limit)
}

/** The quotes of a desk; one statement. */
export async function openDeskQuotes(db: Db, staff: StaffMember, filter: QuoteFilter, locale: string): Promise<QuotesPage> {
	return pageOf(await listQuotes(db, deskOf(staff), { ...filter, limit: filter.limit + 1 }, locale), filter.limit)
}

/**
 * The quotes of a desk for a file, to the last, `filter.limit` at a time, the newest first whatever the list's order is: an offer that gets another day
 * meanwhile keeps its place.
 */
export const exportDeskQuotes = (
	db: Db,
	staff: StaffMember,
	filter: Omit<QuoteFilter, 'sort' | 'after'>,
	locale: string,
): AsyncGenerator<readonly QuoteListRow[]> =>
	everyById(filter.limit, (id) => listQuotes(db, deskOf(staff), { ...filter, sort: 'newest', after: id === null ? null : { key: '', id } }, locale))

type Both = { before: string | null; after: string | null }
export type ShownChange = { position: number; change: 'added' | 'removed' | 'changed'; quantity?: Both; minimum?: Both; price?: Both }
export type OpenedQuote = { quote: QuoteDocument; state: QuoteState; acts: QuoteAct[]; changes: ShownChange[] }

const inText = (both: { before: number; after: number } | undefined) => both && { before: printQuantity(both.before), after: printQuantity(both.after) }
const priceText = (micros: bigint | null) => (micros === null ? null : printMicros(micros))

/** What the last version says otherwise than the one before it. */
function changesOf({ versions }: QuoteDocument): ShownChange[] {
	const [before, after] = versions.slice(-2)
	if (!before || !after) return []
	return diffVersions(before.lines.map(termsOf), after.lines.map(termsOf)).map(({ position, change, quantity, minimum, price }) => ({
		...{ position, change },
		...(quantity && { quantity: inText(quantity) as Both }),
		...(minimum && { minimum: inText(minimum) as Both }),
		...(price && { price: { before: priceText(price.before), after: priceText(price.after) } }),
	}))
}

const opened = (quote: QuoteDocument, side: QuoteSide, at: Date): OpenedQuote => ({
	...{ quote, state: standingState(quote, at), acts: actsOf(quote, side, at), changes: changesOf(quote) },
})

/** One quote for its buyer; one statement. Null: none of this account. */
export async function openQuote(db: Db, shopper: Shopper, { number, locale, at }: { number: string; locale: string; at: Date }): Promise<OpenedQuote | null> {
	const { accountId } = shopper.account
	const quote = accountId === null ? null : await readQuote(db, number, { accountId }, locale)
	if (!quote) return null
	const page = opened(quote, 'buyer', at)
	return mayTrade.has(shopper.role) ? page : { ...page, acts: [] }
}

/** What the house knows of a line and never says: decimals in text. */
export type HousePrice = { position: number; list: string | null; least: string | null; cost: string | null }

/** One quote for the desk, with list price, cost and the least that she may offer; five statements. Null: none of her desk. */
export async function openDeskQuote(
	db: Db,
	staff: StaffMember,
	{ number, locale, at }: { number: string; locale: string; at: Date },
): Promise<(OpenedQuote & { prices: HousePrice[]; usualValidOn: Day }) | null> {
	const quote = await readQuote(db, number, deskOf(staff), locale)
	const buyer = quote && (await absentShopper(db, { accountId: quote.accountId, contactId: quote.contactId }))
	if (!quote || !buyer) return null
	const lines = (quote.versions.at(-1)?.lines ?? []).map(({ position, productId, unitCode, unitDigits, quantity }) => ({
		...{ position, productId, unit: { code: unitCode, digits: unitDigits }, quantity: quantityOf(quantity) },
	}))
	const prices = await loadQuotePrices(db, buyer, { lines, given: givenTo(staff, await readAuthority(db, staff.userId)), at })
	return {
		...opened(quote, 'seller', at),
		usualValidOn: usualValidOn(dayIn(at, quote.timeZone)),
		prices: [...prices].map(([position, { listMicros, leastMicros, costMicros }]) => ({
			...{ position, list: priceText(listMicros), least: priceText(leastMicros), cost: priceText(costMicros) },
		})),
	}
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readCart } from '../../../db/queries/cart.ts'
import { readOrderables } from '../../../db/queries/cart-lines.ts'
import { insertQuote } from '../../../db/queries/quote-save.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { checkLimits, MAX_LINES } from '../../engine/cart/limits.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import { type AskedRow, resolveRows, type WantedRow } from '../../engine/cart/resolve-rows.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { loadTypedRows } from '../cart/load-typed-rows.ts'
import { foundProductOf } from '../cart/read-found-product.ts'
import { loadQuotePrices } from './load-quote-prices.ts'
import { mayTrade } from './load-standing.ts'
import { saveSaid, tellQuote } from './save-said.ts'

type AskedThing = Pick<AskedRow, 'sku' | 'quantity' | 'unit' | 'chosen'>
/** What a price is asked for: what is in her cart, things as they are named, each a line of its own, or typed rows, of which what goes to several stores is one line. */
export type AskQuote = { from: 'cart' | readonly AskedThing[] | { typed: readonly TypedRow[] }; note: string | null; locale: string; at: Date }
export type QuoteAsked = { ok: true; number: string } | { ok: false; refusals: Refusal[] }

async function rowsOf(db: Db, shopper: Shopper, { from, locale }: AskQuote): Promise<{ rows: AskedRow[]; refusals: Refusal[] }> {
	const { account, contactId } = shopper
	const anywhere = { locationId: null, requestedOn: null }
	if (from !== 'cart') {
		if ('typed' in from) return loadTypedRows(db, shopper, { typed: from.typed, locationId: null })
		return { rows: from.map((thing) => ({ ...thing, ...anywhere })), refusals: [] }
	}
	const cart = contactId === null ? null : await readCart(db, { accountId: account.accountId ?? 0, contactId }, { locale, policyIds: account.policyIds })
	// What stands in an accepted quote has its price.
	const open = cart?.lines.filter(({ quoted }) => quoted === null) ?? []
	const rows = open.map(({ sku, quantity, unitCode, chosen }) => ({ sku, quantity, unit: unitCode, ...anywhere, ...(chosen.length > 0 ? { chosen } : {}) }))
	return { rows, refusals: [] }
}

/** A price is asked for so much of a thing, wherever it goes. */
function together(wanted: readonly WantedRow[]): WantedRow[] {
	const rows = Map.groupBy(wanted, ({ productId, unit, chosen }) => `${productId} ${unit} ${chosen?.join() ?? ''}`)
	return [...rows.values()].flatMap((same) => (same[0] ? [{ ...same[0], quantity: same.reduce((sum, { quantity }) => sum + quantity, 0) }] : []))
}

/**
 * A buyer asks for a quote, by one press (commerce-engine.md section 9): version 1 has what she wants and what it costs
 * her now. The cart stays as it is. Seven statements for any number of lines, one more where typed rows name stores. Refuses `ROLE_MAY_NOT`, `QUOTE_EMPTY` and what
 * `resolveRows` does. Null: a guest.
 */
export async function askQuote(db: Db, shopper: Shopper, input: AskQuote): Promise<QuoteAsked | null> {
	const { account, seller, contactId } = shopper
	const { accountId, currency, ownerUserId } = account
	const { at, note, locale } = input
	if (accountId === null) return null
	if (!mayTrade.has(shopper.role)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const { rows, refusals: misplaced } = await rowsOf(db, shopper, input)
	if (rows.length === 0) return { ok: false, refusals: [refusal('QUOTE_EMPTY')] }
	if (rows.length > MAX_LINES) return { ok: false, refusals: checkLimits({ lines: rows.length, allocations: 0, groups: 0 }) }
	const found = await readOrderables(db, account, rows)
	const digits = new Map(found.map((row) => [row.ordinal, row.unitDigits ?? 0]))
	const { wanted, refusals } = resolveRows(
		rows,
		found.map((row) => foundProductOf(row, shopper)),
		dayIn(at, seller.timeZone),
	)
	if (misplaced.length + refusals.length > 0) return { ok: false, refusals: [...refusals, ...misplaced] }
	const lines = (typeof input.from === 'object' && 'typed' in input.from ? together(wanted) : wanted).map(
		({ row, productId, unit, quantity, chosen }, index) => ({
			...{ position: index + 1, productId, quantity, chosen, unitCode: unit },
			...{ unit: { code: unit, digits: digits.get(row) ?? 0 }, minimum: quantity, unitPriceMicros: null },
		}),
	)
	const prices = await loadQuotePrices(db, shopper, { lines, given: null, at })
	const things = new Map(lines.map((line) => [line.position, { ...line, listMicros: prices.get(line.position)?.listMicros ?? null }]))
	return withTransaction(db, async (tx) => {
		const made = await insertQuote(tx, { accountId, sellerEntityId: seller.id, currency, contactId, at })
		const { actedByUserId } = actedBy(shopper)
		const said = { version: 1, kind: 'asked' as const, contactId, userId: actedByUserId, note, validOn: null, at }
		await saveSaid(tx, { accountId, quoteId: made.id }, { ...said, lines, things, currency, rounding: seller.rounding })
		const quote = { ...made, accountId, contactId, ownerUserId, currency }
		await tellQuote(tx, { topic: 'quote.requested', quote, version: 1, actedByUserId, facts: { lines: lines.length, note, locale }, at })
		return { ok: true as const, number: made.number }
	})
}

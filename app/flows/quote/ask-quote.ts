import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readCart } from '../../../db/queries/cart.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import type { AskedRow } from '../../engine/cart/resolve-rows.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { loadTypedRows } from '../cart/load-typed-rows.ts'
import { loadAsked } from './load-asked.ts'
import { mayTrade } from './load-standing.ts'
import { saveAsked, tellQuote } from './save-said.ts'

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

/**
 * A buyer asks for a quote, by one press (commerce-engine.md section 9): version 1 has what she wants and what it costs
 * her now. The cart stays as it is. Seven statements for any number of lines, one more where typed rows name stores. Refuses `ROLE_MAY_NOT`,
 * `SHIP_TO_UNKNOWN` and what `loadAsked` does. Null: a guest.
 */
export async function askQuote(db: Db, shopper: Shopper, input: AskQuote): Promise<QuoteAsked | null> {
	const { account, contactId } = shopper
	const { accountId, currency, ownerUserId } = account
	const { at, note, locale } = input
	if (accountId === null) return null
	if (!mayTrade.has(shopper.role)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	const { rows, refusals: misplaced } = await rowsOf(db, shopper, input)
	const isTogether = typeof input.from === 'object' && 'typed' in input.from
	const asked = await loadAsked(db, shopper, rows, { together: isTogether, misplaced, at })
	if (!asked.ok) return asked
	return withTransaction(db, async (tx) => {
		const { actedByUserId } = actedBy(shopper)
		const made = await saveAsked(tx, shopper, asked, { userId: actedByUserId, note, at })
		const quote = { ...made, accountId, contactId, ownerUserId, currency }
		await tellQuote(tx, { topic: 'quote.requested', quote, version: 1, actedByUserId, facts: { lines: asked.lines.length, note, locale }, at })
		return { ok: true as const, number: made.number }
	})
}

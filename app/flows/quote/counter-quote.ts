import { type Db, withTransaction } from '../../../db/client.server.ts'
import { moveQuote } from '../../../db/queries/quote-save.ts'
import { microsOf } from '../../engine/base/money.ts'
import { refusal, refused } from '../../engine/base/refusal.ts'
import { readTerms } from '../../engine/quote/check-terms.ts'
import { decideAct } from '../../engine/quote/decide-act.ts'
import { diffVersions } from '../../engine/quote/diff-versions.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { loadStanding, mayTrade, type QuoteEdit, type TypedTerms, termsOf, typedOver } from './load-standing.ts'
import type { QuoteSaid } from './offer-quote.ts'
import { saveSaid, tellQuote } from './save-said.ts'

/**
 * The buyer answers an offer line by line, with other quantities or prices and a word: a new version, while the offer's own
 * day still runs (commerce-engine.md section 9). Five statements for any number of lines. Refuses `ROLE_MAY_NOT`,
 * `QUOTE_SAME` and what `decideAct` and `readTerms` do. Null: no quote of this account.
 */
export async function counterQuote(
	db: Db,
	shopper: Shopper,
	{ number, seenVersion, note, at, lines: typed }: QuoteEdit & { lines: readonly TypedTerms[] },
): Promise<QuoteSaid | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return withTransaction(db, async (tx): Promise<QuoteSaid | null> => {
		const standing = await loadStanding(tx, number, { accountId })
		if (!standing) return null
		if (!mayTrade.has(shopper.role)) return refused(refusal('ROLE_MAY_NOT'))
		const { quote, lines: rows } = standing
		const act = decideAct(quote, 'counter', { side: 'buyer', seenVersion, at })
		if (!act.ok) return act
		const { lines, refusals } = readTerms(typedOver(rows, typed))
		if (refusals.length > 0) return refused(...refusals)
		if (diffVersions(rows.map(termsOf), lines).length === 0 && !note) return refused(refusal('QUOTE_SAME'))
		const key = { accountId, quoteId: quote.id }
		const version = quote.version + 1
		const { actedByUserId } = actedBy(shopper)
		const things = new Map(rows.map((row) => [row.position, { ...row, listMicros: row.listPrice === null ? null : microsOf(row.listPrice) }]))
		const said = { version, kind: 'countered' as const, contactId: shopper.contactId, userId: actedByUserId, note, validOn: quote.validOn, at }
		const totalMinor = await saveSaid(tx, key, { ...said, lines, things, currency: quote.currency, rounding: shopper.seller.rounding })
		await moveQuote(tx, key, { state: act.state, version, validOn: quote.validOn, expiresAt: quote.expiresAt, at })
		await tellQuote(tx, { topic: 'quote.countered', quote, version, actedByUserId, facts: { totalMinor, note, lines: lines.length }, at })
		return { ok: true, version }
	})
}

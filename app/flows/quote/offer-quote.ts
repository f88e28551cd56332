import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readAuthority } from '../../../db/queries/quote.ts'
import { moveQuote } from '../../../db/queries/quote-save.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { readTerms, refuseOffer } from '../../engine/quote/check-terms.ts'
import { decideAct, endOf } from '../../engine/quote/decide-act.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { deskOf } from '../desk/read-desk.ts'
import { givenTo, loadQuotePrices } from './load-quote-prices.ts'
import { loadStanding, type QuoteEdit, type TypedTerms, typedOver } from './load-standing.ts'
import { saveQuoteLink } from './save-quote-link.ts'
import { saveSaid, tellQuote } from './save-said.ts'

export type OfferQuote = QuoteEdit & { lines: readonly TypedTerms[]; validOn: string; requestId: string; secret: string }
export type QuoteSaid = { ok: true; version: number } | { ok: false; refusals: Refusal[] }

/** An empty day is none, and so is one that does not exist. */
const dayOf = (text: string) => (/^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ? text : null)

/**
 * The house says its prices, until when they hold, and a word: a new version (commerce-engine.md section 9), each price within
 * the authority of whoever says it (section 10). Eleven statements for any number of lines, one more for a lead. Refuses what `decideAct`,
 * `readTerms` and `refuseOffer` do. Null: no quote of her desk.
 */
export async function offerQuote(
	db: Db,
	staff: StaffMember,
	{ number, seenVersion, note, at, lines: typed, validOn, requestId, secret }: OfferQuote,
): Promise<QuoteSaid | null> {
	return withTransaction(db, async (tx): Promise<QuoteSaid | null> => {
		const standing = await loadStanding(tx, number, deskOf(staff))
		const buyer = standing && (await absentShopper(tx, { accountId: standing.quote.accountId, contactId: standing.quote.contactId }))
		if (!standing || !buyer) return null
		const { quote, lines: rows } = standing
		const act = decideAct(quote, 'offer', { side: 'seller', seenVersion, at })
		if (!act.ok) return act
		const { lines, refusals } = readTerms(typedOver(rows, typed))
		const quantities = new Map(lines.map((line) => [line.position, line.quantity]))
		const wishes = rows.flatMap(({ position, productId, unitCode, unitDigits }) => {
			const quantity = quantities.get(position)
			return quantity === undefined ? [] : [{ position, productId, unit: { code: unitCode, digits: unitDigits }, quantity }]
		})
		const prices = await loadQuotePrices(tx, buyer, { lines: wishes, given: givenTo(staff, await readAuthority(tx, staff.userId)), at })
		const least = new Map([...prices].map(([position, { leastMicros }]) => [position, leastMicros]))
		const { timeZone, rounding } = staff.seller
		const day = dayOf(validOn)
		const against = [...refusals, ...refuseOffer(lines, least, day, dayIn(at, timeZone))]
		if (against.length > 0 || day === null) return refused(...against)
		const key = { accountId: quote.accountId, quoteId: quote.id }
		const version = quote.version + 1
		const things = new Map(rows.map((row) => [row.position, { ...row, listMicros: prices.get(row.position)?.listMicros ?? null }]))
		const said = { version, kind: 'offered' as const, contactId: null, userId: staff.userId, note, validOn: day, at }
		const totalMinor = await saveSaid(tx, key, { ...said, lines, things, currency: quote.currency, rounding })
		await moveQuote(tx, key, { state: act.state, version, validOn: day, expiresAt: endOf(day, timeZone), at })
		const facts = { totalMinor, validOn: day, note, lines: lines.length }
		// A lead has no way in but the link of her mail.
		const sealed = quote.isProspects ? { sealed: await saveQuoteLink(tx, key, { secret, at }) } : {}
		await tellQuote(tx, { topic: 'quote.offered', quote, version, actedByUserId: staff.userId, facts: { ...facts, ...sealed }, at })
		await insertAudit(tx, [
			{ userId: staff.userId, accountId: quote.accountId, action: 'quote.offered', subject: `quote:${quote.id}`, after: { version, ...facts }, requestId, at },
		])
		return { ok: true, version }
	})
}

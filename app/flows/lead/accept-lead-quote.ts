import { type Db, withTransaction } from '../../../db/client.server.ts'
import { saveQuoteStages } from '../../../db/queries/crm-quote.ts'
import { lockLead } from '../../../db/queries/lead-save.ts'
import { readQuote } from '../../../db/queries/quote.ts'
import { readQuoteLink } from '../../../db/queries/quote-link.ts'
import { readLogin } from '../../../db/queries/session.ts'
import { invariant } from '../../engine/base/invariant.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShipToWish } from '../../engine/crm/lead.ts'
import { absentShopper, hashToken } from '../../platform/session.server.ts'
import { saveAccepted } from '../quote/save-accepted.ts'
import { saveSignInCode } from '../session/save-sign-in-code.ts'
import { saveConverted } from './save-converted.ts'

export type AcceptLeadQuote = {
	token: string
	seenVersion: number
	shipTo: ShipToWish
	returnTo: string
	secret: string
	locale: string
	requestId: string
	at: Date
}
type Accepted = { ok: true; accountId: number; email: string } | { ok: false; refusals: Refusal[] }

/**
 * The lead takes the offer through the link of its mail: she is converted, the offer's lines go into the cart of her account at the
 * quoted prices, and a code to sign in with is mailed to her; placing the order is hers, signed in. Pressed twice, or while her rep
 * converts, it is one account and one cart. Refuses what `decideConversion` and `saveAccepted` do. Null: the link opens nothing.
 */
export async function acceptLeadQuote(
	db: Db,
	{ token, seenVersion, shipTo, returnTo, secret, locale, requestId, at }: AcceptLeadQuote,
): Promise<Accepted | null> {
	const tokenHash = hashToken(token)
	return withTransaction(db, async (tx): Promise<Accepted | null> => {
		const found = await readQuoteLink(tx, tokenHash, at)
		const lead = found && (await lockLead(tx, found.leadId, null))
		if (!lead) return null
		const person = await saveConverted(tx, lead, { to: 'known', shipTo, accountId: null, userId: null, requestId, at })
		if (!person?.ok) return person
		// Where the quote stands now: converting may have led the link elsewhere, and so may somebody just before.
		const link = await readQuoteLink(tx, tokenHash, at)
		if (!link) return null
		const { accountId, number, email } = link
		const standing = await readQuote(tx, number, { accountId }, locale)
		if (standing?.state === 'accepted') return { ok: true, accountId, email }
		const shopper = await absentShopper(tx, { accountId, contactId: person.contactId })
		invariant(shopper, `lead ${lead.id} was converted to nobody`)
		const accepted = await saveAccepted(tx, shopper, { number, seenVersion, at, locale })
		if (!accepted?.ok) return accepted
		await saveQuoteStages(tx, [link.quoteId], [])
		await saveSignInCode(tx, await readLogin(tx, email), { email, returnTo, secret, at })
		return { ok: true, accountId, email }
	})
}

import type { Db } from '../../../db/client.server.ts'
import { readLeadRoom } from '../../../db/queries/lead.ts'
import { type QuoteLinkRow, readQuoteLink } from '../../../db/queries/quote-link.ts'
import type { Shopper } from '../../platform/actor.ts'
import { absentShopper, hashToken } from '../../platform/session.server.ts'

export type QuoteLinkReader = QuoteLinkRow & { shopper: Shopper; countries: string[] }

/** Whom a link speaks for, and the one quote that it opens; three statements. Null: it opens nothing, whatever the reason. */
export async function openQuoteLink(db: Db, token: string, at: Date): Promise<QuoteLinkReader | null> {
	const link = await readQuoteLink(db, hashToken(token), at)
	const shopper = link && (await absentShopper(db, link))
	return shopper ? { ...link, shopper, countries: (await readLeadRoom(db, shopper.seller.id)).countries } : null
}

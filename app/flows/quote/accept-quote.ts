import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type AcceptQuote, type QuoteAccepted, saveAccepted } from './save-accepted.ts'

/**
 * The buyer takes the offer that stands: its version is pinned and its lines are put into her cart at the quoted prices (R1),
 * once (commerce-engine.md sections 4 and 9). Nine statements for any number of lines. Refuses `ROLE_MAY_NOT`,
 * `QUOTE_CURRENCY` and what `decideAct` and the limits of a cart do. Null: no quote of this account.
 */
export async function acceptQuote(db: Db, shopper: Shopper, accept: AcceptQuote): Promise<QuoteAccepted | null> {
	return withTransaction(db, (tx) => saveAccepted(tx, shopper, accept))
}

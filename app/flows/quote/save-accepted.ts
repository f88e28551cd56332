import type { Tx } from '../../../db/client.server.ts'
import { readCartCounts } from '../../../db/queries/cart.ts'
import { upsertGroups } from '../../../db/queries/cart-lines.ts'
import { insertQuotedLines, moveQuote } from '../../../db/queries/quote-save.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { checkLimits } from '../../engine/cart/limits.ts'
import { decideAct } from '../../engine/quote/decide-act.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveOpenCart } from '../cart/save-cart-rows.ts'
import { loadStanding, mayTrade, type QuoteEdit } from './load-standing.ts'
import { tellQuote } from './save-said.ts'

export type QuoteAccepted = { ok: true; cartId: number } | { ok: false; refusals: Refusal[] }
export type AcceptQuote = Omit<QuoteEdit, 'note'> & { locale: string }

/** The part of accepting that the buyer and a lead by her link share (`accept-quote.ts`). */
export async function saveAccepted(tx: Tx, shopper: Shopper, { number, seenVersion, at, locale }: AcceptQuote): Promise<QuoteAccepted | null> {
	const { account, contactId, locationId } = shopper
	const { accountId } = account
	if (accountId === null) return null
	const standing = await loadStanding(tx, number, { accountId })
	if (!standing) return null
	if (!mayTrade.has(shopper.role)) return refused(refusal('ROLE_MAY_NOT'))
	const { quote, lines } = standing
	const act = decideAct(quote, 'accept', { side: 'buyer', seenVersion, at })
	if (!act.ok) return act
	const { version, validOn, expiresAt } = quote
	if (quote.currency !== account.currency) return refused(refusal('QUOTE_CURRENCY', { number, currency: quote.currency }))
	const cart = await saveOpenCart(tx, shopper, { cartId: null, expectedVersion: null, locale, at })
	if (!cart || validOn === null || expiresAt === null) return null
	const [group] = await upsertGroups(tx, { accountId, cartId: cart.id }, [{ locationId, requestedOn: null, method: 'ground' }])
	const { actedByUserId } = actedBy(shopper)
	await insertQuotedLines(
		tx,
		{ accountId, cartId: cart.id, groupId: group?.id ?? null, contactId, userId: actedByUserId, at },
		lines.map(({ productId, unitCode, quantity, minimum, unitPrice, chosen }) => ({
			...{ productId, unitCode, quantity, chosen },
			quoted: { quoteId: quote.id, number, version, quantity, minimum, unitPrice: unitPrice ?? '0', validOn, expiresAt: expiresAt.toISOString() },
		})),
	)
	const counts = await readCartCounts(tx, { accountId, cartId: cart.id })
	const over = checkLimits(counts)
	if (over.length > 0) return refused(...over)
	await moveQuote(tx, { accountId, quoteId: quote.id }, { state: act.state, version, validOn, expiresAt, orderId: cart.id, at })
	await tellQuote(tx, { topic: 'quote.accepted', quote, version, actedByUserId, facts: { cartId: cart.id, lines: lines.length, validOn }, at })
	return { ok: true, cartId: cart.id }
}

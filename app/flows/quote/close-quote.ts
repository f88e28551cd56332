import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockQuote, moveQuote } from '../../../db/queries/quote-save.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { decideAct } from '../../engine/quote/decide-act.ts'
import { actedBy, type Shopper, type StaffMember } from '../../platform/actor.ts'
import { deskOf } from '../desk/read-desk.ts'
import { mayTrade, type QuoteEdit } from './load-standing.ts'
import { tellQuote } from './save-said.ts'

export type CloseQuote = QuoteEdit & { act: 'decline' | 'withdraw'; requestId: string }
type Closer = { kind: 'shopper'; shopper: Shopper } | { kind: 'staff'; staff: StaffMember }

/** Either side says no, or takes back what it said. Refuses `ROLE_MAY_NOT` and what `decideAct` does. Null: no quote of theirs. */
export async function closeQuote(
	db: Db,
	who: Closer,
	{ number, seenVersion, note, at, act, requestId }: CloseQuote,
): Promise<{ ok: true } | { ok: false; refusals: Refusal[] } | null> {
	const isBuyer = who.kind === 'shopper'
	if (isBuyer && who.shopper.account.accountId === null) return null
	const whose = isBuyer ? { accountId: who.shopper.account.accountId ?? 0 } : deskOf(who.staff)
	return withTransaction(db, async (tx) => {
		const quote = await lockQuote(tx, number, whose)
		if (!quote) return null
		if (isBuyer && !mayTrade.has(who.shopper.role)) return refused(refusal('ROLE_MAY_NOT'))
		const decided = decideAct(quote, act, { side: isBuyer ? 'buyer' : 'seller', seenVersion, at })
		if (!decided.ok) return decided
		const { accountId, version, validOn, expiresAt } = quote
		await moveQuote(tx, { accountId, quoteId: quote.id }, { state: decided.state, version, validOn, expiresAt, at })
		const topic = act === 'decline' ? ('quote.declined' as const) : ('quote.withdrawn' as const)
		const facts = { note, side: isBuyer ? 'buyer' : 'seller' }
		const actedByUserId = isBuyer ? actedBy(who.shopper).actedByUserId : who.staff.userId
		await tellQuote(tx, { topic, quote, version, actedByUserId, facts, at })
		if (!isBuyer)
			await insertAudit(tx, [{ userId: who.staff.userId, accountId, action: topic, subject: `quote:${quote.id}`, after: { version, ...facts }, requestId, at }])
		return { ok: true as const }
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readAttemptsByIntent, readWaitingNotices, saveAttemptOutcomes, settleNotices } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { loadCardFacts, type Subject } from './load-card-facts.ts'
import { outcomeOf } from './read-intent.ts'
import { saveCardFacts } from './save-card-facts.ts'

const MOST_AT_ONCE = 50

type Body = { data?: { object?: { object?: unknown; id?: unknown; payment_intent?: unknown } } }

/** What a notice is about, and the intent behind it: itself, or that of its charge, refund or dispute. */
function subjectOf(body: string): Subject {
	const { object: kind, id, payment_intent: behind } = (JSON.parse(body) as Body).data?.object ?? {}
	const intentId = kind === 'payment_intent' ? id : behind
	return { kind: typeof kind === 'string' ? kind : '', id: typeof id === 'string' ? id : '', intentId: typeof intentId === 'string' ? intentId : null }
}

/**
 * The worker's round over stored notices: they come late, twice and in any order, so each only says what to look at; how
 * it stands is asked of the processor. Calls that we did not make, or whose money has moved, stay as they are; refunds and
 * disputes are written beside them.
 */
export async function settleStripeNotices(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const waiting = await readWaitingNotices(db, 'stripe', MOST_AT_ONCE)
	if (waiting.length === 0) return 0
	const about = waiting.map(({ id, body }) => ({ noticeId: id, ...subjectOf(body) }))
	const known = await readAttemptsByIntent(db, [...new Set(about.flatMap(({ intentId }) => intentId ?? []))])
	const open = known.filter(({ state }) => state !== 'captured' && state !== 'released')
	const asked = await Promise.all(open.map(async ({ key, intentId }) => ({ key, intentId, answer: await payment.retrieve(intentId) })))
	const facts = await loadCardFacts(payment, about)
	const unreached = new Set([...asked.flatMap(({ intentId, answer }) => (answer.ok ? [] : [intentId])), ...facts.unreached])
	// A capture is told to our books by who captured; a notice must not overtake it.
	const outcomes = asked.flatMap(({ key, answer }) => (answer.ok && answer.intent.status !== 'succeeded' ? [outcomeOf(key, answer.intent)] : []))
	const settled = about.filter(({ id, intentId }) => !unreached.has(id) && !unreached.has(intentId ?? '')).map(({ noticeId }) => noticeId)
	await withTransaction(db, async (tx) => {
		if (outcomes.length > 0) await saveAttemptOutcomes(tx, outcomes, at)
		await saveCardFacts(tx, facts, at)
		await settleNotices(tx, settled, at)
	})
	return settled.length
}

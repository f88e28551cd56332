import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readAttemptsByIntent, readWaitingNotices, saveAttemptOutcomes, settleNotices } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { outcomeOf } from './read-intent.ts'

const MOST_AT_ONCE = 50

type Body = { data?: { object?: { object?: unknown; id?: unknown; payment_intent?: unknown } } }

/** Which intent a notice is about: itself, or the one behind its charge, refund or dispute. */
function intentOf(body: string): string | null {
	const object = (JSON.parse(body) as Body).data?.object
	const id = object?.object === 'payment_intent' ? object.id : object?.payment_intent
	return typeof id === 'string' ? id : null
}

/**
 * The worker's round over stored notices: they come late, twice and in any order, so each only says which intent to
 * look at; how it stands is asked of the processor. Calls that we did not make, or whose money has moved, stay.
 */
export async function settleStripeNotices(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const waiting = await readWaitingNotices(db, 'stripe', MOST_AT_ONCE)
	if (waiting.length === 0) return 0
	const about = waiting.map(({ id, body }) => ({ id, intentId: intentOf(body) }))
	const known = await readAttemptsByIntent(db, [...new Set(about.flatMap(({ intentId }) => intentId ?? []))])
	const open = known.filter(({ state }) => state !== 'captured' && state !== 'released')
	const asked = await Promise.all(open.map(async ({ key, intentId }) => ({ key, intentId, answer: await payment.retrieve(intentId) })))
	const unreached = new Set(asked.flatMap(({ intentId, answer }) => (answer.ok ? [] : [intentId])))
	// A capture is told to our books by who captured; a notice must not overtake it.
	const outcomes = asked.flatMap(({ key, answer }) => (answer.ok && answer.intent.status !== 'succeeded' ? [outcomeOf(key, answer.intent)] : []))
	const settled = about.filter(({ intentId }) => intentId === null || !unreached.has(intentId)).map(({ id }) => id)
	await withTransaction(db, async (tx) => {
		if (outcomes.length > 0) await saveAttemptOutcomes(tx, outcomes, at)
		await settleNotices(tx, settled, at)
	})
	return settled.length
}

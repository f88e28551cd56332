import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readDueAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { askOffSession } from './read-off-session.ts'
import { saveDeclined } from './save-declined.ts'

const MOST_AT_ONCE = 20

/**
 * The worker's round for deliveries that ship later (section 8): their cards are authorised off-session on the day
 * before. A decline holds the delivery and tells the buyer. What could not be asked is asked again with the same key.
 */
export async function authoriseDue(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const due = await readDueAttempts(db, { at, most: MOST_AT_ONCE })
	const all = await Promise.all(due.map(async (call) => ({ call, outcome: await askOffSession(payment, call) })))
	const asked = all.filter(({ outcome }) => outcome.state !== 'prepared')
	if (asked.length === 0) return 0
	await withTransaction(db, async (tx) => {
		await saveAttemptOutcomes(
			tx,
			asked.map(({ outcome }) => outcome),
			at,
		)
		const refused = asked.filter(({ outcome }) => outcome.state !== 'authorised')
		await saveDeclined(
			tx,
			refused.map(({ call, outcome }) => ({ ...call, code: outcome.failureCode })),
			at,
		)
	})
	return asked.length
}

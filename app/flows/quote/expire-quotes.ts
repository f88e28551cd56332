import { type Db, withTransaction } from '../../../db/client.server.ts'
import { expireQuotes as markExpired } from '../../../db/queries/quote-save.ts'
import { saveEvents } from '../event/save-events.ts'
import { quoteEvent } from './save-said.ts'

const AT_ONCE = 100

/** Tells of the offers whose last day is over; every door is shut to them already. Answers how many; three statements for any number. */
export async function expireQuotes(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const over = await markExpired(tx, at, AT_ONCE)
		await saveEvents(
			tx,
			over.map((quote) => quoteEvent({ topic: 'quote.expired', quote, version: quote.version, actedByUserId: null, at })),
		)
		return over.length
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertEngagement } from '../../../db/queries/engagement.ts'

/** What a person does of her own accord before she buys: pages, mails, links, forms, files, products and searches. What sales records of her comes by itself. */
const kinds = [
	'page.viewed',
	'mail.opened',
	'campaign.touch_confirmed',
	'redirect.clicked',
	'form.succeeded',
	'file.opened',
	'product.viewed',
	'search.performed',
]

/** A week without a worker is made up for; what is older is history. */
const days = 7

/** More than anybody reads before a call. */
const names = 10

/**
 * Tells sales what each person did on a day, once that day has ended at her seller's: one entry a person and day, as done, however often it is asked
 * (sync-core.md B15, app/decisions/0467). One statement. How many entries were made.
 */
export async function tellEngagement(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, (tx) => insertEngagement(tx, { kinds, days, names, subject: 'task.engagement', at }))
}

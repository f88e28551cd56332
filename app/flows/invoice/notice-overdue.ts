import { type Db, withTransaction } from '../../../db/client.server.ts'
import { claimOverdueInvoices } from '../../../db/queries/telling.ts'
import { saveEvents } from '../event/save-events.ts'

const perRound = 500

/**
 * Says once of each invoice that its day is over (sync-core.md section c): its owner gets a task, marketing is silent towards the
 * account. Answers how many; two statements for any number. Call again while it finds any.
 */
export async function noticeOverdue(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const overdue = await claimOverdueInvoices(tx, at, perRound)
		await saveEvents(
			tx,
			overdue.map(({ accountId, contactId, ...facts }) => ({
				...{ topic: 'invoice.overdue' as const, subject: `invoice:${facts.invoiceId}`, accountId, contactId, payload: { ...facts }, occurredAt: at },
			})),
		)
		return overdue.length
	})
}

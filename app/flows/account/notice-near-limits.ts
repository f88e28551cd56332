import { type Db, withTransaction } from '../../../db/client.server.ts'
import { claimNearLimits } from '../../../db/queries/telling.ts'
import { saveEvents } from '../event/save-events.ts'

/** Of an account's limit: from here on its rep should talk to it before an order is refused. */
const usedPercent = 90

/** Says once that little of an account's credit is left, and again after it had room in between (sync-core.md section c). Three statements for any number. */
export async function noticeNearLimits(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const near = await claimNearLimits(tx, { usedPercent, at })
		await saveEvents(
			tx,
			near.map(({ accountId, ...facts }) => ({
				...{ topic: 'credit.near_limit' as const, subject: `account:${accountId}`, accountId, payload: { ...facts }, occurredAt: at },
			})),
		)
		return near.length
	})
}

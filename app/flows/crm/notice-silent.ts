import { type Db, withTransaction } from '../../../db/client.server.ts'
import { claimDormant, claimReorders, insertSearchDigests, readRhythms } from '../../../db/queries/telling.ts'
import { dormantDays } from '../../engine/next-best-action/decide-dormant.ts'
import { decideReorder } from '../../engine/next-best-action/decide-reorder.ts'
import { saveEvents } from '../event/save-events.ts'

/** What nobody does can only be seen by the clock: buyers who stay away, accounts that do not order when they usually do, searches that found nothing. */

const perRound = 500

/** Says once of each silence that a buyer has not signed in for 90 days. Answers how many. Call again while it finds any. */
export async function noticeDormant(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const silent = await claimDormant(tx, { days: dormantDays, at, limit: perRound })
		await saveEvents(
			tx,
			silent.map(({ accountId, contactId, lastSignedInAt, ...facts }) => ({
				...{ topic: 'login.dormant' as const, subject: `contact:${contactId}`, accountId, contactId },
				...{ payload: { ...facts, lastSignedInAt: lastSignedInAt.toISOString() }, occurredAt: at },
			})),
		)
		return silent.length
	})
}

/** Looks at a page of accounts after `after` and says of those who usually order again by now that it is time. Answers where to go on; null: that was all. */
export async function noticeReorders(db: Db, after: number, at: Date): Promise<{ next: number | null; told: number }> {
	const rhythms = await readRhythms(db, { after, limit: perRound, only: null, at })
	const due = rhythms.flatMap((one) => {
		const decided = decideReorder(one)
		return decided.isDue ? [{ ...one, ...decided }] : []
	})
	const next = rhythms.length < perRound ? null : (rhythms.at(-1)?.accountId ?? null)
	if (due.length === 0) return { next, told: 0 }
	return withTransaction(db, async (tx) => {
		const claimed = await claimReorders(tx, due, at)
		const told = due.filter(({ accountId }) => claimed.has(accountId))
		await saveEvents(
			tx,
			told.map(({ accountId, contactId, everyDays, lastOn, dueOn, ownerUserId, lastOrderId }) => ({
				...{ topic: 'reorder.due' as const, subject: `account:${accountId}`, accountId, contactId },
				...{ payload: { everyDays, lastOn, dueOn, ownerUserId, lastOrderId }, occurredAt: at },
			})),
		)
		return { next, told: told.length }
	})
}

/** Tells each rep in the morning what her buyers searched for in vain the day before. Answers how many reps; one statement. */
export async function digestSearches(db: Db, at: Date): Promise<number> {
	return withTransaction(db, (tx) => insertSearchDigests(tx, at))
}

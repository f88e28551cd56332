import { type Db, withTransaction } from '../../../db/client.server.ts'
import { listWaiting } from '../../../db/queries/approval.ts'
import { claimUntold, readDeputies } from '../../../db/queries/approval-deputy.ts'
import { stepsFor } from '../../engine/approval/decide-answer.ts'
import { standInsOn } from '../../engine/approval/deputies.ts'
import { saveEvents } from '../event/save-events.ts'
import { answerersOf, askedOf } from './load-approval.ts'
import { turnOf } from './save-approval-events.ts'

const MOST_WAITING = 200

/** Sends one deputy whose days have begun what waits for her since before; how many it was. */
export async function tellDeputies(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const due = await claimUntold(tx, at)
		if (!due) return 0
		const { accountId, deputyContactId, day } = due
		const page = await readDeputies(tx, accountId, day)
		const people = answerersOf(page.people)
		const deputy = people.find(({ contactId }) => contactId === deputyContactId)
		if (!deputy) return 1
		const standIns = standInsOn(day, page.deputies, people)
		const waiting = await listWaiting(tx, accountId, MOST_WAITING)
		const events = waiting.flatMap((request) => {
			const [first] = stepsFor(askedOf(request, standIns), deputy)
			// What she may answer in her own name she was asked for when it was its turn.
			if (!first || first.forContactId === null || request.expiresAt <= at) return []
			const { id: requestId, orderId, askedByContactId, totalMinor, currency } = request
			const event = { requestId, orderId, accountId, askedByContactId, actedByUserId: null, totalMinor, currency, at }
			return [turnOf(event, { contactId: deputyContactId, forContactId: first.forContactId })]
		})
		await saveEvents(tx, events)
		return 1
	})
}

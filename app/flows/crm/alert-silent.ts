import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAlert, type NewAlert } from '../../../db/queries/attention.ts'
import { readRhythms, readUsual } from '../../../db/queries/telling.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { decideDormant } from '../../engine/next-best-action/decide-dormant.ts'
import { decideReorder } from '../../engine/next-best-action/decide-reorder.ts'
import { absentShopper } from '../../platform/session.server.ts'
import type { DeskEvent, DormantInputs, ReorderInputs } from './types.ts'

/**
 * It is time for an account to order again: its owner gets the alert NBA-2 with a task, once, with the rhythm it was worked out from.
 * Nothing when an order was placed or is open by now (sync-core.md section c).
 */
export async function alertReorder(db: Db, event: DeskEvent, at: Date): Promise<void> {
	const { accountId, contactId, payload } = event
	const ownerUserId = payload['ownerUserId']
	if (accountId === null || typeof ownerUserId !== 'number') return
	const shopper = await absentShopper(db, { accountId, contactId })
	if (!shopper) return
	await withTransaction(db, async (tx) => {
		const [rhythm] = await readRhythms(tx, { after: accountId - 1, limit: 1, only: accountId, at })
		const decided = rhythm ? decideReorder(rhythm) : null
		if (!rhythm || !decided?.isDue || rhythm.lastOrderId !== payload['lastOrderId']) return
		const usual = await readUsual(tx, { accountId, locale: 'en', at })
		const { everyDays, lastOn, dueOn } = decided
		const inputs: ReorderInputs = { templateKey: 'nba2.reorder', everyDays, lastOn, dueOn, orderDays: rhythm.orderDays, usual }
		await save(
			tx,
			{ ...place(event, ownerUserId, at), rule: 'NBA-2', idempotencyKey: `NBA-2:${accountId}:${rhythm.lastOrderId}`, inputs },
			'task.reorder_due',
			shopper,
		)
	})
}

/** A buyer of an account in the highest quarter has been silent for 90 days: NBA-3, once for each silence. */
export async function alertDormant(db: Db, event: DeskEvent, at: Date): Promise<void> {
	const { accountId, contactId, payload } = event
	if (accountId === null || contactId === null) return
	const { days, revenueMinor, currency, place: standsAt, ownerUserId, lastSignedInAt } = payload
	const facts = { contactId, days: Number(days), revenueMinor: Number(revenueMinor), currency: String(currency), place: Number(standsAt) }
	const decided = decideDormant({ ...facts, ownerUserId: typeof ownerUserId === 'number' ? ownerUserId : null })
	const shopper = decided.fires ? await absentShopper(db, { accountId, contactId }) : null
	if (!decided.fires || !shopper) return
	const inputs: DormantInputs = { templateKey: 'nba3.dormant', ...facts, lastSignedInAt: String(lastSignedInAt) }
	await withTransaction(db, (tx) =>
		save(
			tx,
			{ ...place(event, decided.ownerUserId, at), rule: 'NBA-3', idempotencyKey: `NBA-3:${contactId}:${String(lastSignedInAt)}`, inputs },
			'task.dormant_buyer',
			shopper,
		),
	)
}

const place = ({ accountId, contactId }: DeskEvent, ownerUserId: number, at: Date) => ({ accountId: accountId ?? 0, contactId, cartId: null, ownerUserId, at })

async function save(
	tx: Tx,
	alert: Omit<NewAlert, 'task'>,
	subject: string,
	{ account, contactName, seller }: { account: { name: string }; contactName: string; seller: { timeZone: string } },
): Promise<void> {
	await insertAlert(tx, { ...alert, task: { subject, facts: { accountName: account.name, contactName }, dueOn: dayIn(alert.at, seller.timeZone) } })
}

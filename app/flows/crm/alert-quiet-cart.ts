import { type Db, withTransaction } from '../../../db/client.server.ts'
import { holdCart, insertAlert } from '../../../db/queries/attention.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { decideQuietCart } from '../../engine/next-best-action/decide-quiet-cart.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadQuietCart, taskFactsOf } from './load-quiet-cart.ts'
import type { AlertInputs, DeskEvent } from './types.ts'

/**
 * A cart was left: its account's owner gets the alert NBA-1 with a task, once, or nothing when the rule says so
 * (sync-core.md section c). The cart is held meanwhile, so that no alert is made for an order.
 */
export async function alertQuietCart(db: Db, event: DeskEvent, at: Date): Promise<void> {
	const cartId = event.payload['cartId']
	const { accountId, contactId } = event
	if (typeof cartId !== 'number' || accountId === null) return
	const shopper = await absentShopper(db, { accountId, contactId })
	if (!shopper) return
	await withTransaction(db, async (tx) => {
		const held = await holdCart(tx, { accountId, cartId })
		const facts = held ? await loadQuietCart(tx, shopper, { accountId, cartId }, at) : null
		const decision = facts ? decideQuietCart(facts, at) : null
		if (!facts || !decision?.fires) return
		const { templateKey, offers, termsDays, suggestions, interests, call } = decision
		const inputs: AlertInputs = { templateKey, offers, termsDays, suggestions, interests, call, facts }
		await insertAlert(tx, {
			...{ accountId, contactId, cartId, at, inputs },
			idempotencyKey: decision.idempotencyKey,
			rule: decision.rule,
			ownerUserId: decision.ownerUserId,
			task: { subject: 'task.quiet_cart', facts: taskFactsOf(facts), dueOn: dayIn(call.from, shopper.seller.timeZone) },
		})
	})
}

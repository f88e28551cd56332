import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lockOrder } from '../../../db/queries/order-cancel.ts'
import { insertReturn, readReturnable } from '../../../db/queries/return.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { checkReturn, type ReturnReason } from '../../engine/invoice/plan-return.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { keyOfThing, thingOf } from './load-returnable.ts'

/** Rows as typed, by the key of what was delivered; an empty quantity asks for none. */
export type AskReturn = { number: string; rows: readonly { key: string; quantity: string; reason: string | null }[]; note: string | null; at: Date }
export type Asked = { ok: true; returnId: number; number: string } | { ok: false; refusals: Refusal[] }

const mayAsk = new Set(['owner', 'buyer'])

/**
 * A buyer asks the house to take delivered goods back (commerce-engine.md section 9): by allocation, or by a thing inside
 * a bundle, never more than was delivered less what is back or asked for; with its event, in one transaction under the
 * order's lock; four statements for any size. Refuses `ROLE_MAY_NOT` and what `checkReturn` does. Null: no such order of
 * this account.
 */
export async function askReturn(db: Db, shopper: Shopper, { number, rows, note, at }: AskReturn): Promise<Asked | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const typed = rows.filter(({ quantity }) => !['', '0'].includes(quantity.trim())).map((row) => ({ ...row, parsed: parseQuantity(row.quantity) }))
	const asked = typed.map(({ key, reason, parsed }) => ({ key, reason, quantity: parsed ?? 0 }))
	return withTransaction(db, async (tx): Promise<Asked | null> => {
		if (!(await lockOrder(tx, { accountId, number }))) return null
		const order = await readReturnable(tx, { accountId, number })
		if (!order) return null
		const unreadable = typed.filter(({ parsed }) => parsed === null)
		const refusals = [
			...(mayAsk.has(shopper.role) ? [] : [refusal('ROLE_MAY_NOT')]),
			...(unreadable.length > 0 ? unreadable.map(() => refusal('NOT_A_QUANTITY')) : checkReturn(asked, order.things.map(thingOf))),
		]
		if (refusals.length > 0) return { ok: false, refusals }
		const byKey = new Map(order.things.map((thing) => [keyOfThing(thing), thing]))
		const returnNumber = `${number}-R${order.returns + 1}`
		const { actedByUserId } = actedBy(shopper)
		const made = await insertReturn(tx, {
			...{ accountId, orderId: order.orderId, number: returnNumber, contactId: shopper.contactId, actedByUserId, note, at },
			lines: asked.flatMap(({ key, quantity, reason }) => {
				const thing = byKey.get(key)
				if (!thing) return []
				return [{ allocationId: thing.allocationId, componentId: thing.componentId, reason: reason as ReturnReason, quantity: printQuantity(quantity) }]
			}),
		})
		const payload = { returnId: made.id, number: returnNumber, orderId: order.orderId, orderNumber: number, lines: asked.length, userName: shopper.userName }
		await saveEvents(tx, [
			{ topic: 'return.asked', subject: `order:${order.orderId}`, accountId, contactId: shopper.contactId, actedByUserId, payload, occurredAt: at },
		])
		return { ok: true, returnId: made.id, number: returnNumber }
	})
}

import type { Db } from '../../../db/client.server.ts'
import { readPoNumbers } from '../../../db/queries/order-again.ts'
import { readLastPaid } from '../../../db/queries/row-facts.ts'
import { decideExpress, type ExpressOpen } from '../../engine/order/decide-express.ts'
import { nextPoNumber } from '../../engine/order/po-number.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { OpenedCheckout } from './open-checkout.ts'

export type Express = { open: ExpressOpen[]; poNumber: string | null }

/** What of an opened checkout is still to be decided, and the PO number that follows the last one. Two statements. */
export async function loadExpress(db: Db, { account, contactId }: Shopper, opened: OpenedCheckout): Promise<Express> {
	const accountId = account.accountId ?? 0
	const { cart, method, credit } = opened
	const asked = cart.lines.map(({ productId, unit }) => ({ productId, unitCode: unit }))
	const [paid, numbers] = await Promise.all([readLastPaid(db, accountId, asked), readPoNumbers(db, accountId, contactId)])
	const lastPaid = new Map(paid.filter(({ currency }) => currency === cart.currency).map((one) => [`${one.productId} ${one.unitCode}`, one.unitPrice]))
	const poNumber = cart.poNumber ?? nextPoNumber(numbers.last, new Set(numbers.used), opened.today)
	const open = decideExpress({
		...{ refusals: opened.refusals.length, approvalSteps: opened.approval.length, method, totalMinor: cart.totalMinor, poNumber },
		...{ availableMinor: credit?.availableMinor ?? null, hasCard: opened.cards.length > 0, isTaxFallback: opened.isTaxFallback },
		prices: cart.lines.map(({ productId, unit, unitPrice }) => ({ now: unitPrice, lastPaid: lastPaid.get(`${productId} ${unit}`) ?? null })),
		deliveries: cart.deliveries.filter(({ units }) => units > 0),
	})
	return { open, poNumber }
}

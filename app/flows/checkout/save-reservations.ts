import type { Tx } from '../../../db/client.server.ts'
import { reserveCompanyBudgets } from '../../../db/queries/company-budget.ts'
import type { OrderKey } from '../../../db/queries/order-save.ts'
import { countPeriods, reserveBudgets, reserveStock } from '../../../db/queries/submit.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { saveUsedUp } from '../budget/save-budget-events.ts'
import type { Decided } from './load-locked.ts'
import { saveGifts } from './save-order.ts'

/**
 * Holds what a decided order draws on beside credit: the company's budgets, promotions' budgets, contract periods, stock;
 * the lines that promotions give are written before what they reserve. False: a budget of the company no longer bears it.
 */
export async function saveReservations(
	tx: Tx,
	key: OrderKey,
	{ order, budgets, load }: Pick<Decided, 'order' | 'budgets' | 'load'>,
	released: { requestId: number | null; at: Date },
): Promise<boolean> {
	const usedUp = order.budgetDraws.length > 0 ? await reserveCompanyBudgets(tx, key, order.budgetDraws, released) : []
	if (!usedUp) return false
	await saveUsedUp(tx, key, { usedUp, people: load.facts.approvalPeople, at: released.at })
	const uses = budgets.flatMap(({ id, promotionId, locationId }) => {
		const whole = order.promotionUses.find((one) => one.promotionId === promotionId)
		const use = locationId === null ? whole : whole?.locations.find((one) => one.locationId === locationId && !one.barred)
		return use ? [{ budgetId: id, amountMinor: use.savingMinor, uses: use.uses }] : []
	})
	if (uses.length > 0) await reserveBudgets(tx, key, uses)
	if (order.periodCounts.length > 0)
		await countPeriods(
			tx,
			key,
			order.periodCounts.map((count) => ({ ...count, quantity: printQuantity(count.quantity) })),
		)
	await saveGifts(tx, key, order)
	const reservations = order.stock.reservations.map(({ groupKey, quantity, ...one }) => ({
		...one,
		groupId: Number(groupKey),
		quantity: printQuantity(quantity),
	}))
	if (reservations.length > 0) await reserveStock(tx, key, reservations)
	return true
}

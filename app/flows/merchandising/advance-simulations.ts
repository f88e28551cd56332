import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { countPastOrders, type PastOrderRow, readPastFacts, readPastOrders, readTrialGift } from '../../../db/queries/past-orders.ts'
import {
	addFoundProducts,
	advanceSimulation,
	claimSimulation,
	type FoundOrder,
	type FoundProduct,
	insertFoundOrders,
	type OpenRun,
	type SimulationTotals,
} from '../../../db/queries/simulation.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { type SimulatedOrder, simulateOrder } from '../../engine/order/simulate-promotion.ts'
import { type Spent, spend, type Trial, trialFor } from '../../engine/order/trial-budget.ts'
import { pastOrderOf, type Replay } from './load-past-orders.ts'
import { readTrial } from './read-trial.ts'

/** So many orders at a time: about a second of work, after which a person sees it move and may stop it. */
export const CHUNK = 200

type Found = { row: PastOrderRow; simulated: SimulatedOrder }

/**
 * Works the oldest open simulation one chunk further (commerce-engine.md section 11, point 11): past orders in the order
 * in which they were placed, because a budget runs out. Answers how many orders were done; 0 when none is open. The same
 * statements for any chunk; several workers take several simulations.
 */
export async function advanceSimulations(db: Db, at: Date, limit = CHUNK): Promise<number> {
	return withTransaction(db, async (tx) => {
		const run = await claimSimulation(tx)
		if (!run) return 0
		const { sellerEntityId, fromAt: from, toAt: to, cursorAt, cursorOrderId } = run
		const after = cursorAt === null ? null : { at: cursorAt, orderId: cursorOrderId ?? 0 }
		const period = { sellerEntityId, from, to, after, limit }
		const orderCount = run.state === 'queued' ? await countPastOrders(tx, period) : run.orderCount
		const rows = await readPastOrders(tx, period)
		const trial = readTrial(run.trial)
		const replay = await loadReplay(tx, run, trial, rows)
		const { found, spent } = simulateAll(rows, trial, replay, run.spent)
		if (found.length > 0) await insertFoundOrders(tx, run.id, found.map(foundOrder))
		const products = foundProducts(found)
		if (products.length > 0) await addFoundProducts(tx, run.id, products)
		const last = rows.at(-1)
		await advanceSimulation(tx, {
			...{ id: run.id, orderCount, doneCount: run.doneCount + rows.length, at, spent, isDone: rows.length < limit },
			touchedCount: run.touchedCount + found.filter(({ simulated }) => isTouched(simulated)).length,
			inexactCount: run.inexactCount + found.filter(({ simulated }) => !simulated.isExact).length,
			totals: addTotals(run.totals, found),
			...{ cursorAt: last?.cursorAt ?? cursorAt, cursorOrderId: last?.id ?? cursorOrderId },
		})
		// A simulation without an order was work too: the next one in the queue is asked for at once.
		return Math.max(1, rows.length)
	})
}

async function loadReplay(tx: Tx, run: OpenRun, trial: Trial | null, rows: readonly PastOrderRow[]): Promise<Replay> {
	const { sellerEntityId, timeZone, pricesIncludeTax } = run
	const accountIds = [...new Set(rows.map(({ accountId }) => accountId))]
	const promotionIds = [...new Set(rows.flatMap(({ verdicts }) => (verdicts ?? []).map(({ promotionId }) => promotionId)))]
	const facts = await readPastFacts(tx, { sellerEntityId, accountIds, promotionIds })
	const benefit = trial?.promotion.benefit
	const gift = benefit?.kind === 'gift' ? await readTrialGift(tx, { sellerEntityId, productId: benefit.productId, unit: benefit.unit }) : null
	return { facts, timeZone, pricesIncludeTax, gift }
}

function simulateAll(rows: readonly PastOrderRow[], trial: Trial | null, replay: Replay, before: Spent): { found: Found[]; spent: Spent } {
	let spent = before
	const found = rows.map((row): Found => {
		const past = pastOrderOf(row, replay)
		const simulated = simulateOrder(past, trial && trialFor(trial, past.input.promotion, spent))
		if (trial) spent = spend(trial, past.input.promotion, spent, simulated.verdict)
		return { row, simulated }
	})
	return { found, spent }
}

/** It acts on the order, or something else acts because of it. */
function isTouched({ verdict, before, after }: SimulatedOrder): boolean {
	return verdict?.applied === true || before.totalMinor !== after.totalMinor || before.revenueMinor !== after.revenueMinor
}

function foundOrder({ row, simulated }: Found): FoundOrder {
	const { before, after, verdict, isExact, costBeforeMinor, costAfterMinor } = simulated
	return {
		...{ accountId: row.accountId, orderId: row.id, isTouched: isTouched(simulated), isExact, reason: verdict?.reason ?? null },
		savingMinor: verdict?.savingMinor ?? 0,
		...{ revenueBeforeMinor: before.revenueMinor, revenueAfterMinor: after.revenueMinor, costBeforeMinor, costAfterMinor },
		...{ totalBeforeMinor: before.totalMinor, totalAfterMinor: after.totalMinor },
	}
}

function foundProducts(found: readonly Found[]): FoundProduct[] {
	const sums = new Map<string, { productId: number; currency: string; quantity: number; giftQuantity: number; beforeMinor: number; afterMinor: number }>()
	for (const { row, simulated } of found) {
		for (const change of simulated.products) {
			const key = `${change.productId} ${row.currency}`
			const sum = sums.get(key) ?? { productId: change.productId, currency: row.currency, quantity: 0, giftQuantity: 0, beforeMinor: 0, afterMinor: 0 }
			sum.quantity += change.quantity
			sum.giftQuantity += change.giftQuantity
			sum.beforeMinor += change.beforeMinor
			sum.afterMinor += change.afterMinor
			sums.set(key, sum)
		}
	}
	return [...sums.values()].map((sum) => ({ ...sum, quantity: printQuantity(sum.quantity), giftQuantity: printQuantity(sum.giftQuantity) }))
}

const NOTHING: SimulationTotals = {
	...{ orders: 0, touched: 0, savingMinor: 0, revenueBeforeMinor: 0, revenueAfterMinor: 0, costBeforeMinor: 0, costAfterMinor: 0 },
	...{ totalBeforeMinor: 0, totalAfterMinor: 0 },
}

function addTotals(totals: Record<string, SimulationTotals>, found: readonly Found[]): Record<string, SimulationTotals> {
	const sums = new Map(Object.entries(totals))
	for (const { row, simulated } of found) {
		const sum = sums.get(row.currency) ?? NOTHING
		const one = foundOrder({ row, simulated })
		sums.set(row.currency, {
			orders: sum.orders + 1,
			touched: sum.touched + Number(one.isTouched),
			savingMinor: sum.savingMinor + one.savingMinor,
			revenueBeforeMinor: sum.revenueBeforeMinor + one.revenueBeforeMinor,
			revenueAfterMinor: sum.revenueAfterMinor + one.revenueAfterMinor,
			costBeforeMinor: sum.costBeforeMinor + one.costBeforeMinor,
			costAfterMinor: sum.costAfterMinor + one.costAfterMinor,
			totalBeforeMinor: sum.totalBeforeMinor + one.totalBeforeMinor,
			totalAfterMinor: sum.totalAfterMinor + one.totalAfterMinor,
		})
	}
	return Object.fromEntries(sums)
}

import type { Tx } from '../../../db/client.server.ts'
import { type LockedCompanyBudget, lockCompanyBudgets } from '../../../db/queries/company-budget.ts'
import { type LockedPeriod, lockBudgets, lockCredit, lockPeriods, lockStock } from '../../../db/queries/submit.ts'
import { hashOf } from '../../engine/base/hash.ts'
import { type DecidedOrder, decideOrder, type OrderDecision } from '../../engine/order/decide-order.ts'
import { periodsDrawnOn } from '../../engine/order/periods-drawn-on.ts'
import { refuseSpent } from '../../engine/order/refuse-spent.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type LoadedCart, priceLoaded } from '../cart/load-priced-cart.ts'
import { quantityOf } from '../cart/read-line.ts'
import { orderQuestionOf, type Submission } from './load-order-question.ts'

export type Decided = { ok: true; order: DecidedOrder; load: LoadedCart; budgets: { id: number; promotionId: number; locationId: number | null }[] }

function decide(load: LoadedCart, shopper: Shopper, input: Submission): OrderDecision {
	if (!load.cart) return { ok: false, refusals: load.refusals, offers: [], comparison: null }
	const decision = decideOrder(orderQuestionOf(load, load.cart, load.transits, shopper, input))
	if (input.approval !== 'given') return decision
	// What was pinned is not priced again, so what its promotions draw on must still be there.
	const spent = refuseSpent(decision.ok ? decision.order.promotionUses : [], load.promotions)
	return spent.length > 0 ? { ok: false, refusals: spent, offers: [], comparison: null } : decision
}

/**
 * Decides on what was read, locks exactly the counters that this drew on, ids ascending, and decides again if one moved
 * (commerce-engine.md section 8, steps 3 to 5); an order that was approved keeps the prices that are pinned.
 */
export async function decideLocked(tx: Tx, shopper: Shopper, loaded: LoadedCart, input: Submission): Promise<Decided | Extract<OrderDecision, { ok: false }>> {
	const first = decide(loaded, shopper, input)
	if (!first.ok) return first
	const { account } = shopper
	const { creditMinor, budgetDraws, promotionUses, stock } = first.order
	const credit = creditMinor > 0 && loaded.facts.credit ? await lockCredit(tx, loaded.facts.credit.billToAccountId) : null
	const companyBudgets = budgetDraws.length > 0 ? await lockCompanyBudgets(tx, loaded.document.accountId, budgetDraws) : []
	const accountIds = [...(account.accountId === null ? [] : [account.accountId]), ...account.ancestorIds]
	const drawn = budgetedPromotions(loaded, promotionUses)
	const budgets = drawn.length > 0 ? await lockBudgets(tx, drawn, { accountIds, buyerGroupIds: account.buyerGroupIds }) : []
	const drawnPeriods = periodsDrawnOn(first.order.cart, loaded.candidates)
	const periods = drawnPeriods.length > 0 ? await lockPeriods(tx, loaded.document.accountId, drawnPeriods) : []
	const levels = stock.reservations.length > 0 ? await lockStock(tx, stock.reservations) : []
	const facts = {
		...loaded.facts,
		companyBudgets: withLocked(loaded.facts.companyBudgets, budgetDraws, companyBudgets),
		credit: credit && loaded.facts.credit ? { ...loaded.facts.credit, ...credit } : loaded.facts.credit,
	}
	const left = new Map(budgets.map((budget) => [budget.id, budget]))
	const promotions = loaded.promotions.map((promotion) => ({
		...promotion,
		budgets: promotion.budgets.map((budget) => ({ ...budget, ...left.get(budget.id) })),
	}))
	const available = new Map(levels.map((level) => [`${level.productId} ${level.warehouseId}`, level.available]))
	const now = {
		...loaded,
		facts,
		promotions,
		candidates: withCommitted(loaded.candidates, periods),
		stock: loaded.stock.map((level) => ({ ...level, available: available.get(`${level.productId} ${level.warehouseId}`) ?? level.available })),
	}
	const startsOn = new Map(budgetDraws.map((draw) => [draw.budgetId, draw.startsOn]))
	if (hashOf(countersOf(loaded, startsOn)) === hashOf(countersOf(now, startsOn))) return { ok: true, order: first.order, load: loaded, budgets }
	const again = input.approval === 'given' ? now : { ...now, ...priceLoaded(now, shopper, input.at) }
	const second = decide(again, shopper, input)
	return second.ok ? { ok: true, order: second.order, load: again, budgets } : second
}

/** The company's budgets as their locked counters say; one that ended meanwhile is drawn on no more. */
function withLocked(
	budgets: LoadedCart['facts']['companyBudgets'],
	draws: DecidedOrder['budgetDraws'],
	locked: readonly LockedCompanyBudget[],
): LoadedCart['facts']['companyBudgets'] {
	const drawn = new Map(draws.map((draw) => [draw.budgetId, draw.startsOn]))
	const counters = new Map(locked.map(({ budgetId, ...counter }) => [budgetId, counter]))
	return budgets.flatMap((budget) => {
		const counter = counters.get(budget.id)
		if (counter) return [{ ...budget, counters: [counter] }]
		return drawn.has(budget.id) ? [] : [budget]
	})
}

/** What a budget's counters say of what was drawn; one that was only begun says the same as none. */
const drawnOf = ({ id, amountMinor, counters }: LoadedCart['facts']['companyBudgets'][number], startsOn: ReadonlyMap<number, string>) => {
	const counter = counters.find((one) => one.startsOn === startsOn.get(id))
	return [id, counter?.amountMinor ?? amountMinor, counter?.drawnMinor ?? 0]
}

/** Why a promotion stood back behind another: it may act when that one's budget turns out to be gone. */
const BEHIND = ['LANE', 'EXCLUSIVE', 'STACK_SAVES_MORE']

/**
 * The promotions whose budgets the decision draws on. When one of them may be dropped for want of budget, those behind it
 * are drawn on too: whichever acts in the end, its budget was locked, and is reserved.
 */
function budgetedPromotions({ cart, promotions }: LoadedCart, uses: DecidedOrder['promotionUses']): number[] {
	const budgeted = new Set(promotions.filter(({ budgets }) => budgets.length > 0).map(({ id }) => id))
	const drawn = uses.map(({ promotionId }) => promotionId).filter((id) => budgeted.has(id))
	if (drawn.length === 0) return drawn
	const behind = cart?.explanation.filter(({ reason }) => BEHIND.includes(reason)).map(({ promotionId }) => promotionId) ?? []
	return [...drawn, ...behind.filter((id) => budgeted.has(id))]
}

/** The candidates with what the account has committed to as its locked counters say. */
function withCommitted(candidates: LoadedCart['candidates'], periods: readonly LockedPeriod[]): LoadedCart['candidates'] {
	if (periods.length === 0) return candidates
	const committed = new Map(periods.map((one) => [`${one.bookId} ${one.productId} ${one.unit}`, quantityOf(one.committed)]))
	const now = (one: PriceCandidate) => ({ ...one, committed: committed.get(`${one.bookId} ${one.productId} ${one.unit}`) ?? one.committed })
	return new Map([...candidates].map(([productId, own]) => [productId, own.map(now)]))
}

const countersOf = ({ facts, promotions, stock, candidates }: LoadedCart, startsOn: ReadonlyMap<number, string>) => ({
	companyBudgets: facts.companyBudgets.filter(({ id }) => startsOn.has(id)).map((budget) => drawnOf(budget, startsOn)),
	credit: facts.credit && [facts.credit.limitMinor, facts.credit.openInvoiceMinor, facts.credit.unbilledMinor, facts.credit.reservedMinor],
	budgets: promotions.flatMap(({ budgets }) => budgets.map(({ id, remainingMinor, remainingUses }) => [id, remainingMinor, remainingUses])),
	periods: [...candidates.values()].flatMap((own) =>
		own.filter(({ basis }) => basis === 'account_period').map(({ entryId, committed }) => [entryId, committed]),
	),
	stock: stock.map(({ productId, warehouseId, available }) => [productId, warehouseId, available]),
})

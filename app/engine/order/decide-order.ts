import type { ApprovalStep } from '../approval/steps-to-take.ts'
import type { Day } from '../base/calendar.ts'
import { invariant } from '../base/invariant.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'
import { decideBudgets, type ReleasedBudget } from '../budget/decide-budgets.ts'
import type { BudgetDraw } from '../budget/draw-on-budgets.ts'
import { compareToSeen, refuseRises, type SeenCart, type SeenComparison } from '../cart/compare-to-seen.ts'
import type { CreditOffer } from '../credit/decide-credit.ts'
import type { LocationDraw } from '../promotion/promotion.ts'
import { type LineFacts, refuseLine } from './check-lines.ts'
import { checkPayment, type PaymentChoice, type PaymentFacts } from './check-payment.ts'
import type { DispatchCalendar } from './dispatch.ts'
import { planStock, type StockDemand, type StockLevel, type StockPlan } from './plan-stock.ts'
import type { TotalledCart } from './total-order.ts'

export type OrderQuestion = {
	/** The day of submit in the seller's zone. */
	today: Day
	cart: TotalledCart
	/** By line sequence; gifts have theirs too. */
	lines: ReadonlyMap<number, LineFacts>
	payment: PaymentChoice | null
	paymentFacts: PaymentFacts
	/** What the buyer saw last; null when she saw nothing (a machine that takes today's prices). */
	seen: SeenCart | null
	consentedHash: string | null
	demands: readonly StockDemand[]
	stock: readonly StockLevel[]
	/** Days and hours of the warehouses, by id. */
	calendars: ReadonlyMap<number, DispatchCalendar>
	/** Whose yes it needs first; empty once it was given, or when nobody is asked. */
	approval?: readonly ApprovalStep[]
	/** What it draws on its company's budgets; of which of them a yes let it go beyond, once it was given. */
	budgets?: { stage: 'place' | 'ask' | 'given'; draws: readonly BudgetDraw[]; released: readonly ReleasedBudget[] }
}

/** What an order uses up of a promotion's budgets, once for all lines; `locations` of those of its locations. */
export type PromotionUse = { promotionId: number; savingMinor: number; uses: number; locations: readonly LocationDraw[] }

/** What an order adds to a contract period's counter, in the unit that was priced. */
export type PeriodCount = { bookId: number; productId: number; unit: string; quantity: Quantity }

/** The order as it is saved, with what it draws on: exactly the counters that submit locks, in the order of section 8. */
export type DecidedOrder = {
	cart: TotalledCart
	creditMinor: number
	budgetDraws: BudgetDraw[]
	promotionUses: PromotionUse[]
	periodCounts: PeriodCount[]
	stock: StockPlan
	/** Prices that fell since they were seen: taken, and noted. */
	noted: SeenComparison | null
}

export type OrderDecision = { ok: true; order: DecidedOrder } | { ok: false; refusals: Refusal[]; offers: CreditOffer[]; comparison: SeenComparison | null }

function refuseGroups(cart: TotalledCart, today: Day): Refusal[] {
	const used = new Set(cart.lines.flatMap(({ allocations }) => allocations.map(({ groupKey }) => groupKey)))
	return cart.groups.flatMap(({ groupKey, locationId, requestedOn }): Refusal[] => {
		if (!used.has(groupKey)) return []
		const refusals = locationId === null ? [refusal('SHIP_TO_MISSING', { groupKey })] : []
		return requestedOn !== null && requestedOn < today ? [...refusals, refusal('DATE_PAST', { groupKey, requestedOn, today })] : refusals
	})
}

function periodCountsOf(cart: TotalledCart): PeriodCount[] {
	const counts = new Map<string, PeriodCount>()
	for (const { productId, unit, parts } of cart.lines) {
		for (const { quantity, price } of parts) {
			const book = price.winner?.candidate
			if (book?.basis !== 'account_period') continue
			const key = `${book.bookId} ${productId} ${unit}`
			counts.set(key, { bookId: book.bookId, productId, unit, quantity: quantity + (counts.get(key)?.quantity ?? 0) })
		}
	}
	return [...counts.values()].sort((a, b) => a.bookId - b.bookId || a.productId - b.productId || (a.unit < b.unit ? -1 : 1))
}

const NO_BUDGETS = { stage: 'place', draws: [], released: [] } as const

/** One offer of each kind, the earlier one. */
function joined(...offers: readonly CreditOffer[][]): CreditOffer[] {
	const all = offers.flat()
	return all.filter(({ kind }, index) => all.findIndex((one) => one.kind === kind) === index)
}

function promotionUsesOf(cart: TotalledCart): PromotionUse[] {
	return cart.explanation
		.filter(({ applied }) => applied)
		.map(({ promotionId, savingMinor, uses, locations = [] }) => ({ promotionId, savingMinor, uses, locations }))
}

/**
 * The order, or every refusal together with what could be done instead (commerce-engine.md sections 4, 7 and 8). Pure:
 * the flow locks what the decision drew on and asks again when one no longer suffices. `PRICE_CHANGED` carries the hash
 * that consent must name. `stock` tells of a refused order too when its deliveries could be there.
 */
export function decideOrder(question: OrderQuestion): OrderDecision & { stock: StockPlan } {
	const { cart, today, lines, payment, paymentFacts, seen, consentedHash } = question
	const refusals: Refusal[] = cart.lines.some(({ kind }) => kind === 'goods') ? [] : [refusal('CART_EMPTY')]
	for (const line of cart.lines) {
		// Nobody chose a fee, so nothing stands against it.
		if (line.kind === 'fee') continue
		const facts = lines.get(line.sequence)
		invariant(facts, `no facts about line ${line.sequence}`)
		refusals.push(...refuseLine(line, facts))
	}
	refusals.push(...refuseGroups(cart, today), ...cart.problems)
	const comparison = seen && compareToSeen(seen, cart, cart.totalMinor)
	if (comparison) refusals.push(...refuseRises(comparison, cart.hash, consentedHash))
	const paid = checkPayment(payment, cart, paymentFacts)
	refusals.push(...paid.refusals)
	const stock = planStock(question.demands, question.stock, today, question.calendars)
	refusals.push(...stock.refusals)
	const { approval = [], budgets = NO_BUDGETS } = question
	const borne = decideBudgets(budgets.draws, { ...budgets, mayAsk: paymentFacts.mayAsk, groups: cart.groups })
	refusals.push(...borne.refusals)
	if (approval.length > 0) refusals.push(refusal('APPROVAL_NEEDED', { steps: approval.length }))
	if (refusals.length > 0) return { ok: false, refusals, offers: joined(paid.offers, borne.offers), comparison, stock }
	const { creditMinor } = paid
	const budgetDraws = budgets.draws.filter(({ amountMinor }) => amountMinor > 0)
	const drawn = { budgetDraws, promotionUses: promotionUsesOf(cart), periodCounts: periodCountsOf(cart) }
	return { ok: true, order: { cart, creditMinor, ...drawn, stock, noted: comparison?.falls.length ? comparison : null }, stock }
}

import { type ExactPrice, exactPrice, extendExact } from '../base/money.ts'
import type { CartInput } from '../cart/cart-input.ts'
import { type Pinned, replayCart } from '../cart/replay-cart.ts'
import type { LocationBudget, Promotion, Verdict } from '../promotion/promotion.ts'
import { type TaxFacts, type TotalledCart, totalOrder } from './total-order.ts'

/** What an order came to; revenue is goods and shipping after every discount, before tax. */
export type Figures = { revenueMinor: number; discountMinor: number; shippingDiscountMinor: number; taxMinor: number; totalMinor: number }

/**
 * A past order as it stood: `input.promotion.promotions` are those it was priced with, as they were then. `tax` null: it
 * was not taxed by us (imported), so its tax stays what it was.
 */
export type PastOrder = {
	input: CartInput
	pinned: Pinned
	tax: TaxFacts | null
	stored: Figures
	/** What only the promotion on trial would give: nobody could be given it then. */
	trialGifts: CartInput['giftProducts']
	/** Unit costs by product; a product without one is left out of the margin. */
	costs: ReadonlyMap<number, bigint>
}

export type ProductChange = { productId: number; quantity: number; giftQuantity: number; beforeMinor: number; afterMinor: number }

export type SimulatedOrder = {
	before: Figures
	after: Figures
	/** What the goods cost, gifts included; margin is revenue less cost. */
	costBeforeMinor: number
	costAfterMinor: number
	/** What the trial itself gave; more than the fall in revenue where it takes another's place. */
	verdict: Verdict | null
	/** Without the trial the engine says exactly what the order says. When not, only the difference it finds is forecast. */
	isExact: boolean
	products: ProductChange[]
}

/**
 * One past order without and with a promotion on trial, through the one engine (commerce-engine.md section 11, point 11).
 * `trial` null changes nothing, and the forecast is the past to the cent.
 */
export function simulateOrder(past: PastOrder, trial: Promotion | null): SimulatedOrder {
	const { input, stored } = past
	const known = input.promotion.promotions
	const without = replay(past, known)
	const promotions = trial ? [...known.filter(({ id }) => id !== trial.id), trial] : known
	const isCalled = trial?.couponCode != null
	const coupons = isCalled ? [...input.promotion.coupons, trial.couponCode as string] : input.promotion.coupons
	const tried = { ...past, input: { ...input, giftProducts: [...input.giftProducts, ...past.trialGifts] } }
	const after = trial ? replay(tried, promotions, coupons) : without
	const [was, is] = [figuresOf(without), figuresOf(after)]
	const moved = (key: keyof Figures) => stored[key] + is[key] - was[key]
	return {
		before: stored,
		after: {
			...{ revenueMinor: moved('revenueMinor'), discountMinor: moved('discountMinor'), shippingDiscountMinor: moved('shippingDiscountMinor') },
			...{ taxMinor: moved('taxMinor'), totalMinor: moved('totalMinor') },
		},
		costBeforeMinor: costOf(without, past),
		costAfterMinor: costOf(after, past),
		verdict: after.explanation.find(({ promotionId }) => promotionId === trial?.id) ?? null,
		isExact: (Object.keys(was) as (keyof Figures)[]).every((key) => was[key] === stored[key]),
		products: changesOf(without, after),
	}
}

function replay({ input, pinned, tax, stored }: PastOrder, promotions: readonly Promotion[], coupons = input.promotion.coupons): TotalledCart {
	const cart = replayCart({ ...input, promotion: { ...input.promotion, promotions, coupons } }, pinned)
	if (tax) return totalOrder(cart, tax)
	const lines = cart.lines.map(({ components: _inside, ...line }) => ({
		...line,
		taxMinor: 0,
		allocations: line.allocations.map((one) => ({ ...one, taxMinor: 0 })),
	}))
	const groups = cart.groups.map((group) => ({ ...group, taxMinor: 0, dueMinor: 0 }))
	const { taxMinor } = stored
	return { ...cart, lines, groups, taxLines: [], taxMinor, totalMinor: revenueOf(cart) + taxMinor, problems: [] }
}

const revenueOf = ({ netMinor, shippingMinor, shippingDiscountMinor }: Pick<TotalledCart, 'netMinor' | 'shippingMinor' | 'shippingDiscountMinor'>) =>
	netMinor + shippingMinor - shippingDiscountMinor

function figuresOf(cart: TotalledCart): Figures {
	const { discountMinor, shippingDiscountMinor, taxMinor, totalMinor } = cart
	return { revenueMinor: revenueOf(cart), discountMinor, shippingDiscountMinor, taxMinor, totalMinor }
}

function costOf({ lines, currency, rounding }: TotalledCart, { costs }: PastOrder): number {
	return lines.reduce((sum, { productId, quantity }) => {
		const cost: ExactPrice | null = costs.has(productId) ? exactPrice(costs.get(productId) ?? 0n) : null
		return cost ? sum + extendExact(cost, quantity, currency, rounding) : sum
	}, 0)
}

function changesOf(before: TotalledCart, after: TotalledCart): ProductChange[] {
	const changes = new Map<number, ProductChange>()
	const of = (productId: number) => {
		const known = changes.get(productId) ?? { productId, quantity: 0, giftQuantity: 0, beforeMinor: 0, afterMinor: 0 }
		changes.set(productId, known)
		return known
	}
	for (const { kind, productId, quantity, netMinor } of before.lines) {
		const change = of(productId)
		change.beforeMinor += netMinor
		if (kind === 'goods') change.quantity += quantity
		else change.giftQuantity -= quantity
	}
	for (const { kind, productId, quantity, netMinor } of after.lines) {
		const change = of(productId)
		change.afterMinor += netMinor
		if (kind === 'gift') change.giftQuantity += quantity
	}
	return [...changes.values()].filter(({ beforeMinor, afterMinor, giftQuantity }) => beforeMinor !== afterMinor || giftQuantity !== 0)
}

/**
 * A promotion as it stood for an order, by what the order says of it: of a budget that has moved on since, only what it
 * decided then is known. Nothing said: it was not addressed, and has no part in the replay.
 */
export function asItStood(
	promotion: Promotion,
	verdict: Pick<Verdict, 'reason' | 'applied' | 'facts' | 'savingMinor' | 'lapsedMinor' | 'locations'>,
): Promotion {
	const { budget } = promotion
	const { reason, applied, facts, savingMinor, lapsedMinor } = verdict
	const count = (fact: unknown) => (typeof fact === 'number' ? fact : null)
	if (reason === 'BUDGET_SPENT') return { ...promotion, budget: { policy: budget?.policy ?? 'reject', remainingMinor: 0, remainingUses: null } }
	if (reason === 'BUDGET_LESS') {
		const left = { remainingMinor: count(facts['remainingMinor']), remainingUses: count(facts['remainingUses']) }
		return { ...promotion, budget: { policy: budget?.policy ?? 'reject', ...left } }
	}
	if (applied && lapsedMinor > 0 && budget?.policy === 'cap')
		return { ...promotion, budget: { policy: 'cap', remainingMinor: savingMinor, remainingUses: null } }
	return { ...promotion, budget: null, ...locationsAsTheyStood(verdict) }
}

/** Which locations got nothing then, and how much of a capped benefit fell to the others. */
function locationsAsTheyStood({ locations, lapsedMinor }: Pick<Verdict, 'locations' | 'lapsedMinor'>): Pick<Promotion, 'locationBudgets'> {
	if (!locations) return {}
	const bound = locations.flatMap(({ locationId, savingMinor, barred }): LocationBudget[] => {
		if (barred) return [{ locationId, remainingMinor: 0, remainingUses: null, policy: 'reject' }]
		return lapsedMinor > 0 ? [{ locationId, remainingMinor: savingMinor, remainingUses: null, policy: 'cap' }] : []
	})
	return { locationBudgets: bound }
}

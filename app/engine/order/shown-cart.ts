import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import type { Fact, Refusal } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'
import type { BudgetDraw } from '../budget/draw-on-budgets.ts'
import type { PrivateTrace, PublicTrace } from '../pricing/price-trace.ts'
import type { Hint, Reason } from '../promotion/promotion.ts'

/**
 * A cart as the page and the API show it: plain values, unit prices as decimals in text, so that it reads the same
 * through every door. No name, id or price of another account's or a future book is in it (commerce-engine.md section 4).
 */
export type ShownCell = { groupKey: string; quantity: Quantity; netMinor: number }

/**
 * Why a part of a line costs what it does; place and day are named where they decide. `told` stands only where a rep
 * looks (section 4): a buyer's cart has no such key.
 */
export type ShownWhy = { trace: PublicTrace; hash: string; place: string | null; deliverOn: Day | null; told?: PrivateTrace }

export type ShownPackOffer = { quantity: Quantity; why: 'FITS' | 'CHEAPER'; unitPrice: string; nowMinor: number | null; thenMinor: number }

export type ShownLine = {
	id: number
	sequence: number
	productId: number
	sku: string
	name: string
	slug: string
	picture: string | null
	unit: string
	digits: number
	increment: Quantity
	minimum: Quantity
	/** Null: no end. */
	maximum: Quantity | null
	/** What it could be instead, with what it comes to now and then; null in a long cart. */
	offer: ShownPackOffer | null
	/** The nearest quantity that can be ordered, when this one cannot. */
	fitting: Quantity | null
	quantity: Quantity
	/** Null is PRICE_ON_REQUEST. */
	unitPrice: string | null
	resolvedMinor: number
	discountMinor: number
	netMinor: number
	adjustments: { promotionId: number; amountMinor: number }[]
	cells: ShownCell[]
	nextTier: { addQuantity: Quantity; unitPrice: string; savingMinor: number } | null
	/** One per price part; null in a long cart, which asks for it line by line. */
	why: ShownWhy[] | null
	priceHash: string
	override: { unitPrice: string; reason: string } | null
	/** Who put it there when it was not who looks: a rep, or a colleague in a shared cart. */
	addedBy: string | null
	supersededBySku: string | null
	/** What is inside a bundle, for all of the line. */
	inside: { productId: number; name: string; quantity: Quantity }[]
	/** SKUs of it that were chosen. */
	chosen: string[]
}

/** A line that a promotion added: given whole, so that it costs nothing; its price says what it is worth. */
export type ShownGift = {
	sequence: number
	productId: number
	promotionId: number
	sku: string
	name: string
	slug: string
	picture: string | null
	unit: string
	quantity: Quantity
	unitPrice: string
	resolvedMinor: number
	cells: ShownCell[]
}

export type ShownDelivery = {
	groupKey: string
	locationId: number | null
	code: string | null
	name: string | null
	address: string[]
	requestedOn: Day | null
	method: string
	instructions: string | null
	window: string | null
	costCentre: string | null
	units: Quantity
	shipsOn: Day | null
	promisedOn: Day | null
	/** Of its goods; fees are in `dueMinor`. */
	netMinor: number
	/** Null is SHIPPING_ON_REQUEST. */
	shippingMinor: number | null
	shippingDiscountMinor: number
	taxMinor: number
	dueMinor: number
	/** What each way would cost, cheapest first. */
	methods: { method: string; priceMinor: number; transitDays: number }[]
}

/** A budget that the order falls under; `groupKeys`: the deliveries that take of it. */
export type ShownBudget = Omit<BudgetDraw, 'groups' | 'beyondMinor' | 'nextOn'> & { groupKeys: string[]; isOfBuyer: boolean }

export type ShownPromotion = {
	promotionId: number
	name: string
	applied: boolean
	reason: Reason
	facts: Record<string, Fact>
	savingMinor: number
	lapsedMinor: number
	/** Stores that get nothing of it, because their own budget is spent. */
	leftOut: string[]
	/** Set when nothing else is missing: what is, and how much of it. */
	hint: Hint | null
}

export type ShownCart = {
	cartId: number
	version: number
	currency: Currency
	hash: string
	name: string | null
	/** Colleagues work in it too. */
	isShared: boolean
	/** Whose cart it is, when it is not the reader's own. */
	ownerName: string | null
	lines: ShownLine[]
	gifts: ShownGift[]
	/** Handling and small-order fees, as they are named and charged; they are in `netMinor`. */
	fees: { name: string; amountMinor: number }[]
	deliveries: ShownDelivery[]
	goodsMinor: number
	discountMinor: number
	netMinor: number
	/** `netMinor` without the fees. */
	goodsNetMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	totalMinor: number
	termsDays: number
	baseTermsDays: number
	promotions: ShownPromotion[]
	coupons: string[]
	poNumber: string | null
	/** False while an outside service has still to say the tax: it is not in the total then. */
	isTaxKnown: boolean
	/** Prices of lines and shipping have the tax in them; what is called net has not. */
	pricesIncludeTax: boolean
	/** What of the tax is of lines; the rest is of shipping. */
	linesTaxMinor: number
	/** What is left of the company's budgets that it falls under. */
	budgets: ShownBudget[]
	/** What stands against an order of this cart, but for how it is paid. */
	refusals: Refusal[]
}

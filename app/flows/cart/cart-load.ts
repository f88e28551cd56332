import type { CartDocument } from '../../../db/queries/cart.ts'
import type { OrderFacts, PromotionRow, StockRow } from '../../../db/queries/order-facts.ts'
import type { Quantity } from '../../engine/base/units.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'

/** What a cart's price draws on, as it was read. */
export type CartLoad = {
	document: CartDocument
	facts: OrderFacts
	promotions: readonly PromotionRow[]
	stock: readonly StockRow[]
	candidates: ReadonlyMap<number, PriceCandidate[]>
	/** It is an order that is being changed: what of it was ordered before, and today. */
	change?: { at: Date; quantities: ReadonlyMap<number, Quantity> }
}

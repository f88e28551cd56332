import type { Sql } from '../../../db/client.server.ts'
import { readQuoteProducts } from '../../../db/queries/quote.ts'
import { microsOf, shownMicros } from '../../engine/base/money.ts'
import { type Quantity, smallestStep, type UnitOfMeasure } from '../../engine/base/units.ts'
import type { GivenAuthority } from '../../engine/pricing/authority.ts'
import { decidePrice } from '../../engine/pricing/decide-price.ts'
import { leastOffer } from '../../engine/quote/offer-authority.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'
import { isEntitled } from '../cart/read-line.ts'
import { loadPriceCandidates } from '../pricing/load-price-candidates.ts'

export type PricedWish = { position: number; productId: number; unit: UnitOfMeasure; quantity: Quantity }
/** Null `listMicros`: on request. `leastMicros`, `costMicros` and `floorMicros` never leave the house. */
export type WishPrice = { listMicros: bigint | null; leastMicros: bigint | null; costMicros: bigint | null; floorMicros: bigint | null }

const decides = (staff: StaffMember) => staff.roles.includes('administrator') || staff.roles.includes('head_office')
export const givenTo = (staff: StaffMember, own: GivenAuthority): GivenAuthority | 'any' => (decides(staff) ? 'any' : own)

const microsOrNull = (text: string | null) => (text === null ? null : microsOf(text))

/**
 * What each line costs the account now, without the quote, and the least that may be offered for it; two statements for
 * any number of lines. `given` null: nobody offers.
 */
export async function loadQuotePrices(
	sql: Sql,
	{ account, seller, locationId }: Shopper,
	{ lines, given, at }: { lines: readonly PricedWish[]; given: GivenAuthority | 'any' | null; at: Date },
): Promise<Map<number, WishPrice>> {
	const productIds = [...new Set(lines.map(({ productId }) => productId))]
	const [products, candidates] = await Promise.all([readQuoteProducts(sql, productIds), loadPriceCandidates(sql, account, { productIds, at, liveOnly: false })])
	const byId = new Map(products.map((product) => [product.productId, product]))
	return new Map(
		lines.map(({ position, productId, unit, quantity }): [number, WishPrice] => {
			const product = byId.get(productId)
			const cost = { costMicros: microsOrNull(product?.unitCost ?? null), floorMicros: microsOrNull(product?.floorPrice ?? null) }
			const { winner } = decidePrice(
				{
					...{ sellerZone: seller.timeZone, rounding: seller.rounding, currency: account.currency, productId, unit: unit.code, unitStep: smallestStep(unit) },
					...{ quantity, basis: { line: quantity, order: quantity }, locationId, pricedAt: at, deliverOn: null },
					isEntitled: product !== undefined && isEntitled(product, account.policyIds),
				},
				candidates.get(productId) ?? [],
			)
			const listMicros = winner && shownMicros(winner.price, seller.rounding)
			return [position, { ...cost, listMicros, leastMicros: given && leastOffer(given, cost, listMicros, seller.rounding) }]
		}),
	)
}

import type { CartDocument } from '../../../db/queries/cart.ts'
import type { GiftRow } from '../../../db/queries/order-facts.ts'
import type { Place } from '../../engine/base/place.ts'
import { convertPack, type Quantity } from '../../engine/base/units.ts'
import type { GiftProduct } from '../../engine/cart/cart-input.ts'
import { decideBuying } from '../../engine/entitlement/decide-buying.ts'
import type { TotalledLine } from '../../engine/order/total-order.ts'
import { warehousesFor } from '../../engine/order/warehouse-order.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { CartLoad } from './cart-load.ts'
import { isEntitled, ownQuantity, quantityOf, quantityOfSigned } from './read-line.ts'

/** The products that promotions addressed to this account would give, each once per unit. */
export function giftRowsOf(promotions: CartLoad['promotions']): GiftRow[] {
	const rows = promotions.flatMap(({ gift }) => gift ?? [])
	return [...new Map(rows.map((row) => [`${row.productId} ${row.unitCode}`, row])).values()]
}

/** Gifts as the pricer takes them: entitled and bought like any other product, and only while they are in stock. */
export function giftProductsOf(load: CartLoad, shopper: Shopper): GiftProduct[] {
	const { account, role } = shopper
	return giftRowsOf(load.promotions).map((row) => ({
		productId: row.productId,
		unit: { code: row.unitCode, digits: row.unitDigits },
		taxCode: row.taxCode,
		isEntitled: isEntitled(row, account.policyIds) && decideBuying(account, { ...row, isActive: row.status === 'active' }, role).length === 0,
		quantity: quantityOf(row.minimumQuantity),
		candidates: load.candidates.get(row.productId) ?? [],
		availableQuantity: row.stockPolicy === 'untracked' ? null : inStock(load, row),
	}))
}

/** What the warehouses of this cart's deliveries have on hand, less what its own lines take of it, in the gift's unit. */
function inStock({ document, facts, stock }: CartLoad, row: GiftRow): Quantity {
	const warehouses = new Set([...placesOf(document).values()].flatMap((place) => warehousesFor(place, facts.zones)))
	const own = stock.filter(({ productId, warehouseId }) => productId === row.productId && warehouses.has(warehouseId))
	const onHand = own.reduce((sum, { available }) => sum + Math.max(0, quantityOfSigned(available)), 0)
	const bought = document.lines
		.filter(({ productId }) => productId === row.productId)
		.reduce((sum, line) => sum + ownQuantity(line, quantityOf(line.quantity)), 0)
	const left = Math.max(0, onHand - bought)
	if (row.unitCode === row.ownUnitCode) return left
	const perOwn = { numerator: row.factorDenominator, denominator: row.factorNumerator }
	return convertPack(left, perOwn, { code: row.unitCode, digits: row.unitDigits }, 'down') ?? 0
}

/** What stands behind a gift line of a priced cart; undefined for goods. */
export function giftOfLine(promotions: CartLoad['promotions'], { kind, adjustments }: Pick<TotalledLine, 'kind' | 'adjustments'>): GiftRow | undefined {
	if (kind !== 'gift') return undefined
	return promotions.find(({ id }) => id === adjustments[0]?.promotionId)?.gift ?? undefined
}

/** Where each delivery of a cart goes, by its key; those without a ship-to have no place yet. */
export function placesOf(document: CartDocument): Map<string, Place> {
	return new Map(
		document.groups.flatMap(({ id, country, region, postalCode, ...group }): [string, Place][] => {
			const street = [group.line1, group.line2, group.city].filter(Boolean).join(', ')
			return country ? [[String(id), { country, region, postalCode, street }]] : []
		}),
	)
}

/** What a fee line is called in a language; undefined for goods and gifts. */
export function feeNameOf({ facts }: Pick<CartLoad, 'facts'>, { feeRuleId }: Pick<TotalledLine, 'feeRuleId'>, locale: string): string | undefined {
	const names = facts.feeRules.find(({ id }) => id === feeRuleId)?.names
	return names && (names[locale] ?? names['en'])
}

import type { CartLineRow } from '../../../db/queries/cart.ts'
import { convertPack, parseQuantity, type Quantity } from '../../engine/base/units.ts'

export const quantityOf = (text: string | null): Quantity => (text === null ? 0 : (parseQuantity(text) ?? 0))

/** Reservations on receipts to come make what is available now negative. */
export function quantityOfSigned(text: string): Quantity {
	return text.startsWith('-') ? -quantityOf(text.slice(1)) : quantityOf(text)
}

/** A product may be in a cart and be gone from the account's catalog since: the line stays and says so. */
export function isEntitled(line: Pick<CartLineRow, 'grantPolicyIds' | 'denyPolicyIds' | 'status'>, policyIds: readonly number[]): boolean {
	return line.status === 'active' && line.grantPolicyIds.some((id) => policyIds.includes(id)) && !line.denyPolicyIds.some((id) => policyIds.includes(id))
}

/** The quote that this line's price is from ran out before it was ordered. */
export const isQuoteOver = ({ quoted }: Pick<CartLineRow, 'quoted'>, at: Date): boolean => quoted?.expiresAt !== undefined && new Date(quoted.expiresAt) <= at

type Units = Pick<CartLineRow, 'unitCode' | 'ownUnitCode' | 'ownUnitDigits' | 'factorNumerator' | 'factorDenominator'>

/** How much of the product's own unit a quantity of the line's unit is; packs convert exactly or round up. */
export function ownQuantity(line: Units, quantity: Quantity): Quantity {
	if (line.unitCode === line.ownUnitCode) return quantity
	const ratio = { numerator: line.factorNumerator, denominator: line.factorDenominator }
	return convertPack(quantity, ratio, { code: line.ownUnitCode, digits: line.ownUnitDigits }, 'up') ?? quantity
}

import type { OrderableRow } from '../../../db/queries/cart-lines.ts'
import type { FoundProduct } from '../../engine/cart/resolve-rows.ts'
import { quantityTerms } from '../../engine/catalog/quantity-terms.ts'
import { decideBuying } from '../../engine/entitlement/decide-buying.ts'
import type { Shopper } from '../../platform/actor.ts'
import { ownTermsOf } from '../catalog/load-list-prices.ts'
import { quantityRulesOf } from '../pricing/load-price-candidates.ts'

/** What a row's SKU is to this person: its unit, what an order of it must fit, and whether she may buy it. */
export function foundProductOf(row: OrderableRow, { account, kind, role }: Shopper): FoundProduct {
	const unit = row.unitCode === null ? null : { code: row.unitCode, digits: row.unitDigits ?? 0 }
	const own = ownTermsOf({ minimumQuantity: row.minimumQuantity ?? '1', maximumQuantity: row.maximumQuantity, incrementQuantity: row.incrementQuantity ?? '1' })
	const ratio = { numerator: row.factorNumerator ?? 1, denominator: row.factorDenominator ?? 1 }
	const sold = unit && unit.code !== row.ownUnitCode ? { unit, ratio } : null
	const rules = row.productId === null ? [] : (quantityRulesOf(row.rules).get(row.productId) ?? [])
	const { incrementQuantity, minimumQuantity } = quantityTerms(own, unit?.code ?? '', sold, rules)
	const blocks = row.productClass === null ? [] : decideBuying(account, { productClass: row.productClass, isActive: true }, kind === 'buyer' ? role : null)
	const { productId, sku, supersededBySku, choices } = row
	return { productId, unit, sku, supersededBySku, incrementQuantity, minimumQuantity, blocks, choices }
}

import type { Quantity, UnitOfMeasure } from '../base/units.ts'

/** What a product asks of whoever orders it. Quantities are in `unit`. */
export type ProductTerms = {
	productId: number
	sku: string
	productClass: string
	isActive: boolean
	unit: UnitOfMeasure
	minimumQuantity: Quantity
	maximumQuantity: Quantity | null
	incrementQuantity: Quantity
	taxCode: string
	/** Own categories and every category above them. */
	categoryIds: readonly number[]
}

/** The least that can be ordered: the first increment that reaches the minimum. */
export function minimumOrderable(terms: Pick<ProductTerms, 'minimumQuantity' | 'incrementQuantity'>): Quantity {
	const { minimumQuantity, incrementQuantity } = terms
	return Math.max(1, Math.ceil(minimumQuantity / incrementQuantity)) * incrementQuantity
}

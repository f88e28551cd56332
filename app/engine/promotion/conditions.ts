import type { Quantity } from '../base/units.ts'
import { closed, ids, listOf, oneOf, oneOfOr, optional, readAll, truth, whole, word } from './read-closed.ts'

/** How a product stands to another: "accessory of something owned" is `{ kind: 'accessory', of: 'owned' }`. */
export type RelationCondition = { kind: string; of: 'owned' | 'in_cart' | 'products'; productIds?: number[] | undefined }

/** Which lines. Every key given must hold; a line matches a list when it matches one of its entries. */
export type LineSelector = {
	productIds?: number[] | undefined
	excludedProductIds?: number[] | undefined
	categoryIds?: number[] | undefined
	excludedCategoryIds?: number[] | undefined
	units?: string[] | undefined
	relation?: RelationCondition | undefined
}

/** `over: 'order'` counts the whole order, protected lines included; `selected` only the lines that may get the benefit. */
export type AmountCondition = { minMinor: number; over: 'order' | 'selected'; of: 'phase_entry' | 'resolved_price' }

/** `per: 'line'` asks it of each line alone; `selected` of all matching lines together; `order` of every line. */
export type QuantityCondition = { min: Quantity; per: 'line' | 'selected' | 'order' }

/**
 * What must hold, all of it (commerce-engine.md section 5). Keys about products, categories, relations and locations
 * pick the lines; the others judge the order. A location reaches only the quantity that goes there.
 */
export type Conditions = LineSelector & {
	accountIds?: number[] | undefined
	buyerGroupIds?: number[] | undefined
	locationIds?: number[] | undefined
	channels?: string[] | undefined
	/** 0 is Sunday, by the calendar of the seller's zone. */
	weekdays?: number[] | undefined
	firstOrder?: boolean | undefined
	paymentMethods?: string[] | undefined
	campaignIds?: number[] | undefined
	quantity?: QuantityCondition | undefined
	amount?: AmountCondition | undefined
}

const readRelation = closed<RelationCondition>({ kind: word, of: oneOf('owned', 'in_cart', 'products'), productIds: optional(ids) })
const readQuantity = closed<QuantityCondition>({ min: whole(1), per: oneOfOr('selected', 'line', 'order') })
const readAmount = closed<AmountCondition>({
	minMinor: whole(1),
	over: oneOfOr('order', 'selected'),
	of: oneOfOr('phase_entry', 'resolved_price'),
})

const selectorFields = {
	productIds: optional(ids),
	excludedProductIds: optional(ids),
	categoryIds: optional(ids),
	excludedCategoryIds: optional(ids),
	units: optional(listOf(word)),
	relation: optional(readRelation),
}

export const readSelector = closed<LineSelector>(selectorFields)

const readConditions = closed<Conditions>({
	...selectorFields,
	accountIds: optional(ids),
	buyerGroupIds: optional(ids),
	locationIds: optional(ids),
	channels: optional(listOf(word)),
	weekdays: optional(listOf(whole(0, 6))),
	firstOrder: optional(truth),
	paymentMethods: optional(listOf(word)),
	campaignIds: optional(ids),
	quantity: optional(readQuantity),
	amount: optional(readAmount),
})

/** The name of every condition there is: a builder must be able to write each. */
export const conditionNames: Readonly<Record<string, readonly string[]>> = {
	conditions: readConditions.fields,
	'conditions.relation': readRelation.fields,
	'conditions.quantity': readQuantity.fields,
	'conditions.amount': readAmount.fields,
}

/** Conditions from JSON. Refuses `PROMOTION_UNKNOWN_KEY { key }` and `PROMOTION_FIELD_INVALID { key, expected }`, all at once. */
export function parseConditions(json: unknown) {
	return readAll(readConditions, json, 'conditions')
}

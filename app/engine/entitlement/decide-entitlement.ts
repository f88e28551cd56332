/** One line of a policy: it grants or denies a product, a category or a whole class, everywhere or at one location. */
export type PolicyRule = {
	policyId: number
	effect: 'grant' | 'deny'
	productId: number | null
	categoryId: number | null
	productClass: string | null
	locationId: number | null
}

/** A product with every category above it. A variant answers to what is said of its parent too: `parentId`, and its categories among its own. */
export type EntitledProduct = { productId: number; parentId: number | null; productClass: string; categoryIds: readonly number[] }

export type EntitlementAnswer = {
	visible: boolean
	/** `nothing` when no rule reaches the product: then it is invisible, as one that does not exist. */
	decidedBy: 'grant' | 'deny' | 'nothing'
	/** The rules that decided: every denial that reached the product, else every grant. */
	because: PolicyRule[]
}

function reaches(rule: PolicyRule, product: EntitledProduct, locationId: number | null): boolean {
	if (rule.locationId !== null && rule.locationId !== locationId) return false
	if (rule.productId !== null) return rule.productId === product.productId || rule.productId === product.parentId
	if (rule.productClass !== null) return rule.productClass === product.productClass
	return rule.categoryId !== null && product.categoryIds.includes(rule.categoryId)
}

/**
 * Whether a product is visible under the rules of the policies that count (commerce-engine.md section 3): nothing
 * without a grant; any denial wins at whatever level. `locationId` is the ship-to asked about, null before one is chosen.
 */
export function decideEntitlement(rules: readonly PolicyRule[], product: EntitledProduct, locationId: number | null): EntitlementAnswer {
	const reaching = rules.filter((rule) => reaches(rule, product, locationId))
	const denials = reaching.filter((rule) => rule.effect === 'deny')
	if (denials.length > 0) return { visible: false, decidedBy: 'deny', because: denials }
	return { visible: reaching.length > 0, decidedBy: reaching.length > 0 ? 'grant' : 'nothing', because: reaching }
}

/** What a key of a buyer's machine may be allowed, one by one; writing includes reading. */
export const buyerScopes = [
	...(['catalog:read', 'carts:read', 'carts:write', 'orders:read', 'orders:write', 'approvals:read', 'approvals:write', 'invoices:read'] as const),
	'account:read',
] as const

/** What a key of the house may be allowed. */
export const houseScopes = [
	'house.catalog:read',
	'house.catalog:write',
	'house.prices:read',
	'house.prices:write',
	'house.stock:read',
	'house.stock:write',
	'house.accounts:read',
	'house.orders:read',
] as const

export type BuyerScope = (typeof buyerScopes)[number]
export type HouseScope = (typeof houseScopes)[number]
export type Scope = BuyerScope | HouseScope

/** Whether a key with `scopes` may do what wants `wanted`. */
export function covers(scopes: readonly string[], wanted: Scope): boolean {
	return scopes.includes(wanted) || scopes.includes(wanted.replace(/:read$/, ':write'))
}

import { useRouteLoaderData } from '@remix-run/react'

export type StoreCategory = { id: number; parentId: number | null; slug: string; name: string; picture: string | null }

/** What the layout of the shop knows, for every page inside it. */
export type Store = {
	kind: 'buyer' | 'rep' | 'api' | 'guest'
	person: string | null
	buyer: string
	accountName: string
	shopName: string
	currency: string
	/** Said beside every price of the shop. */
	pricesIncludeTax: boolean
	locationId: number | null
	/** The first of the top level. */
	categories: readonly StoreCategory[]
	hasMoreCategories: boolean
	locations: readonly { id: number; name: string; city: string; isDefault: boolean }[]
	cartLines: number
}

/** Inside the shop only: the layout's loader has always run there. */
export function useStore(): Store {
	return useRouteLoaderData('routes/storefront/layout') as Store
}

/** Whether prices are to be called "incl. tax". Outside the shop, where the house looks at its own lists, nothing is. */
export function usePricesIncludeTax(): boolean {
	return (useRouteLoaderData('routes/storefront/layout') as Store | undefined)?.pricesIncludeTax ?? false
}

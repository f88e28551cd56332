type Named = { shopName?: string; sellerName?: string }

/** "Orders · Capricorn Coffee": the house's name is read from the layout that the page stands in, so that no page loads it again. */
export function pageTitle(title: string | undefined, matches: readonly { data?: unknown }[]): string {
	const named = matches.map(({ data }) => data as Named | undefined).find((data) => data?.shopName ?? data?.sellerName)
	return [title, named?.shopName ?? named?.sellerName].filter(Boolean).join(' · ')
}

export type SearchSort = 'relevance' | 'name' | 'price'
export const searchSorts: readonly SearchSort[] = ['relevance', 'name', 'price']

type Place = { rank: number; name: string; productId: number }

/** Where a page of hits begins: `rank_id` by relevance, `id~name` by name. Anything else reads as the first page. */
export function readPlace(sort: SearchSort, text: string | null): Place | null {
	if (sort === 'name') {
		const match = /^(\d{1,15})~([\s\S]{0,300})$/.exec(text ?? '')
		return match ? { rank: 0, name: match[2] ?? '', productId: Number(match[1]) } : null
	}
	const match = /^(-?\d{1,4}(?:\.\d{1,20})?(?:e-?\d{1,3})?)_(\d{1,15})$/.exec(text ?? '')
	return match ? { rank: Number(match[1]), name: '', productId: Number(match[2]) } : null
}

export const printPlace = (sort: SearchSort, { id, rank, name }: { id: number; rank: number; name: string }) =>
	sort === 'name' ? `${id}~${name}` : `${rank}_${id}`

/** By price a page begins at a number of hits: the whole answer is priced to sort it. */
export const readOffset = (text: string | null) => (/^\d{1,4}$/.test(text ?? '') ? Number(text) : 0)

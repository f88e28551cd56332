type Placed = { productId: number; categoryId: number; position: number; isPrimary: boolean }

/** The ids with one moved a place up or down; as they are at an end. */
export function shifted(ids: readonly number[], id: number, by: 'up' | 'down'): number[] {
	const from = ids.indexOf(id)
	const to = from + (by === 'up' ? -1 : 1)
	const other = ids[to]
	if (from < 0 || other === undefined) return [...ids]
	return ids.map((one, place) => (place === to ? id : place === from ? other : one))
}

/** Products that would stand nowhere, or lose where they stand first, were this category gone. */
export function strandedBy(members: readonly Placed[], categoryId: number): number[] {
	const elsewhere = new Set(members.filter((one) => one.categoryId !== categoryId).map(({ productId }) => productId))
	return members.filter((one) => one.categoryId === categoryId && (one.isPrimary || !elsewhere.has(one.productId))).map(({ productId }) => productId)
}

/** Where products stand when all in one category move to another; with null they only leave it. Each keeps its first place. */
export function movedOut(members: readonly Placed[], from: number, to: number | null): Placed[] {
	const leaving = new Map(members.filter(({ categoryId }) => categoryId === from).map((one) => [one.productId, one]))
	const staying = members.filter(({ categoryId }) => categoryId !== from)
	if (to === null) return withFirsts(staying)
	const there = new Set(staying.filter(({ categoryId }) => categoryId === to).map(({ productId }) => productId))
	const arriving = [...leaving.values()].filter(({ productId }) => !there.has(productId)).map((one) => ({ ...one, categoryId: to }))
	const kept = staying.map((one) => (one.categoryId === to && leaving.get(one.productId)?.isPrimary ? { ...one, isPrimary: true } : one))
	return [...kept, ...arriving].sort(byPlace)
}

/** Products added to a category behind those in it; what stands nowhere yet stands there first. */
export function movedIn(members: readonly Placed[], productIds: readonly number[], categoryId: number, last: number): Placed[] {
	const there = new Set(members.filter((one) => one.categoryId === categoryId).map(({ productId }) => productId))
	const somewhere = new Set(members.map(({ productId }) => productId))
	const added = productIds.filter((id) => !there.has(id))
	return [...members, ...added.map((productId, place) => ({ productId, categoryId, position: last + place + 1, isPrimary: !somewhere.has(productId) }))].sort(
		byPlace,
	)
}

/** A product whose first category went stands first in the next. */
function withFirsts(members: readonly Placed[]): Placed[] {
	const settled = new Set(members.filter(({ isPrimary }) => isPrimary).map(({ productId }) => productId))
	return [...members].sort(byPlace).map((one) => {
		if (settled.has(one.productId)) return one
		settled.add(one.productId)
		return { ...one, isPrimary: true }
	})
}

const byPlace = (a: Placed, b: Placed) => a.productId - b.productId || a.categoryId - b.categoryId

import type { QuoteLine } from './quote.ts'

type Both<T> = { before: T; after: T }

/** What became of a line from one version to a later one; only what differs is named. */
export type LineDiff = {
	position: number
	change: 'added' | 'removed' | 'changed'
	quantity?: Both<number>
	minimum?: Both<number>
	price?: Both<bigint | null>
}

const both = <T>(before: T, after: T): Both<T> | undefined => (before === after ? undefined : { before, after })

/**
 * What differs between two versions, in the order of the lines; lines that are the same are left out. Laws: a version
 * against itself is empty; turned round, added is removed and before is after.
 */
export function diffVersions(before: readonly QuoteLine[], after: readonly QuoteLine[]): LineDiff[] {
	const old = new Map(before.map((line) => [line.position, line]))
	const now = new Map(after.map((line) => [line.position, line]))
	return [...new Set([...old.keys(), ...now.keys()])]
		.sort((a, b) => a - b)
		.flatMap((position): LineDiff[] => {
			const [was, is] = [old.get(position), now.get(position)]
			if (!was || !is) return [{ position, change: is ? 'added' : 'removed' }]
			const quantity = both(was.quantity, is.quantity)
			const minimum = both(was.minimum, is.minimum)
			const price = both(was.unitPriceMicros, is.unitPriceMicros)
			if (!quantity && !minimum && !price) return []
			return [{ position, change: 'changed', ...(quantity && { quantity }), ...(minimum && { minimum }), ...(price && { price }) }]
		})
}

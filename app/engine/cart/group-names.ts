import { invariant } from '../base/invariant.ts'
import type { CartGroupInput, CartInput } from './cart-input.ts'
import { UNALLOCATED } from './price-lines.ts'
import type { PricedLine } from './priced-cart.ts'

function byPlace(a: CartGroupInput, b: CartGroupInput): number {
	const text = ({ requestedOn, method }: CartGroupInput) => `${requestedOn ?? ''} ${method ?? ''}`
	return (a.locationId ?? 0) - (b.locationId ?? 0) || (text(a) < text(b) ? -1 : Number(text(a) > text(b)))
}

/**
 * The cart with groups in the order of their places and named by it: a tie of a cent must fall the same way whatever
 * keys the caller made. `keyOf` gives the caller's key back.
 */
export function nameGroupsByPlace(input: CartInput): { named: CartInput; keyOf: (name: string) => string } {
	const groups = [...input.groups].sort(byPlace)
	const names = new Map(groups.map(({ groupKey }, index) => [groupKey, String(index + 1).padStart(4, '0')]))
	const nameOf = (groupKey: string) => {
		const name = names.get(groupKey)
		invariant(name, `no delivery group ${groupKey}`)
		return name
	}
	const named = {
		...input,
		groups: groups.map((group) => ({ ...group, groupKey: nameOf(group.groupKey) })),
		lines: input.lines.map((line) => ({ ...line, allocations: line.allocations.map((one) => ({ ...one, groupKey: nameOf(one.groupKey) })) })),
	}
	return { named, keyOf: (name) => (name === UNALLOCATED ? UNALLOCATED : (groups[Number(name) - 1]?.groupKey ?? name)) }
}

/** A priced line with the caller's keys. */
export function withKeys(line: PricedLine, keyOf: (name: string) => string): PricedLine {
	return {
		...line,
		allocations: line.allocations.map((one) => ({ ...one, groupKey: keyOf(one.groupKey) })),
		...(line.components && {
			components: line.components.map((component) => ({
				...component,
				allocations: component.allocations.map((one) => ({ ...one, groupKey: keyOf(one.groupKey) })),
			})),
		}),
		parts: line.parts.map((part) => ({ ...part, shares: part.shares.map((share) => ({ ...share, key: keyOf(share.key) })) })),
	}
}

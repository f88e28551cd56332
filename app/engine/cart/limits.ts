import { exceedsCap, MAX_AMOUNT_MINOR } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

/** Per order (commerce-engine.md section 7). */
export const MAX_LINES = 2000
export const MAX_ALLOCATIONS = 10_000
export const MAX_GROUPS = 50

export type CartCounts = { lines: number; allocations: number; groups: number }

/** What a cart would be too large for, by name; ask it before an edit is saved. */
export function checkLimits({ lines, allocations, groups }: CartCounts): Refusal[] {
	const over: Refusal[] = []
	if (lines > MAX_LINES) over.push(refusal('CART_LINES_LIMIT', { limit: MAX_LINES, count: lines }))
	if (allocations > MAX_ALLOCATIONS) over.push(refusal('CART_ALLOCATIONS_LIMIT', { limit: MAX_ALLOCATIONS, count: allocations }))
	if (groups > MAX_GROUPS) over.push(refusal('CART_GROUPS_LIMIT', { limit: MAX_GROUPS, count: groups }))
	return over
}

/** Refuses amounts above the cap by name, the order's total included. */
export function checkAmounts(lines: readonly { sequence: number; resolvedMinor: number | null }[]): Refusal[] {
	const over = lines.filter(({ resolvedMinor }) => resolvedMinor !== null && exceedsCap(resolvedMinor))
	const refusals = over.map(({ sequence }) => refusal('AMOUNT_TOO_LARGE', { limitMinor: MAX_AMOUNT_MINOR }, sequence))
	const total = lines.reduce((sum, { resolvedMinor }) => sum + (resolvedMinor ?? 0), 0)
	if (refusals.length === 0 && exceedsCap(total)) refusals.push(refusal('AMOUNT_TOO_LARGE', { limitMinor: MAX_AMOUNT_MINOR }))
	return refusals
}

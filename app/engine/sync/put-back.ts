import { isSame } from './normalise.ts'
import type { SyncValue } from './types.ts'

type Values = Readonly<Record<string, SyncValue>>

/**
 * Whether something put back, in the same breath, the very value that was written over: such a write leaves no mark, so nobody would look again and both
 * sides would differ in silence (sync-core.md B6). `wrote`: what was written to a record; `before` and `stored`: what it held then, and holds now; null or
 * undefined where nobody knows, and then nothing is said.
 */
export function isPutBack(wrote: Values, before: Values | null | undefined, stored: Values | null | undefined): boolean {
	if (!before || !stored) return false
	return Object.entries(wrote).some(([field, value]) => {
		const now = stored[field]
		return now !== undefined && isSame(now, before[field] ?? null) && !isSame(now, value)
	})
}

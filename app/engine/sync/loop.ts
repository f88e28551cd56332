import { isSame } from './normalise.ts'
import type { SyncValue } from './types.ts'

const alternations = 4
const withinMs = 10 * 60_000

/** A write of ours to one field, oldest first; `at` in ISO 8601. */
export type FieldWrite = { at: string; value: SyncValue }

/**
 * Whether a field goes back and forth between the same two values: four times within ten minutes (sync-core.md B6). Two people who really
 * disagree, or an automation that undoes what we write, stop here; LOOP_DETECTED says so, and the rest of the record keeps flowing.
 */
export function isLooping(writes: readonly FieldWrite[], at: string): boolean {
	const since = Date.parse(at) - withinMs
	const recent = writes.filter((one) => Date.parse(one.at) > since).slice(-(alternations + 1))
	if (recent.length <= alternations) return false
	return recent.every(({ value }, place) => {
		if (place === 0) return true
		const [before, beforeThat] = [recent[place - 1], recent[place - 2]]
		return !isSame(value, before?.value ?? null) && (!beforeThat || isSame(value, beforeThat.value))
	})
}

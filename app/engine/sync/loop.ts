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

/** What we wrote and expect to hear back: once, and not for ever. */
export type Echo = { id: string; field: string; valueHash: string; expiresAt: string }

/**
 * Which of a record's changed fields are only our own writes coming back (B6). By value, never by who changed it: an automation may
 * rewrite the record under our user right after us, and that is a change like any other (`near`: same field, another value).
 */
export function matchEchoes(
	changed: Readonly<Record<string, string>>,
	echoes: readonly Echo[],
	at: string,
): { used: string[]; fields: string[]; near: string[] } {
	const [used, fields, near]: [string[], string[], string[]] = [[], [], []]
	for (const [field, valueHash] of Object.entries(changed)) {
		const waiting = echoes.filter((echo) => echo.field === field && Date.parse(echo.expiresAt) > Date.parse(at))
		const echo = waiting.find((one) => one.valueHash === valueHash)
		if (echo) {
			used.push(echo.id)
			fields.push(field)
		} else if (waiting.length > 0) near.push(field)
	}
	return { used, fields, near }
}

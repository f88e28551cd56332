import type { Day } from '../base/calendar.ts'
import { type Result, refusal } from '../base/refusal.ts'
import { readWallTime } from '../base/wall-time.ts'

/**
 * The day on which money reached the bank, as typed; nothing typed is today, told as null. Refuses `VALUE_DAY_INVALID` and
 * `VALUE_DAY_FUTURE`: what has not come yet settles nothing (commerce-engine.md section 8).
 */
export function readValueDay(text: string, today: Day): Result<{ receivedOn: Day | null }> {
	const typed = text.trim()
	if (typed === '' || typed === today) return { ok: true, receivedOn: null }
	const day = /^\d{4}-\d{2}-\d{2}$/.test(typed) ? (readWallTime(typed, 'YYYY-MM-DD')?.slice(0, 10) ?? null) : null
	if (day === null) return { ok: false, refusals: [refusal('VALUE_DAY_INVALID')] }
	return day > today ? { ok: false, refusals: [refusal('VALUE_DAY_FUTURE', { todayOn: today })] } : { ok: true, receivedOn: day }
}

import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { readSchedule, type Schedule } from '../../engine/standing/schedule.ts'

/** What is settled about a standing order, as it was typed. */
export type StandingWish = { name: string; schedule: unknown; guardrailPercent: string; poText: string; poHasDate: boolean }
export type ReadWish = { name: string; schedule: Schedule; guardrailPercent: number; poText: string; poHasDate: boolean }

/** Everything that is wrong with it together: `STANDING_UNNAMED`, `STANDING_SCHEDULE`, `STANDING_GUARDRAIL`, `PO_MISSING`. */
export function readWish(wish: StandingWish): Result<{ wish: ReadWish }> {
	const name = wish.name.trim().slice(0, 120)
	const poText = wish.poText.trim().slice(0, 60)
	const schedule = readSchedule(wish.schedule)
	const percent = /^\d{1,3}$/.test(wish.guardrailPercent.trim()) ? Number(wish.guardrailPercent) : -1
	const refusals: Refusal[] = [
		...(name === '' ? [refusal('STANDING_UNNAMED')] : []),
		...(schedule ? [] : [refusal('STANDING_SCHEDULE')]),
		...(percent < 0 || percent > 100 ? [refusal('STANDING_GUARDRAIL')] : []),
		...(poText === '' ? [refusal('PO_MISSING')] : []),
	]
	if (refusals.length > 0 || !schedule) return { ok: false, refusals }
	return { ok: true, wish: { name, schedule, guardrailPercent: percent, poText, poHasDate: wish.poHasDate } }
}

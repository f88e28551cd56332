import { type Refusal, type Result, refusal } from '../base/refusal.ts'

/** When a warehouse sends, as a form has it: `closedOn` one day a line. */
export type HoursFields = { timeZone: string; cutOff: string; worksOn: readonly string[]; closedOn: string }
export type Hours = { timeZone: string | null; cutOff: string | null; worksOn: number[]; closedOn: string[] }

const MOST_DAYS = 400

function isZone(zone: string): boolean {
	try {
		return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
	} catch {
		return false
	}
}

function isDay(text: string): boolean {
	const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null
	return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** Or every refusal by field: FIELD_INVALID. Days may stand twice and in any order. */
export function readHours(fields: HoursFields): Result<{ hours: Hours }> {
	const wrong = (isRight: boolean, key: keyof HoursFields, given: string): Refusal[] =>
		isRight ? [] : [refusal('FIELD_INVALID', { key, given: given.slice(0, 80) })]
	const days = fields.closedOn.split(/[\s,;]+/).filter(Boolean)
	const odd = days.filter((day) => !isDay(day))
	const worksOn = [...new Set(fields.worksOn)].filter((day) => /^[0-6]$/.test(day)).map(Number)
	const refusals = [
		...wrong(fields.timeZone === '' || isZone(fields.timeZone), 'timeZone', fields.timeZone),
		...wrong(fields.cutOff === '' || /^([01]\d|2[0-3]):[0-5]\d$/.test(fields.cutOff), 'cutOff', fields.cutOff),
		...wrong(worksOn.length > 0, 'worksOn', ''),
		...wrong(odd.length === 0 && days.length <= MOST_DAYS, 'closedOn', odd.join(' ')),
	]
	if (refusals.length > 0) return { ok: false, refusals }
	return {
		ok: true,
		hours: { timeZone: fields.timeZone || null, cutOff: fields.cutOff || null, worksOn: worksOn.sort((a, b) => a - b), closedOn: [...new Set(days)].sort() },
	}
}

import { addDays, addWorkingDays, dayIn, instantAtMinute, timeIn, weekdayOf } from '../base/calendar.ts'

export const waitUnits = ['minutes', 'hours', 'days', 'working_days'] as const
export const waitWindows = ['any', 'weekdays', 'office'] as const

/**
 * How long a programme waits. Minutes and hours are spans of time; days are days of the calendar where the seller is, so
 * that nine in the morning stays nine in the morning when the clocks change. `at` (`HH:MM`) is the time of day to wait for;
 * `window`: not before a weekday, or not before office hours.
 */
export type Wait = { amount: number; unit: (typeof waitUnits)[number]; at: string | null; window: (typeof waitWindows)[number] }

/** Office hours of the seller, the same in which reps call (flows/crm/load-quiet-cart.ts). */
const office = { from: 9 * 60, to: 17 * 60 }
const mostOf: Readonly<Record<Wait['unit'], number>> = { minutes: 10_080, hours: 8_760, days: 730, working_days: 500 }

export const aDay: Wait = { amount: 1, unit: 'days', at: null, window: 'any' }

/** A wait as it was stored or typed; what is out of bounds becomes nothing, which `checkProgramme` refuses. */
export function readWait(json: unknown): Wait {
	const given = typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {}
	const unit = waitUnits.find((one) => one === given['unit']) ?? 'days'
	const amount = given['amount']
	const isWhole = typeof amount === 'number' && Number.isInteger(amount) && amount >= 0 && amount <= mostOf[unit]
	const at = typeof given['at'] === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(given['at']) ? given['at'] : null
	return { amount: isWhole ? amount : 0, unit, at, window: waitWindows.find((one) => one === given['window']) ?? 'any' }
}

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** When somebody who begins to wait at `from` goes on, in the time zone of her seller. Never before `from`. */
export function waitUntil(wait: Wait, from: Date, zone: string): Date {
	const isSpan = wait.unit === 'minutes' || wait.unit === 'hours'
	const after = isSpan ? new Date(from.getTime() + wait.amount * (wait.unit === 'hours' ? 3_600_000 : 60_000)) : laterDay(wait, from, zone)
	const atTime = isSpan && wait.at !== null ? nextTime(after, minuteOf(wait.at), zone) : after
	return opened(wait.window, atTime, zone)
}

function laterDay({ amount, unit, at }: Wait, from: Date, zone: string): Date {
	if (amount === 0) return at === null ? from : nextTime(from, minuteOf(at), zone)
	const day = dayIn(from, zone)
	const wanted = unit === 'days' ? addDays(day, amount) : addWorkingDays(day, amount)
	return instantAtMinute(wanted, minuteOf(at ?? timeIn(from, zone)), zone)
}

function nextTime(from: Date, minute: number, zone: string): Date {
	const day = dayIn(from, zone)
	const today = instantAtMinute(day, minute, zone)
	return today >= from ? today : instantAtMinute(addDays(day, 1), minute, zone)
}

/** The instant itself where the window is open, else its next opening. */
function opened(window: Wait['window'], at: Date, zone: string): Date {
	if (window === 'any') return at
	const day = dayIn(at, zone)
	const minute = minuteOf(timeIn(at, zone))
	const works = weekdayOf(day) % 6 !== 0
	if (window === 'weekdays') return works ? at : instantAtMinute(addWorkingDays(day, 0), minute, zone)
	if (works && minute >= office.from && minute < office.to) return at
	const isLater = works && minute >= office.to
	return instantAtMinute(addWorkingDays(isLater ? addDays(day, 1) : day, 0), office.from, zone)
}

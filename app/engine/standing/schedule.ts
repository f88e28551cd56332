import { addDays, type Day, daysBetween, weekdayOf } from '../base/calendar.ts'

/** By the calendar of the seller's zone. `weekdays`: 0 is Sunday. `startsOn` is in the first week that counts. A day that a month has not is its last one. */
export type Schedule =
	| { kind: 'weekly'; weekdays: readonly number[]; everyWeeks: number; startsOn: Day }
	| { kind: 'monthly'; day: number | 'last'; startsOn: Day }

/** The hour at which a run begins, by the wall clock of the seller: before anybody packs. */
export const RUN_HOUR = 6

const MOST_WEEKS = 26
const DAYS_AHEAD = 800

/** Monday of the day's week. */
const mondayOf = (day: Day): Day => addDays(day, -((weekdayOf(day) + 6) % 7))

const lastOfMonth = (day: Day): Day => addDays(`${addDays(`${day.slice(0, 8)}28`, 4).slice(0, 8)}01`, -1)

function runsOn(schedule: Schedule, day: Day): boolean {
	if (day < schedule.startsOn) return false
	if (schedule.kind === 'weekly') {
		const weeks = daysBetween(mondayOf(schedule.startsOn), mondayOf(day)) / 7
		return schedule.weekdays.includes(weekdayOf(day)) && weeks % schedule.everyWeeks === 0
	}
	const last = lastOfMonth(day)
	return schedule.day === 'last' || schedule.day > Number(last.slice(8)) ? day === last : Number(day.slice(8)) === schedule.day
}

/** The next days of a schedule after `after`, ascending. */
export function nextRuns(schedule: Schedule, after: Day, count: number): Day[] {
	const days: Day[] = []
	let day = schedule.startsOn > after ? schedule.startsOn : addDays(after, 1)
	for (let step = 0; step < DAYS_AHEAD && days.length < count; step += 1) {
		if (runsOn(schedule, day)) days.push(day)
		day = addDays(day, 1)
	}
	return days
}

const isDay = (text: unknown): text is Day =>
	typeof text === 'string' &&
	/^20\d{2}-\d{2}-\d{2}$/.test(text) &&
	!Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
	addDays(`${text.slice(0, 8)}01`, Number(text.slice(8)) - 1) === text

/** A schedule as a form or a row says it; null when it is none. */
export function readSchedule(said: unknown): Schedule | null {
	if (typeof said !== 'object' || said === null) return null
	const { kind, weekdays, everyWeeks, day, startsOn } = said as Record<string, unknown>
	if (!isDay(startsOn)) return null
	if (kind === 'monthly')
		return day === 'last' || (Number.isInteger(day) && Number(day) >= 1 && Number(day) <= 31) ? { kind, day: day as number | 'last', startsOn } : null
	if (kind !== 'weekly' || !Array.isArray(weekdays) || weekdays.length === 0) return null
	const days = [...new Set(weekdays as unknown[])].filter((one): one is number => Number.isInteger(one) && Number(one) >= 0 && Number(one) <= 6)
	const every = Number(everyWeeks)
	if (days.length === 0 || !Number.isInteger(every) || every < 1 || every > MOST_WEEKS) return null
	return { kind, weekdays: days.sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)), everyWeeks: every, startsOn }
}

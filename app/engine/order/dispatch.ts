import { addDays, addWorkingDays, type Day, dayIn, latestOf, timeIn, weekdayOf } from '../base/calendar.ts'

/** How long a way takes, in working days or in all days. */
export type Transit = { days: number; by: 'working' | 'calendar' }

/** When a warehouse sends, as the house says it. `cutOff` "14:30" in its own zone; null: what is ordered leaves the same day. `worksOn`: 0 is Sunday. */
export type WarehouseHours = { timeZone: string | null; cutOff: string | null; worksOn: readonly number[]; closedOn: readonly Day[] }

/** The same at one moment: `startsOn` is the first day on which what is ordered now can still leave; null: today. */
export type DispatchCalendar = { worksOn: readonly number[]; closed: ReadonlySet<Day>; startsOn: Day | null }

/** A warehouse of which nothing is said: Monday to Friday, until midnight. */
export const USUAL_CALENDAR: DispatchCalendar = { worksOn: [1, 2, 3, 4, 5], closed: new Set(), startsOn: null }

export function calendarAt({ timeZone, cutOff, worksOn, closedOn }: WarehouseHours, at: Date, sellerZone: string): DispatchCalendar {
	const zone = timeZone ?? sellerZone
	const today = dayIn(at, zone)
	const isLate = cutOff !== null && timeIn(at, zone) >= cutOff
	return { worksOn, closed: new Set(closedOn), startsOn: isLate ? addDays(today, 1) : today }
}

const works = ({ worksOn, closed }: DispatchCalendar, day: Day) => worksOn.includes(weekdayOf(day)) && !closed.has(day)

/** A house that is closed for longer than a year has no day; the day asked about stands. */
const MOST_DAYS = 400

function find(day: Day, step: 1 | -1, isIt: (day: Day) => boolean): Day | null {
	let at = day
	for (let tried = 0; tried < MOST_DAYS; tried += 1, at = addDays(at, step)) if (isIt(at)) return at
	return null
}

/** The first day from `day` on that a warehouse sends. */
export function firstDispatch(day: Day, calendar: DispatchCalendar): Day {
	const from = calendar.startsOn === null ? day : latestOf(day, calendar.startsOn)
	return find(from, 1, (at) => works(calendar, at)) ?? from
}

/** The day on which it is there. Working days leave out weekends and the days on which `carrier`, the nearest warehouse, is closed. */
export function arrivesOn(leftOn: Day, { days, by }: Transit, carrier: DispatchCalendar): Day {
	if (days === 0) return leftOn
	return by === 'calendar' ? addDays(leftOn, days) : addWorkingDays(leftOn, days, carrier.closed)
}

/** The last day on which a warehouse sends what is to be there on `wantedOn`; null: none in the year before. */
export function lastDispatch(wantedOn: Day, transit: Transit, calendar: DispatchCalendar, carrier: DispatchCalendar): Day | null {
	return find(addDays(wantedOn, -transit.days), -1, (at) => works(calendar, at) && arrivesOn(at, transit, carrier) <= wantedOn)
}

/** The first day from the wanted one on that this way delivers on. */
export function deliversOn(wantedOn: Day, { days, by }: Transit, carrier: DispatchCalendar): Day {
	return days === 0 || by === 'calendar' ? wantedOn : addWorkingDays(wantedOn, 0, carrier.closed)
}

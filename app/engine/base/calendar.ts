import { invariant } from './invariant.ts'

/** A calendar day, `YYYY-MM-DD`; days compare as strings. */
export type Day = string

/** A half-open span of instants [from, to); null is without end (commerce-engine.md section 2). */
export type Window = { from: Date | null; to: Date | null }

/** A half-open span of calendar days [from, to). */
export type DayWindow = { from: Day | null; to: Day | null }

export function isWithin(window: Window, at: Date): boolean {
	return (window.from === null || window.from <= at) && (window.to === null || at < window.to)
}

export function isDayWithin(window: DayWindow, day: Day): boolean {
	return (window.from === null || window.from <= day) && (window.to === null || day < window.to)
}

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
	let formatter = formatters.get(zone)
	if (!formatter) {
		formatter = new Intl.DateTimeFormat('en-CA', {
			timeZone: zone,
			calendar: 'iso8601',
			numberingSystem: 'latn',
			hourCycle: 'h23',
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
		})
		formatters.set(zone, formatter)
	}
	return formatter
}

/** What a wall clock in the zone shows, as milliseconds counted as if the clock ran in UTC. */
function wallClock(at: Date, zone: string): number {
	const part: Record<string, number> = {}
	for (const { type, value } of formatterOf(zone).formatToParts(at)) part[type] = Number(value)
	return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second'])
}

/** The calendar day on which an instant falls in a time zone, e.g. `America/Toronto`. */
export function dayIn(at: Date, zone: string): Day {
	return new Date(wallClock(at, zone)).toISOString().slice(0, 10)
}

/** What the clock of a zone shows at an instant, `HH:MM`; times of a day compare as strings. */
export function timeIn(at: Date, zone: string): string {
	return new Date(wallClock(at, zone)).toISOString().slice(11, 16)
}

/**
 * The first instant of a day in a zone: how windows entered as days in the seller's zone become instants. Where a
 * clock change skips midnight, the first instant after the gap.
 */
export function startOfDay(day: Day, zone: string): Date {
	const midnight = utcOf(day)
	const dayBefore = midnight - wallOffset(midnight - DAY_MILLIS, zone)
	const dayAfter = midnight - wallOffset(midnight + DAY_MILLIS, zone)
	const earliest = Math.min(dayBefore, dayAfter)
	return new Date(dayIn(new Date(earliest), zone) === day ? earliest : Math.max(dayBefore, dayAfter))
}

/** The instant at which a wall clock of the zone shows the full hour on the day; where a clock change skips that hour, the same hour by the clock before it. */
export function instantAt(day: Day, hour: number, zone: string): Date {
	return instantAtMinute(day, hour * 60, zone)
}

/** As `instantAt`, by the minute of the day (0 to 1439). */
export function instantAtMinute(day: Day, minute: number, zone: string): Date {
	const wanted = utcOf(day) + minute * 60_000
	const candidates = [-DAY_MILLIS, DAY_MILLIS].map((beside) => wanted - wallOffset(wanted + beside, zone))
	return new Date(candidates.find((one) => wallClock(new Date(one), zone) === wanted) ?? Math.max(...candidates))
}

function wallOffset(utc: number, zone: string): number {
	return wallClock(new Date(utc), zone) - utc
}

const DAY_MILLIS = 86_400_000

function utcOf(day: Day): number {
	const utc = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
	invariant(!Number.isNaN(utc) && new Date(utc).toISOString().startsWith(day), `${day} is not a day`)
	return utc
}

export function addDays(day: Day, days: number): Day {
	return new Date(utcOf(day) + days * DAY_MILLIS).toISOString().slice(0, 10)
}

/** Whole days from one day to another; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
	return (utcOf(to) - utcOf(from)) / DAY_MILLIS
}

export function latestOf(...days: readonly [Day, ...Day[]]): Day {
	return days.reduce((latest, day) => [latest, day].sort()[1] ?? day)
}

/** 0 is Sunday. */
export function weekdayOf(day: Day): number {
	return new Date(utcOf(day)).getUTCDay()
}

/**
 * The day by which something is to be done that was asked on `day`: `count` working days behind it, of which the day itself is none. Asked on a Friday, a Saturday or
 * a Sunday, the next working day is the Monday. Goods take a whole working day where work begins: `addWorkingDays`.
 */
export function workingDayAfter(day: Day, count: number): Day {
	let at = day
	for (let left = count; left > 0; left -= 1) {
		do at = addDays(at, 1)
		while (weekdayOf(at) % 6 === 0)
	}
	return at
}

/** The day `count` working days later; weekends and the listed days do not count. `count` 0 is the next working day itself. */
export function addWorkingDays(day: Day, count: number, closed: ReadonlySet<Day> = new Set()): Day {
	const works = (at: Day) => weekdayOf(at) % 6 !== 0 && !closed.has(at)
	let at = day
	while (!works(at)) at = addDays(at, 1)
	for (let left = count; left > 0; left -= 1) {
		do at = addDays(at, 1)
		while (!works(at))
	}
	return at
}

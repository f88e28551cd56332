import { addDays, dayIn, startOfDay, weekdayOf } from '../base/calendar.ts'

/** When the buyer may be called: hours of the wall clock in her zone, and at which of them she was active before. */
export type CallHours = { zone: string; fromHour: number; toHour: number; activeHours: readonly number[] }

const HOUR = 3_600_000
const WINDOW_HOURS = 2

/** The next two hours in which a call is welcome: now, if the day allows it, else at her usual hour of the next working day. */
export function suggestCallWindow(at: Date, hours: CallHours): { from: Date; to: Date } {
	const { zone, fromHour, toHour } = hours
	const today = dayIn(at, zone)
	const close = atHour(today, toHour, zone)
	const open = atHour(today, fromHour, zone)
	if (isWorkingDay(today) && close.getTime() - at.getTime() >= HOUR) {
		const from = at < open ? usualHour(today, hours) : at
		return { from, to: new Date(Math.min(from.getTime() + WINDOW_HOURS * HOUR, close.getTime())) }
	}
	let day = addDays(today, 1)
	while (!isWorkingDay(day)) day = addDays(day, 1)
	const from = usualHour(day, hours)
	return { from, to: new Date(Math.min(from.getTime() + WINDOW_HOURS * HOUR, atHour(day, toHour, zone).getTime())) }
}

function isWorkingDay(day: string): boolean {
	return weekdayOf(day) % 6 !== 0
}

/** Counted back from the next midnight, so that a night when clocks change moves no hour of the working day. */
function atHour(day: string, hour: number, zone: string): Date {
	return new Date(startOfDay(addDays(day, 1), zone).getTime() - (24 - hour) * HOUR)
}

function usualHour(day: string, { zone, fromHour, toHour, activeHours }: CallHours): Date {
	const counts = new Map<number, number>()
	for (const hour of activeHours) if (hour >= fromHour && hour < toHour) counts.set(hour, (counts.get(hour) ?? 0) + 1)
	const usual = [...counts].sort(([a, timesA], [b, timesB]) => timesB - timesA || a - b)[0]?.[0]
	return atHour(day, usual ?? fromHour, zone)
}

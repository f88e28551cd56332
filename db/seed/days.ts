import { addDays, type Day, dayIn, startOfDay } from '../../app/engine/base/calendar.ts'

export const sellerZone = 'America/Chicago'

/** Every date of the seed, counted from the one clock it is given. */
export type Clock = {
	at: Date
	today: Day
	day: (fromToday: number) => Day
	instant: (fromToday: number, hour?: number, minute?: number) => Date
	daysAgo: (days: number) => Date
}

export function clockOf(at: Date): Clock {
	const today = dayIn(at, sellerZone)
	const day = (fromToday: number) => addDays(today, fromToday)
	const instant = (fromToday: number, hour = 0, minute = 0) => new Date(startOfDay(day(fromToday), sellerZone).getTime() + (hour * 60 + minute) * 60_000)
	return { at, today, day, instant, daysAgo: (days) => instant(-days) }
}

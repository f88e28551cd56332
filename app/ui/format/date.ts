import { keep, rangeText } from './intl.ts'

export type Instant = Date | string

function asDate(instant: Instant): Date {
	return typeof instant === 'string' ? new Date(instant) : instant
}

function formatter(locale: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	return keep(`date ${locale} ${timeZone} ${JSON.stringify(options)}`, () => new Intl.DateTimeFormat(locale, { ...options, timeZone }))
}

const MEDIUM: Intl.DateTimeFormatOptions = { year: 'numeric', month: 'short', day: 'numeric' }
const LONG: Intl.DateTimeFormatOptions = { weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }
const SHORT: Intl.DateTimeFormatOptions = { weekday: 'short', month: 'short', day: 'numeric' }
const WITH_TIME: Intl.DateTimeFormatOptions = { ...MEDIUM, hour: 'numeric', minute: '2-digit' }

export type DateStyle = 'medium' | 'long' | 'short'
const STYLES: Record<DateStyle, Intl.DateTimeFormatOptions> = { medium: MEDIUM, long: LONG, short: SHORT }

/** The day of an instant as the zone's people call it. */
export function date(instant: Instant, locale: string, timeZone: string, style: DateStyle = 'medium'): string {
	return formatter(locale, timeZone, STYLES[style]).format(asDate(instant))
}

/** Day and time of an instant in the zone. */
export function dateTime(instant: Instant, locale: string, timeZone: string): string {
	return formatter(locale, timeZone, WITH_TIME).format(asDate(instant))
}

/** The time of day of an instant in the zone. */
export function time(instant: Instant, locale: string, timeZone: string): string {
	return formatter(locale, timeZone, { hour: 'numeric', minute: '2-digit' }).format(asDate(instant))
}

/** A calendar day 'YYYY-MM-DD', the same day for every reader. */
export function day(isoDay: string, locale: string, style: DateStyle = 'medium'): string {
	return formatter(locale, 'UTC', STYLES[style]).format(new Date(`${isoDay}T00:00:00Z`))
}

/** From one calendar day to another as one phrase, what both share said once: 'Mar 31 – May 2, 2026'. */
export function dayRange(from: string, to: string, locale: string): string {
	return rangeText(formatter(locale, 'UTC', MEDIUM), new Date(`${from}T00:00:00Z`), new Date(`${to}T00:00:00Z`))
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
	['year', 31_536_000],
	['month', 2_592_000],
	['week', 604_800],
	['day', 86_400],
	['hour', 3600],
	['minute', 60],
]

/** 'yesterday', 'in 3 hours': from `at` to the instant, in the largest unit that fits. */
export function relativeTime(instant: Instant, at: Instant, locale: string): string {
	const seconds = Math.round((asDate(instant).getTime() - asDate(at).getTime()) / 1000)
	const format = keep(`relative ${locale}`, () => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
	const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
	return format.format(Math.trunc(seconds / length), unit)
}

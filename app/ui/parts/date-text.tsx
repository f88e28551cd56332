import { type DateStyle, date, dateTime, day, dayRange, type Instant, relativeTime } from '../format/date.ts'
import { useReader } from '../format/locale.tsx'

function iso(instant: Instant): string {
	return typeof instant === 'string' ? instant : instant.toISOString()
}

/** An instant in the reader's zone. With `at` it reads "3 hours ago" and keeps the full date in the title. */
export function DateText({ instant, style = 'medium', time, at }: { instant: Instant; style?: DateStyle; time?: boolean; at?: Instant }) {
	const { locale, timeZone } = useReader()
	const full = dateTime(instant, locale, timeZone)
	return (
		<time dateTime={iso(instant)} title={full} className="whitespace-nowrap tabular-nums">
			{at ? relativeTime(instant, at, locale) : time ? full : date(instant, locale, timeZone, style)}
		</time>
	)
}

/** A calendar day 'YYYY-MM-DD': no zone, no shift. */
export function DayText({ day: isoDay, style = 'medium' }: { day: string; style?: DateStyle }) {
	const { locale } = useReader()
	return (
		<time dateTime={isoDay} className="whitespace-nowrap tabular-nums">
			{day(isoDay, locale, style)}
		</time>
	)
}

/** From a day to a day, with the year; either end may be open. */
export function DaySpan({ from, to }: { from: string | null; to: string | null }) {
	const { locale } = useReader()
	if (from && to && from <= to) return <span className="whitespace-nowrap tabular-nums">{dayRange(from, to, locale)}</span>
	return (
		<span className="whitespace-nowrap">
			{from ? <DayText day={from} /> : null} – {to ? <DayText day={to} /> : null}
		</span>
	)
}

import { keep, rangeText } from '../format/intl.ts'

const instantOf = (day: string) => new Date(`${day}T00:00:00Z`)

const formatter = (locale: string, month: 'long' | 'short') =>
	keep(`period ${locale} ${month}`, () => new Intl.DateTimeFormat(locale, { month, year: 'numeric', timeZone: 'UTC' }))

/** A month by its name, a quarter by its first and last month. */
export function periodText(startsOn: string, period: 'month' | 'quarter', locale: string): string {
	const first = instantOf(startsOn)
	if (period === 'month') return formatter(locale, 'long').format(first)
	const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 2, 1))
	return rangeText(formatter(locale, 'short'), first, last)
}

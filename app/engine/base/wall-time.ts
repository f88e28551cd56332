export type DateOrder = 'YYYY-MM-DD' | 'M/D/YYYY' | 'D/M/YYYY' | 'D.M.YYYY'

const patterns: Record<DateOrder, RegExp> = {
	'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d{1,2})-(?<d>\d{1,2})/,
	'M/D/YYYY': /^(?<m>\d{1,2})\/(?<d>\d{1,2})\/(?<y>\d{4})/,
	'D/M/YYYY': /^(?<d>\d{1,2})\/(?<m>\d{1,2})\/(?<y>\d{4})/,
	'D.M.YYYY': /^(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.\s?(?<y>\d{4})/,
}

/**
 * A day, with or without a time of day, as another system wrote it: `7/4/1996` or `2010-12-01 08:26:00`. Answers
 * `YYYY-MM-DD HH:MM:SS`, still without a zone; null when it is no such day or no such time.
 */
export function readWallTime(text: string, order: DateOrder): string | null {
	const day = patterns[order].exec(text.trim())
	if (!day?.groups) return null
	const [year, month, date] = [day.groups['y'], day.groups['m'], day.groups['d']].map(Number) as [number, number, number]
	const lengths = [31, (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
	if (year < 1000 || month < 1 || date < 1 || date > (lengths[month - 1] ?? 0)) return null
	const rest = text.trim().slice(day[0].length)
	const time = /^(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$/.exec(rest)
	if (!time) return null
	const [hour, minute, second] = [time[1], time[2], time[3]].map((part) => Number(part ?? 0)) as [number, number, number]
	if (hour > 23 || minute > 59 || second > 59) return null
	const two = (value: number) => String(value).padStart(2, '0')
	return `${year}-${two(month)}-${two(date)} ${two(hour)}:${two(minute)}:${two(second)}`
}

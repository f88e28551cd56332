import type { Instant } from '../format/date.ts'

/** One cause of errors, as its room is given it. */
export type ShownGroup = {
	key: string
	code: string
	side: 'crm' | 'ma'
	object: string
	field: string
	value: string | boolean | readonly string[] | null
	/** Who is meant, where the value is the id of somebody. */
	who: string | null
	message: string | null
	facts: Record<string, string | number | null>
	count: number
	firstAt: Instant
	lastAt: Instant
	class: string
	cause: string
	remedies: readonly string[]
	retry: string
	suggestion: string | null
}

/** What one code says of one field, with the values that have it. */
export type ShownCause = { key: string; first: ShownGroup; groups: readonly ShownGroup[]; count: number; firstAt: Instant; lastAt: Instant }

const whenOf = (instant: Instant) => new Date(instant).getTime()

/** Groups of one cause under it, in the order in which they came. */
export function causesOf(groups: readonly ShownGroup[]): ShownCause[] {
	const byCause = Map.groupBy(groups, ({ code, side, object, field }) => [code, side, object, field].join('|'))
	return [...byCause].flatMap(([key, [first, ...rest]]) => {
		if (!first) return []
		const all = [first, ...rest]
		return {
			...{ key, first, groups: all, count: all.reduce((sum, group) => sum + group.count, 0) },
			firstAt: all.reduce((least, { firstAt }) => (whenOf(firstAt) < whenOf(least) ? firstAt : least), first.firstAt),
			lastAt: all.reduce((most, { lastAt }) => (whenOf(lastAt) > whenOf(most) ? lastAt : most), first.lastAt),
		}
	})
}

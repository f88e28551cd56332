import type { Instant } from '../format/date.ts'

/** One cause of errors, as its room is given it. */
export type ShownGroup = {
	key: string
	code: string
	side: 'crm' | 'ma'
	object: string
	field: string
	value: string | boolean | readonly string[] | null
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

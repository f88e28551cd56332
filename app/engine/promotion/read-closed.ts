import { type Refusal, refusal } from '../base/refusal.ts'

/** Reads one field of stored or posted JSON; what is wrong goes on `problems`, named by its path. */
export type Reader<T> = (value: unknown, path: string, problems: Refusal[]) => T

type Fields<T> = { [K in keyof T]-?: Reader<T[K]> }

/** The value in place of one that was refused: it is never looked at, because a parse with problems answers only them. */
const refusedValue = undefined as never

function invalid(path: string, expected: string, problems: Refusal[]): never {
	problems.push(refusal('PROMOTION_FIELD_INVALID', { key: path, expected }))
	return refusedValue
}

/** A record of exactly these fields. An unknown key is refused by its whole name, so a typing error never widens an offer. */
export function closed<T extends object>(fields: Fields<T>): Reader<T> & { fields: readonly string[] } {
	const read: Reader<T> = (value, path, problems) => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid(path, 'record', problems)
		for (const key of Object.keys(value)) if (!Object.hasOwn(fields, key)) problems.push(refusal('PROMOTION_UNKNOWN_KEY', { key: `${path}.${key}` }))
		const given = value as Record<string, unknown>
		const names = Object.keys(fields) as (keyof T & string)[]
		const entries = names.map((name) => [name, fields[name](given[name], `${path}.${name}`, problems)] as const)
		return Object.fromEntries(entries.filter(([, one]) => one !== undefined)) as unknown as T
	}
	return Object.assign(read, { fields: Object.keys(fields) })
}

export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
	return (value, path, problems) => (value === undefined || value === null ? undefined : reader(value, path, problems))
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
	return (value, path, problems) => (value === undefined || value === null ? null : reader(value, path, problems))
}

export function oneOf<const T extends string>(...words: T[]): Reader<T> {
	return (value, path, problems) => (words.includes(value as T) ? (value as T) : invalid(path, words.join(' | '), problems))
}

export function oneOfOr<const T extends string>(fallback: T, ...words: T[]): Reader<T> {
	return (value, path, problems) => (value === undefined ? fallback : oneOf(fallback, ...words)(value, path, problems))
}

export function whole(min: number, max = Number.MAX_SAFE_INTEGER): Reader<number> {
	return (value, path, problems) =>
		Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max
			? (value as number)
			: invalid(path, `whole number ${min}…${max}`, problems)
}

export const truth: Reader<boolean> = (value, path, problems) => (typeof value === 'boolean' ? value : invalid(path, 'true | false', problems))

export const word: Reader<string> = (value, path, problems) => (typeof value === 'string' && value.trim() !== '' ? value : invalid(path, 'text', problems))

/** A list with at least one entry: an empty list would read as "everything" to one person and "nothing" to another. */
export function listOf<T>(reader: Reader<T>): Reader<T[]> {
	return (value, path, problems) =>
		Array.isArray(value) && value.length > 0
			? value.map((entry, index) => reader(entry, `${path}.${index}`, problems))
			: invalid(path, 'list with an entry', problems)
}

export const ids: Reader<number[]> = listOf(whole(1))

/** The value, or every problem together. */
export function readAll<T>(reader: Reader<T>, value: unknown, path: string): { ok: true; value: T } | { ok: false; refusals: Refusal[] } {
	const problems: Refusal[] = []
	const read = reader(value, path, problems)
	return problems.length > 0 ? { ok: false, refusals: problems } : { ok: true, value: read }
}

/** What a field holds: numbers that must stay exact, and days and instants, are text. Several values are a list. */
export type FieldValue = string | number | boolean | null | readonly string[]
export type Fields = Readonly<Record<string, FieldValue | undefined>>

export const operators = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'contains', 'starts', 'in', 'blank', 'not_blank'] as const
export type Operator = (typeof operators)[number]

export type FieldTest = { field: string; op: Operator; value?: FieldValue }

/** What must be true of a record, as it is stored (sync-core.md B10). An empty `all` is always true, an empty `any` never. */
export type Predicate = { all: readonly Predicate[] } | { any: readonly Predicate[] } | { not: Predicate } | FieldTest

/** Null, empty and whitespace; `false` and `0` are values (sync-core.md B5). */
export function isBlank(value: FieldValue | undefined): boolean {
	if (value === null || value === undefined) return true
	return typeof value === 'string' ? value.trim() === '' : Array.isArray(value) && value.length === 0
}

/**
 * Whether a predicate is true of a record. Text is compared without regard to case, figures as figures however they are written.
 * A blank field equals nothing, is not `lt` or `gt` anything, and is `ne` to every value; of several values one that fits is enough.
 */
export function holds(predicate: Predicate, fields: Fields): boolean {
	if ('all' in predicate) return predicate.all.every((part) => holds(part, fields))
	if ('any' in predicate) return predicate.any.some((part) => holds(part, fields))
	if ('not' in predicate) return !holds(predicate.not, fields)
	return isTrueOf(predicate, fields[predicate.field])
}

function isTrueOf({ op, value = null }: FieldTest, held: FieldValue | undefined): boolean {
	if (op === 'blank') return isBlank(held)
	if (op === 'not_blank') return !isBlank(held)
	if (op === 'ne') return !isTrueOf({ field: '', op: 'eq', value }, held)
	if (held === undefined || held === null || isBlank(held)) return false
	if (typeof held === 'object') return held.some((one) => isTrueOf({ field: '', op, value }, one))
	if (op === 'in') return listOf(value).some((one) => compare(held, one) === 0)
	if (typeof value === 'object') return false
	if (op === 'contains') return folded(held).includes(folded(value))
	if (op === 'starts') return folded(held).startsWith(folded(value))
	return stands(op, compare(held, value))
}

function stands(op: 'eq' | 'lt' | 'lte' | 'gt' | 'gte', order: number): boolean {
	if (op === 'eq') return order === 0
	if (op === 'lt' || op === 'lte') return order < 0 || (op === 'lte' && order === 0)
	return order > 0 || (op === 'gte' && order === 0)
}

const folded = (value: string | number | boolean) => String(value).trim().toLowerCase()
const listOf = (value: FieldValue): readonly (string | number | boolean)[] =>
	value === null ? [] : typeof value === 'object' ? value : typeof value === 'string' ? value.split(',').map((one) => one.trim()) : [value]

/** Below, at, or above; two figures are compared exactly, everything else as text (days and instants sort as text). */
function compare(left: string | number | boolean, right: string | number | boolean): number {
	const [a, b] = [exactOf(left), exactOf(right)]
	if (a !== null && b !== null) return a < b ? -1 : Number(a > b)
	const [c, d] = [folded(left), folded(right)]
	return c < d ? -1 : Number(c > d)
}

/** Twelve fraction digits: more than any field of either side holds. */
const DIGITS = 12

function exactOf(value: string | number | boolean): bigint | null {
	const found = /^([+-]?)(\d{1,18})(?:\.(\d{1,12}))?$/.exec(String(value).trim())
	if (!found) return null
	const [, sign, whole = '', fraction = ''] = found
	const exact = BigInt(whole + fraction.padEnd(DIGITS, '0'))
	return sign === '-' ? -exact : exact
}

/** Every field that a predicate asks about, each once. */
export function fieldsIn(predicate: Predicate): string[] {
	const parts = 'all' in predicate ? predicate.all : 'any' in predicate ? predicate.any : 'not' in predicate ? [predicate.not] : null
	return parts ? [...new Set(parts.flatMap(fieldsIn))] : [(predicate as FieldTest).field]
}

/** Deeper or longer than a person writes one. */
const MOST_DEPTH = 6
const MOST_PARTS = 100

/** A predicate out of JSON that nobody vouches for; null: it is none. */
export function readPredicate(raw: unknown, depth = 0): Predicate | null {
	if (typeof raw !== 'object' || raw === null || depth > MOST_DEPTH) return null
	const found = raw as Record<string, unknown>
	if ('all' in found || 'any' in found) {
		const list = found['all'] ?? found['any']
		if (!Array.isArray(list) || list.length > MOST_PARTS) return null
		const parts = list.map((part) => readPredicate(part, depth + 1)).filter((part) => part !== null)
		if (parts.length < list.length) return null
		return 'all' in found ? { all: parts } : { any: parts }
	}
	if ('not' in found) {
		const part = readPredicate(found['not'], depth + 1)
		return part && { not: part }
	}
	return readTest(found)
}

function readTest(found: Record<string, unknown>): FieldTest | null {
	const { field, op, value } = found as { field?: unknown; op?: unknown; value?: unknown }
	const operator = operators.find((one) => one === op)
	if (typeof field !== 'string' || field === '' || !operator) return null
	if (operator === 'blank' || operator === 'not_blank') return { field, op: operator }
	if (value === undefined || (typeof value === 'object' && value !== null && !Array.isArray(value))) return null
	if (Array.isArray(value) && !value.every((one) => typeof one === 'string')) return null
	return { field, op: operator, value: value as FieldValue }
}

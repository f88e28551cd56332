import { compareDecimal, readDecimal } from './decimal.ts'

/**
 * A condition over the named fields of one record, as data: what a segment, a filter, an assignment, a validation rule or a
 * workflow asks. `holds` answers it here, `db/queries/predicate.ts` as SQL; both say the same (test/db/predicate-law.test.ts).
 *
 * What is a number on either side is compared by its size, a boolean as itself, text with text without outer space and
 * case. Days (YYYY-MM-DD) and instants (ISO 8601 in UTC) are text that sorts. Nothing is ever unknown: a blank value
 * answers `blank` and `ne`, and no other question. Of several choices, one that answers is enough; `ne` wants none equal.
 */
export type Predicate = { all: readonly Predicate[] } | { any: readonly Predicate[] } | { not: Predicate } | Comparison

export type Comparison = { field: string; op: PredicateOp; value?: PredicateLiteral }
export type PredicateLiteral = string | number | boolean | readonly (string | number)[]

/** What a field may hold: the words in which both sides of the house speak of values. */
export type PredicateValue = string | number | boolean | readonly string[] | null | undefined
export type Fields = Readonly<Record<string, PredicateValue>>
export type PredicateKind = 'text' | 'number' | 'boolean' | 'day' | 'instant' | 'choices'

export const predicateOps = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'contains', 'starts', 'in', 'blank', 'not_blank'] as const
export type PredicateOp = (typeof predicateOps)[number]

export function holds(predicate: Predicate, values: Fields): boolean {
	if ('field' in predicate) return answers(predicate, values[predicate.field])
	if ('not' in predicate) return !holds(predicate.not, values)
	if ('all' in predicate) return predicate.all.every((one) => holds(one, values))
	return predicate.any.some((one) => holds(one, values))
}

/** Each field that the predicate asks for, once: a change of any other leaves the answer as it is. */
export function fieldsOf(predicate: Predicate): string[] {
	const fields = new Set<string>()
	const visit = (one: Predicate): void => {
		if ('field' in one) fields.add(one.field)
		else if ('not' in one) visit(one.not)
		else for (const part of 'all' in one ? one.all : one.any) visit(part)
	}
	visit(predicate)
	return [...fields]
}

function answers({ op, value: literal }: Comparison, value: PredicateValue): boolean {
	if (op === 'blank') return isBlankValue(value)
	if (op === 'not_blank') return !isBlankValue(value)
	if (op === 'ne') return !answersOne('eq', literal, value)
	return answersOne(op, literal, value)
}

/** Null, '', white space, and choices that are all of these. `false` and `0` are values. */
export function isBlankValue(value: PredicateValue): boolean {
	if (value === null || value === undefined) return true
	if (typeof value === 'string') return value.trim() === ''
	return Array.isArray(value) && value.every((one) => one.trim() === '')
}

function answersOne(op: PredicateOp, literal: PredicateLiteral | undefined, value: PredicateValue): boolean {
	if (literal === undefined || isBlankValue(value)) return false
	if (typeof value === 'object' && value !== null) return value.some((one) => answersOne(op, literal, one))
	if (typeof literal === 'object') return literal.some((one) => answersOne('eq', one, value))
	if (op === 'contains') return foldText(String(value)).includes(foldText(String(literal)))
	if (op === 'starts') return foldText(String(value)).startsWith(foldText(String(literal)))
	const order = compare(value as string | number | boolean, literal)
	return order !== null && isInOrder(op, order)
}

function isInOrder(op: PredicateOp, order: number): boolean {
	if (op === 'eq' || op === 'in') return order === 0
	if (op === 'lt') return order < 0
	if (op === 'lte') return order <= 0
	return op === 'gt' ? order > 0 : order >= 0
}

/** Null where the two cannot be compared. */
function compare(value: string | number | boolean, literal: string | number | boolean): number | null {
	if (typeof literal === 'boolean' || typeof value === 'boolean') return typeof value === typeof literal ? Number(value) - Number(literal) : null
	if (typeof literal === 'string' && typeof value === 'string') return comparePoints(foldText(value), foldText(literal))
	const size = readDecimal(String(value).trim())
	const asked = readDecimal(String(literal).trim())
	return size === null || asked === null ? null : compareDecimal(size, asked)
}

/**
 * Text without outer space and case, letter by letter as PostgreSQL's pg_c_utf8 folds it: without the whole word's say in
 * the last sigma, and the dotted I as one letter.
 */
export function foldText(text: string): string {
	const trimmed = text.trim()
	// biome-ignore lint/suspicious/noControlCharactersInRegex: plain ASCII is the way of nearly every text, and quick.
	if (/^[\x00-\x7f]*$/.test(trimmed)) return trimmed.toLowerCase()
	let folded = ''
	for (const letter of trimmed) folded += letter === 'İ' ? 'i' : letter.toLowerCase()
	return folded
}

/** By code point, as the database sorts; JavaScript's own order puts U+E000 to U+FFFF after what lies beyond them. */
function comparePoints(a: string, b: string): number {
	if (a === b) return 0
	const length = Math.min(a.length, b.length)
	for (let n = 0; n < length; n += 1) {
		const [left, right] = [a.charCodeAt(n), b.charCodeAt(n)]
		if (left !== right) return pointOrder(left) - pointOrder(right)
	}
	return a.length - b.length
}

function pointOrder(unit: number): number {
	if (unit < 0xd800) return unit
	return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

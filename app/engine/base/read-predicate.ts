import { readDecimal } from './decimal.ts'
import { type Comparison, isBlankValue, type Predicate, type PredicateKind, type PredicateLiteral, type PredicateOp, predicateOps } from './predicate.ts'
import { type Refusal, type Result, refusal, refused } from './refusal.ts'

/** Fields that may be asked for, by name. */
export type PredicateFields = Readonly<Record<string, PredicateKind>>

const deepest = 10
const mostParts = 200
const mostChoices = 500
const longestText = 1000
const keysOf: Readonly<Record<string, readonly string[]>> = { all: ['all'], any: ['any'], not: ['not'], field: ['field', 'op', 'value'] }
const ordered: readonly PredicateOp[] = ['lt', 'lte', 'gt', 'gte']
const textual: readonly PredicateOp[] = ['contains', 'starts']

/**
 * A predicate out of JSON that a person or a machine sent, or each refusal by name: PREDICATE_SHAPE, PREDICATE_OP,
 * PREDICATE_FIELD, PREDICATE_VALUE (facts: field, op), PREDICATE_LARGE. With `fields` only these may be asked for, and
 * each literal is brought to its field's kind; without, literals stay as they came.
 */
export function readPredicate(json: unknown, fields?: PredicateFields): Result<{ predicate: Predicate }> {
	const refusals: Refusal[] = []
	let parts = 0
	const read = (one: unknown, depth: number): Predicate => {
		parts += 1
		if (depth > deepest || parts > mostParts) {
			if (!refusals.some(({ code }) => code === 'PREDICATE_LARGE')) refusals.push(refusal('PREDICATE_LARGE', { deepest, mostParts }))
			return { all: [] }
		}
		const shape = shapeOf(one)
		if (shape?.kind === 'list') {
			const parts = shape.parts.map((part) => read(part, depth + 1))
			return shape.key === 'all' ? { all: parts } : { any: parts }
		}
		if (shape?.kind === 'not') return { not: read(shape.part, depth + 1) }
		const answer = shape ? readComparison(shape.given, fields) : refusal('PREDICATE_SHAPE', { given: JSON.stringify(one)?.slice(0, 80) ?? null })
		if ('op' in answer) return answer
		refusals.push(answer)
		return { all: [] }
	}
	const predicate = read(json, 1)
	return refusals.length ? refused(...refusals) : { ok: true, predicate }
}

type Given = { field: string; op: string; value?: unknown }
type Shape = { kind: 'list'; key: 'all' | 'any'; parts: readonly unknown[] } | { kind: 'not'; part: unknown } | { kind: 'comparison'; given: Given }

/** Null for anything that has not exactly the keys of one of the four shapes. */
function shapeOf(one: unknown): Shape | null {
	if (typeof one !== 'object' || one === null || Array.isArray(one)) return null
	const given = one as Record<string, unknown>
	const key = Object.keys(keysOf).find((name) => Object.hasOwn(given, name))
	if (!key || Object.keys(given).some((name) => !keysOf[key]?.includes(name))) return null
	if (key === 'not') return { kind: 'not', part: given['not'] }
	if (key === 'field')
		return typeof given['field'] === 'string' && typeof given['op'] === 'string' ? { kind: 'comparison', given: given as unknown as Given } : null
	const parts = given[key]
	return Array.isArray(parts) ? { kind: 'list', key: key as 'all' | 'any', parts } : null
}

function readComparison({ field, op, value }: Given, fields: PredicateFields | undefined): Comparison | Refusal {
	if (!isOp(op)) return refusal('PREDICATE_OP', { field, op })
	const kind = fields && Object.hasOwn(fields, field) ? fields[field] : undefined
	if (fields && !kind) return refusal('PREDICATE_FIELD', { field })
	if (op === 'blank' || op === 'not_blank') return value === undefined ? { field, op } : refusal('PREDICATE_VALUE', { field, op })
	if (kind && !suits(op, kind)) return refusal('PREDICATE_OP', { field, op })
	const literal = op === 'in' ? readChoices(value, kind) : readLiteral(value, kind)
	return literal === null ? refusal('PREDICATE_VALUE', { field, op }) : { field, op, value: literal }
}

function isOp(op: string): op is PredicateOp {
	return (predicateOps as readonly string[]).includes(op)
}

function suits(op: PredicateOp, kind: PredicateKind): boolean {
	if (kind === 'boolean') return op === 'eq' || op === 'ne'
	if (textual.includes(op)) return kind === 'text' || kind === 'choices'
	return kind !== 'choices' || !ordered.includes(op)
}

function readChoices(value: unknown, kind: PredicateKind | undefined): PredicateLiteral | null {
	if (!Array.isArray(value) || value.length === 0 || value.length > mostChoices) return null
	const choices = value.map((one) => readLiteral(one, kind))
	return choices.some((one) => one === null || typeof one === 'boolean') ? null : (choices as (string | number)[])
}

function readLiteral(value: unknown, kind: PredicateKind | undefined): string | number | boolean | null {
	if (typeof value === 'boolean') return kind === undefined || kind === 'boolean' ? value : null
	if (typeof value === 'number') return kind === undefined || kind === 'number' ? readSize(String(value)) : null
	if (typeof value !== 'string' || isBlankValue(value) || value.length > longestText) return null
	if (kind === 'boolean') return value === 'true' ? true : value === 'false' ? false : null
	if (kind === 'number') return readSize(value.trim())
	if (kind === 'day') return isDay(value) ? value : null
	if (kind === 'instant') return readInstant(value)
	return value
}

/** Sizes that a JavaScript number holds exactly as they are written: 15 digits, 6 of them after the point. */
function readSize(text: string): number | null {
	const decimal = readDecimal(text)
	return decimal !== null && /^-?\d{1,15}(\.\d{1,6})?$/.test(decimal) && readDecimal(String(Number(decimal))) === decimal ? Number(decimal) : null
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
	const day = new Date(`${text}T00:00:00Z`)
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** A day stands for its first instant. */
function readInstant(text: string): string | null {
	if (isDay(text)) return `${text}T00:00:00.000Z`
	if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)$/.test(text) || !isDay(text.slice(0, 10))) return null
	const instant = new Date(text)
	return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

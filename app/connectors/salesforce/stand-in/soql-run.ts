import { longReference } from '../../../engine/sync/long-reference.ts'
import { ApiError } from './api-error.ts'
import { type FieldDef, type ObjectDef, relationOf } from './define.ts'
import { type Org, type Row, seen, shownDef } from './org.ts'
import { attributesOf, referred, shown, valueIn } from './show.ts'
import type { Condition, Literal, Query } from './soql-parse.ts'

/** Answers a query. `all` sees deleted rows too. */
export function runSoql(org: Org, root: string, query: Query, all: boolean): { total: number; records: unknown[] } {
	const def = shownDef(org, query.object)
	if (!def)
		throw new ApiError(
			400,
			'INVALID_TYPE',
			`\nSELECT ${query.fields.join(', ')} FROM ${query.object}\n^\nERROR at Row:1:Column:1\nsObject type '${query.object}' is not supported.`,
		)
	const paths = [...query.fields, ...query.order.map(({ path }) => path)]
	for (const path of paths) fieldAt(org, def, path)
	const test = query.where ? compile(org, def, query.where) : () => true
	const found: Row[] = []
	for (const stored of candidates(org, def, query.where)) {
		const row = seen(org, stored)
		if (row && (all || row.deletedAt === null) && test(row)) found.push(row)
	}
	if (query.order.length > 0) found.sort(inOrder(org, query.order))
	const kept = query.limit === null ? found : found.slice(0, query.limit)
	return { total: query.isCount ? found.length : kept.length, records: query.isCount ? [] : kept.map((row) => show(org, root, def, query.fields, row)) }
}

/** By their ids where the query names them: an org has an index there too. */
function candidates(org: Org, def: ObjectDef, where: Condition | null): Iterable<Row> {
	const rows = org.rows.get(def.name) ?? new Map<string, Row>()
	const parts = where?.kind === 'and' ? where.parts : where ? [where] : []
	const byId = parts.find((part) => part.kind === 'compare' && part.path === 'Id' && (part.operator === 'IN' || part.operator === '='))
	if (byId?.kind !== 'compare') return rows.values()
	return [...new Set(byId.values.map(({ value }) => longReference(value)))].flatMap((id) => rows.get(id) ?? [])
}

function fieldAt(org: Org, def: ObjectDef, path: string): FieldDef {
	const [first = '', ...rest] = path.split('.')
	const noColumn = () =>
		new ApiError(
			400,
			'INVALID_FIELD',
			`\nERROR at Row:1:Column:8\nNo such column '${path}' on entity '${def.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name.`,
		)
	if (rest.length === 0) {
		const field = def.fields.get(first)
		if (!field) throw noColumn()
		return field
	}
	const link = [...def.fields.values()].find(({ name, type }) => type === 'reference' && relationOf(name) === first)
	// A reference to several objects is read through the names that all of them have.
	const target = link?.referenceTo.map((name) => org.objects.get(name)).find((one) => one?.fields.has(rest[0] ?? ''))
	if (!target) throw noColumn()
	return fieldAt(org, target, rest.join('.'))
}

function rowAt(org: Org, row: Row, path: string): { row: Row; name: string } | null {
	const [first = '', ...rest] = path.split('.')
	if (rest.length === 0) return { row, name: first }
	const link = [...(org.objects.get(row.object)?.fields.values() ?? [])].find(({ name, type }) => type === 'reference' && relationOf(name) === first)
	const next = link ? referred(org, valueIn(row, link.name)) : null
	return next ? rowAt(org, next, rest.join('.')) : null
}

function readPath(org: Org, row: Row, path: string) {
	if (!path.includes('.')) return valueIn(row, path)
	const at = rowAt(org, row, path)
	return at ? valueIn(at.row, at.name) : null
}

function compile(org: Org, def: ObjectDef, condition: Condition): (row: Row) => boolean {
	if (condition.kind === 'not') {
		const inside = compile(org, def, condition.part)
		return (row) => !inside(row)
	}
	if (condition.kind !== 'compare') {
		const parts = condition.parts.map((part) => compile(org, def, part))
		return condition.kind === 'and' ? (row) => parts.every((test) => test(row)) : (row) => parts.some((test) => test(row))
	}
	const { path, operator, values } = condition
	const field = fieldAt(org, def, path)
	const key = keyOf(field)
	const wanted = values.map((literal) => refuseLiteral(field, literal)).map(({ kind, value }) => (kind === 'null' ? null : key(value)))
	const set = new Set(wanted)
	const [one = null] = wanted
	if (operator === 'LIKE') {
		const pattern = new RegExp(
			`^${String(one)
				.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
				.replaceAll('%', '.*')
				.replaceAll('_', '.')}$`,
			's',
		)
		return (row) => pattern.test(String(key(readPath(org, row, path)) ?? ''))
	}
	const holds = comparing[operator]
	return (row) => {
		const value = key(readPath(org, row, path))
		return operator === 'IN' ? set.has(value) : holds ? holds(value, one) : false
	}
}

type Key = string | number | boolean | null
const ordered = (holds: (a: string | number, b: string | number) => boolean) => (a: Key, b: Key) =>
	a !== null && b !== null && typeof a !== 'boolean' && typeof b !== 'boolean' && holds(a, b)
const comparing: Record<string, (a: Key, b: Key) => boolean> = {
	'=': (a, b) => a === b,
	'!=': (a, b) => a !== b,
	'<>': (a, b) => a !== b,
	'<': ordered((a, b) => a < b),
	'>': ordered((a, b) => a > b),
	'<=': ordered((a, b) => a <= b),
	'>=': ordered((a, b) => a >= b),
}

/** Texts compare without their cases, ids with them, times and numbers by size. */
function keyOf({ type }: FieldDef): (value: Key) => Key {
	if (type === 'datetime') return (value) => (value === null ? null : Date.parse(String(value)))
	if (['int', 'double', 'currency', 'percent'].includes(type)) return (value) => (value === null ? null : Number(value))
	if (type === 'boolean') return (value) => String(value ?? false)
	if (type === 'id' || type === 'reference') return (value) => (value === null ? null : longReference(String(value)))
	return (value) => (value === null ? null : String(value).toLowerCase())
}

const needsQuotes = new Set(['string', 'email', 'phone', 'picklist', 'textarea', 'url', 'reference', 'id', 'multipicklist', 'combobox'])

function refuseLiteral(field: FieldDef, literal: Literal): Literal {
	const { name, type } = field
	const isText = literal.kind === 'text'
	const wrong = literal.kind === 'null' ? false : needsQuotes.has(type) ? !isText : isText
	if (wrong)
		throw new ApiError(
			400,
			'INVALID_FIELD',
			`\nERROR at Row:1:Column:1\nvalue of filter criterion for field '${name}' must be of type ${type} and should ${isText ? 'not ' : ''}be enclosed in quotes`,
		)
	if (type === 'textarea') throw new ApiError(400, 'INVALID_FIELD', `field '${name}' can not be filtered in a query call`)
	return literal
}

function inOrder(org: Org, order: Query['order']) {
	return (a: Row, b: Row): number => {
		for (const { path, isDown } of order) {
			const [left, right] = [String(readPath(org, a, path) ?? ''), String(readPath(org, b, path) ?? '')]
			if (left !== right) return (left < right ? -1 : 1) * (isDown ? -1 : 1)
		}
		return 0
	}
}

function show(org: Org, root: string, def: ObjectDef, paths: readonly string[], row: Row): object {
	const record: Record<string, unknown> = { attributes: attributesOf(root, row) }
	for (const path of paths) {
		const [first = '', ...rest] = path.split('.')
		if (rest.length === 0) {
			const field = def.fields.get(first)
			record[first] = field ? shown(field, row) : null
			continue
		}
		const at = rowAt(org, row, path)
		const target = at ? org.objects.get(at.row.object)?.fields.get(at.name) : undefined
		record[first] = at
			? { ...(record[first] as object), attributes: attributesOf(root, at.row), [rest.join('.')]: target ? shown(target, at.row) : null }
			: null
	}
	return record
}

import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { unshielded } from '../../engine/catalog/product-form.ts'
import { fieldOfHeader, fieldsOf, isField } from './read-fields.ts'
import type { FieldMap } from './read-map.ts'
import type { Fields, Importable, Problem } from './types.ts'

/** Makes fields of the cells of one row. */
export type RowMapper = (cells: readonly string[]) => { fields: Fields; problem?: Problem }

type Plan = { field: string; columns: number[]; constant: string | null; fallback: string | null; values: Record<string, string> | null; transforms: string[] }

/**
 * Compiles a map for one header. Refuses, all at once: fields that do not exist, columns the file does not have, required
 * fields that nothing fills.
 */
export function compileRows(what: Importable, headers: readonly string[], map: FieldMap): { ok: true; mapRow: RowMapper } | { ok: false; refusals: Refusal[] } {
	const refusals = unknownFields(what, map)
	const chosen = columnsOf(what, headers, map, refusals)
	const filled = new Set([...chosen.keys(), ...Object.keys(map.constants ?? {}), ...Object.keys(map.defaults ?? {})])
	for (const field of fieldsOf(what).required) {
		if (!filled.has(field)) refusals.push(refusal('import.field_unfilled', { field, columns: headers.join(', ') }))
	}
	for (const { column } of map.filters ?? []) {
		if (!headers.includes(column)) refusals.push(refusal('import.column_missing', { field: 'filters', column, columns: headers.join(', ') }))
	}
	if (refusals.length > 0) return { ok: false, refusals }
	const plans: Plan[] = [...filled].map((field) => ({
		field,
		columns: chosen.get(field) ?? [],
		constant: map.constants?.[field] ?? null,
		fallback: map.defaults?.[field] ?? null,
		values: map.values?.[field] ?? null,
		transforms: map.transforms?.[field] ?? [],
	}))
	return { ok: true, mapRow: mapperOf(headers, plans, map) }
}

function unknownFields(what: Importable, map: FieldMap): Refusal[] {
	const parts = { columns: map.columns, constants: map.constants, defaults: map.defaults, values: map.values, transforms: map.transforms }
	return Object.entries(parts).flatMap(([part, entries]) =>
		Object.keys(entries ?? {})
			.filter((field) => !isField(what, field))
			.map((field) => refusal('import.field_unknown', { part, field, what, allowed: fieldsOf(what).all.join(', ') })),
	)
}

function columnsOf(what: Importable, headers: readonly string[], map: FieldMap, refusals: Refusal[]): Map<string, number[]> {
	const chosen = new Map<string, number[]>()
	for (const [field, wanted] of Object.entries(map.columns ?? {})) {
		const names = Array.isArray(wanted) ? wanted : [wanted]
		const found = names.map((name) => headers.indexOf(name)).filter((index) => index >= 0)
		if (found.length > 0) chosen.set(field, found)
		else refusals.push(refusal('import.column_missing', { field, column: names.join(' / '), columns: headers.join(', ') }))
	}
	if (map.columns) return chosen
	headers.forEach((header, index) => {
		const field = fieldOfHeader(what, header)
		if (field) chosen.set(field, [...(chosen.get(field) ?? []), index])
	})
	return chosen
}

function mapperOf(headers: readonly string[], plans: Plan[], map: FieldMap): RowMapper {
	const filters = (map.filters ?? []).map(({ column, is, not }) => ({
		column,
		index: headers.indexOf(column),
		is: is && new Set(is),
		not: not && new Set(not),
	}))
	return (cells): ReturnType<RowMapper> => {
		const fields: Record<string, string> = {}
		if (cells.length !== headers.length) return { fields, problem: { reason: 'csv.column_count', facts: { expected: headers.length, found: cells.length } } }
		const bad = cells.find((cell) => cell.includes('\u0000') || cell.includes('\uFFFD'))
		if (bad !== undefined) return { fields, problem: { reason: bad.includes('\u0000') ? 'text.nul' : 'text.not_utf8' } }
		for (const { column, index, is, not } of filters) {
			const value = cells[index] ?? ''
			if ((is && !is.has(value)) || not?.has(value)) return { fields, problem: { reason: 'filtered', facts: { column, value } } }
		}
		for (const plan of plans) fields[plan.field] = fieldValue(plan, cells)
		for (const { field, fallback } of plans) {
			if (fallback !== null && fields[field] === '') fields[field] = fallback.replaceAll(/\{(\w+)\}/g, (_, name: string) => fields[name] ?? '')
		}
		return { fields }
	}
}

function fieldValue(plan: Plan, cells: readonly string[]): string {
	let value = plan.constant ?? ''
	for (const index of plan.columns) {
		const cell = unshielded(cells[index]?.trim() ?? '')
		if (cell) {
			value = cell
			break
		}
	}
	for (const transform of plan.transforms) value = transformed(value, transform)
	return plan.values && Object.hasOwn(plan.values, value) ? (plan.values[value] ?? value) : value
}

function transformed(value: string, transform: string): string {
	if (transform === 'upper') return value.toUpperCase()
	if (transform === 'lower') return value.toLowerCase()
	// Spreadsheets write the key 17850 as 17850.0.
	if (transform === 'whole_number') return value.replace(/^(-?\d+)\.0+$/, '$1')
	if (transform === 'negate') return value.startsWith('-') ? value.slice(1) : `-${value}`
	return value.replace(/^(-?\d+(?:\.\d+)?)\s*%$/, '$1')
}

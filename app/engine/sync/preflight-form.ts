import { preflight } from './preflight.ts'
import type { Facts } from './project.ts'
import { toCrm } from './transform.ts'
import type { FieldKind, FieldMap, FieldShape } from './types.ts'

/** A field of a form by the name that the prospect's field has. `length`: what the form itself allows; null: anything. */
export type FormField = { name: string; kind: FieldKind; length: number | null; values: readonly string[] | null; required: boolean }

/** `field` as the form has it, or as the CRM has it where the form has none. A code as the table of refusals has it, or FIELD_UNMAPPED. */
export type FormWarning = { field: string; code: string; facts: Facts }

/**
 * What the CRM will refuse of a form's answers, told while the form is built (sync-core.md A16 to A19): what goes nowhere, a field that is gone,
 * texts and numbers that may be too long, choices that it does not know, and what it requires and the form does not ask.
 */
export function preflightForm(fields: readonly FormField[], maps: readonly FieldMap[], shapes: Readonly<Record<string, FieldShape>>): FormWarning[] {
	// Also what is only told by the CRM later: a new record takes every mapped field (decideCreate).
	const going = maps.filter(({ behaviour }) => behaviour !== 'off')
	const warnings = fields.flatMap((field) => {
		const map = going.find(({ maField }) => maField === field.name)
		if (!map) return [{ field: field.name, code: 'FIELD_UNMAPPED', facts: {} }]
		const shape = shapes[map.crmField]
		if (!shape?.visible) return [{ field: field.name, code: 'FIELD_MISSING', facts: { crmField: map.crmField } }]
		return [...ofKind(field, shape), ...ofLength(field, map, shape), ...ofChoices(field, map, shape)]
	})
	return [...warnings, ...requiredOf(fields, going, shapes)]
}

const textual: readonly FieldKind[] = ['text', 'picklist', 'phone', 'email', 'multipicklist', 'reference']
const numeric: readonly FieldKind[] = ['integer', 'decimal']

/** Text may be told to a field of text; anything else only to its own kind. */
function ofKind({ name, kind }: FormField, shape: FieldShape): FormWarning[] {
	if (kind === shape.kind || (textual.includes(kind) && textual.includes(shape.kind)) || shape.kind === 'text') {
		if (!numeric.includes(kind) || !numeric.includes(shape.kind) || shape.precision === null) return []
		return [{ field: name, code: 'NUMBER_OUTSIDE_VALID_RANGE', facts: { digitsLimit: shape.precision - (shape.scale ?? 0), scaleLimit: shape.scale ?? 0 } }]
	}
	if (kind === 'decimal' && shape.kind === 'integer') return [{ field: name, code: 'NUMBER_OUTSIDE_VALID_RANGE', facts: { scaleLimit: 0 } }]
	if (kind === 'integer' && shape.kind === 'decimal') return []
	return [{ field: name, code: 'INVALID_TYPE_ON_FIELD_IN_RECORD', facts: { kind: shape.kind } }]
}

function ofLength({ name, kind, length, values }: FormField, map: FieldMap, shape: FieldShape): FormWarning[] {
	if (shape.length === null || values !== null || numeric.includes(kind) || (map.overflow === 'truncate' && shape.kind === 'text')) return []
	return length !== null && length <= shape.length ? [] : [{ field: name, code: 'STRING_TOO_LONG', facts: { limit: shape.length } }]
}

function ofChoices({ name, values }: FormField, map: FieldMap, shape: FieldShape): FormWarning[] {
	if (shape.values === null) return []
	const code = 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'
	if (values === null) return [{ field: name, code, facts: { allowed: shape.values.length } }]
	const unknown = values.filter((one) => {
		const word = toCrm(map.transform, one, shape.kind)
		const told = word && (shape.kind === 'multipicklist' ? [String(word.value)] : word.value)
		return told === null || !preflight({ ...shape, createable: true, length: null }, told, 'error', 'create').ok
	})
	return unknown.length ? [{ field: name, code, facts: { value: unknown.join(', ') } }] : []
}

/** What a new record cannot be without, and nobody is made to say. */
function requiredOf(fields: readonly FormField[], going: readonly FieldMap[], shapes: Readonly<Record<string, FieldShape>>): FormWarning[] {
	return Object.values(shapes).flatMap((shape) => {
		if (!shape.required || !shape.createable) return []
		const map = going.find(({ crmField }) => crmField === shape.name)
		const isSaid = map && (map.fallback !== null || fields.some(({ name, required }) => name === map.maField && required))
		return isSaid ? [] : [{ field: map?.maField ?? shape.name, code: 'REQUIRED_FIELD_MISSING', facts: { crmField: shape.name } }]
	})
}

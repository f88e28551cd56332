import { countDigits, readDecimal } from '../base/decimal.ts'
import { countCharacters, cutText } from './cut-text.ts'
import { isMailAccepted } from './mail.ts'
import { isBlank, normalise, readDay, readInstant } from './normalise.ts'
import type { Facts } from './project.ts'
import type { FieldShape, SyncValue } from './types.ts'

export type PreflightCode =
	| 'REQUIRED_FIELD_MISSING'
	| 'INVALID_FIELD_FOR_INSERT_UPDATE'
	| 'INVALID_TYPE_ON_FIELD_IN_RECORD'
	| 'STRING_TOO_LONG'
	| 'NUMBER_OUTSIDE_VALID_RANGE'
	| 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'
	| 'INVALID_EMAIL_ADDRESS'

export type Refused = { ok: false; code: PreflightCode; facts: Facts }
export type Preflight = { ok: true; value: SyncValue; note: 'truncated' | null } | Refused

/**
 * Whether a side would take a value, before it is asked (sync-core.md A16, A17, A19): by its description of the field. With `truncate` a
 * text that is too long is cut; numbers, addresses and choices never are. Answers the value in its normal form.
 */
export function preflight(shape: FieldShape, given: SyncValue, overflow: 'error' | 'truncate', on: 'create' | 'update' = 'update'): Preflight {
	if (!(on === 'create' ? shape.createable : shape.updateable)) return refuse('INVALID_FIELD_FOR_INSERT_UPDATE', { on })
	const value = normalise(given, shape.kind)
	if (value === null) return shape.required ? refuse('REQUIRED_FIELD_MISSING') : { ok: true, value: null, note: null }
	const refused = ofAnotherKind(shape, value) ?? outOfRange(shape, value) ?? outOfChoices(shape, value) ?? badMail(shape, value)
	return refused ?? fitted(shape, value, overflow)
}

function refuse(code: PreflightCode, facts: Facts = {}): Refused {
	return { ok: false, code, facts }
}

function ofAnotherKind({ kind }: FieldShape, value: SyncValue): Refused | null {
	const suits =
		kind === 'boolean' ? typeof value === 'boolean' : kind === 'multipicklist' ? typeof value === 'object' : typeof value === 'string' && isOfKind(kind, value)
	return suits ? null : refuse('INVALID_TYPE_ON_FIELD_IN_RECORD', { kind })
}

function isOfKind(kind: FieldShape['kind'], text: string): boolean {
	if (kind === 'integer' || kind === 'decimal') return readDecimal(text) !== null
	if (kind === 'date') return readDay(text) !== null
	return kind !== 'instant' || readInstant(text) !== null
}

/** `precision` counts all digits, `scale` those after the point; a whole number has none of these. */
function outOfRange({ kind, precision, scale }: FieldShape, value: SyncValue): Refused | null {
	if ((kind !== 'integer' && kind !== 'decimal') || typeof value !== 'string') return null
	const digits = countDigits(value)
	const places = kind === 'integer' ? 0 : scale
	if (places !== null && digits.part > places) return refuse('NUMBER_OUTSIDE_VALID_RANGE', { scale: digits.part, scaleLimit: places })
	if (precision === null || digits.whole <= precision - (places ?? 0)) return null
	return refuse('NUMBER_OUTSIDE_VALID_RANGE', { digits: digits.whole, digitsLimit: precision - (places ?? 0) })
}

function outOfChoices({ values }: FieldShape, value: SyncValue): Refused | null {
	if (values === null || value === null) return null
	const chosen = typeof value === 'object' ? value : [String(value)]
	const unknown = chosen.find((one) => !values.includes(one))
	return unknown === undefined ? null : refuse('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { value: unknown })
}

function badMail({ kind, mail }: FieldShape, value: SyncValue): Refused | null {
	if (kind !== 'email' || typeof value !== 'string') return null
	return isMailAccepted(value, mail ?? 'strict') ? null : refuse('INVALID_EMAIL_ADDRESS', { value })
}

/** Of several choices each counts; a number has no length. */
function fitted({ kind, length }: FieldShape, value: SyncValue, overflow: 'error' | 'truncate'): Preflight {
	if (length === null || kind === 'integer' || kind === 'decimal' || isBlank(value)) return { ok: true, value, note: null }
	if (typeof value === 'string' && overflow === 'truncate' && kind === 'text' && value.length > length) {
		const cut = cutText(value, length)
		if (cut !== null) return { ok: true, value: cut, note: 'truncated' }
	}
	const texts = typeof value === 'object' ? (value ?? []) : [String(value)]
	const longest = Math.max(...texts.map(countCharacters))
	return longest > length ? refuse('STRING_TOO_LONG', { length: longest, limit: length }) : { ok: true, value, note: null }
}

import { readDecimal } from '../../../engine/base/decimal.ts'
import { type RowError, rowError } from './api-error.ts'
import type { FieldDef } from './define.ts'
import type { Value } from './org.ts'

const javaTypes: Record<string, string> = {
	int: 'int',
	double: 'double',
	currency: 'double',
	percent: 'double',
	boolean: 'boolean',
	date: 'date',
	datetime: 'datetime',
}

/** A value of the request as it would be kept, or what Salesforce says of it. Blank text is null. */
export function checkValue(field: FieldDef, given: unknown): { value: Value } | RowError {
	if (given === null || given === '') return field.type === 'boolean' ? { value: false } : { value: null }
	const typed = readTyped(field, given)
	if (typed === null) return unreadable(field, given)
	return refuse(field, typed) ?? { value: typed }
}

function unreadable({ type }: FieldDef, given: unknown): RowError {
	const message = `Cannot deserialize instance of ${javaTypes[type] ?? 'string'} from VALUE_STRING value ${given} or request may be missing a required field at [Source: N/A; line: -1, column: -1][line:-1, column:-1]`
	return rowError('JSON_PARSER_ERROR', message)
}

function readTyped({ type }: FieldDef, given: unknown): Value {
	if (typeof given === 'object') return null
	if (type === 'boolean') return typeof given === 'boolean' ? given : /^(true|false)$/.test(String(given)) ? given === 'true' : null
	if (typeof given === 'boolean') return null
	const text = String(given)
	if (type === 'int') return /^-?\d+$/.test(text) ? readDecimal(text) : null
	if (javaTypes[type] === 'double') return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? readDecimal(text) : null
	if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : null
	if (type === 'datetime') return /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)) ? new Date(text).toISOString() : null
	return text
}

function refuse(field: FieldDef, value: Value): RowError | null {
	if (typeof value !== 'string') return null
	const { type, label, name } = field
	if (field.precision || field.digits) return outOfRange(field, value)
	if (type === 'email' && !isMail(value)) return rowError('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${value}`, [name])
	if (field.restricted) {
		const bad = (type === 'multipicklist' ? value.split(';') : [value]).find((one) => !field.values.includes(one))
		if (bad !== undefined) {
			return rowError('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${label}: bad value for restricted picklist field: ${bad}`, [name])
		}
	}
	if (field.length > 0 && type !== 'reference' && value.length > field.length) {
		return rowError('STRING_TOO_LONG', `${label}: data value too large: ${value} (max length=${field.length})`, [name])
	}
	return null
}

function outOfRange({ digits, precision, scale, label, name }: FieldDef, value: string): RowError | null {
	const whole = value.replace(/^-/, '').split('.')[0] ?? ''
	if (whole.length <= (digits || precision - scale)) return null
	return rowError('NUMBER_OUTSIDE_VALID_RANGE', `${label}: value outside of valid range on numeric field: ${value}`, [name])
}

/** Salesforce's own opinion of addresses: no dot beside the @ or another dot, no letters beyond ASCII. */
const isMail = (text: string) => /^[!-~]+$/.test(text) && /^[^@\s.][^@\s]*@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}$/.test(text) && !/\.@|\.\./.test(text)

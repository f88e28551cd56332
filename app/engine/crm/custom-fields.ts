import { countDigits, readDecimal } from '../base/decimal.ts'
import type { Fields, PredicateKind, PredicateValue } from '../base/predicate.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import { type FieldType, type RecordField, type RecordObject, standardFields } from './record-fields.ts'

/** Words by language; English is always there and stands in for what is missing. */
export type Words = Readonly<Record<string, string>>
export const wordIn = (words: Words, locale: string): string => words[locale] || words['en'] || ''

export type CustomDef = {
	name: string
	labels: Words
	type: FieldType
	length: number | null
	precision: number | null
	scale: number | null
	choices: readonly string[] | null
	isRequired: boolean
	isActive: boolean
}

/** Numbers are decimal text, days `YYYY-MM-DD`, several choices a list; what is blank is not there. */
export type CustomValue = string | boolean | readonly string[]
export type Custom = Readonly<Record<string, CustomValue>>

const LONGEST_TEXT = 4000

/**
 * Whether a field can be added or changed as it is wished. Refuses `CUSTOM_NAME_INVALID`, `CUSTOM_NAME_TAKEN` (by another field of the house's, and
 * of a new one by a field of the record: one that was there before the record had such a field keeps its name), `CUSTOM_LABEL_MISSING`, `CUSTOM_CHOICES_MISSING`, `CUSTOM_SIZE_INVALID`.
 */
export function checkCustomDef(def: CustomDef, object: string, takenNames: readonly string[], isNew = true): Refusal[] {
	const { name, labels, type, length, precision, scale, choices } = def
	const isChoice = type === 'picklist' || type === 'multipicklist'
	const standard = standardFields[object as RecordObject]?.map((field) => field.name) ?? ['name']
	const fits = type === 'text' ? length === null || (length > 0 && length <= LONGEST_TEXT) : type !== 'number' || isNumberSize(precision, scale)
	return [
		...(/^[a-z][a-z0-9_]{0,39}$/.test(name) ? [] : [refusal('CUSTOM_NAME_INVALID')]),
		...(takenNames.includes(name) || (isNew && standard.includes(name)) ? [refusal('CUSTOM_NAME_TAKEN', { name })] : []),
		...(labels['en'] ? [] : [refusal('CUSTOM_LABEL_MISSING')]),
		...(isChoice && (choices ?? []).length === 0 ? [refusal('CUSTOM_CHOICES_MISSING')] : []),
		...(fits ? [] : [refusal('CUSTOM_SIZE_INVALID', { most: LONGEST_TEXT })]),
	]
}

const isNumberSize = (precision: number | null, scale: number | null) =>
	precision !== null && scale !== null && precision >= 1 && precision <= 15 && scale >= 0 && scale <= 6 && scale <= precision

/** A field without the sizes that its type has no use for. */
export function sizedDef(def: CustomDef): CustomDef {
	const [isText, isNumber, isChoice] = [def.type === 'text', def.type === 'number', def.type === 'picklist' || def.type === 'multipicklist']
	const { length, precision, scale, choices } = def
	return { ...def, length: isText ? length : null, precision: isNumber ? precision : null, scale: isNumber ? scale : null, choices: isChoice ? choices : null }
}

/** What was typed, or came from another side, by the names of fields; a name that is not among them leaves its value as it is. */
export type TypedValues = Readonly<Record<string, string | boolean | readonly string[] | null | undefined>>

/**
 * The values of a record after a change, each as its field wants it. Refuses with the codes of the error queue (sync-core.md B8):
 * `REQUIRED_FIELD_MISSING`, `STRING_TOO_LONG`, `NUMBER_OUTSIDE_VALID_RANGE`, `INVALID_TYPE_ON_FIELD_IN_RECORD`,
 * `INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST`; facts name the field as the reader calls it. Fields that are not in use keep their values.
 */
export function changeCustom(defs: readonly CustomDef[], before: Custom, typed: TypedValues, locale: string): Result<{ custom: Custom }> {
	const refusals: Refusal[] = []
	const custom: Record<string, CustomValue> = { ...before }
	for (const def of defs.filter(({ isActive }) => isActive)) {
		const given = typed[def.name]
		const field = wordIn(def.labels, locale)
		if (given !== undefined) {
			const read = readValue(def, given, field)
			if (read !== null && typeof read === 'object' && 'code' in read) refusals.push(read)
			else if (read === null) delete custom[def.name]
			else custom[def.name] = read
		}
		if (def.isRequired && custom[def.name] === undefined && !refusals.some(({ facts }) => facts['field'] === field))
			refusals.push(refusal('REQUIRED_FIELD_MISSING', { field }))
	}
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, custom }
}

function readValue(def: CustomDef, given: string | boolean | readonly string[] | null, field: string): CustomValue | Refusal | null {
	if (typeof given === 'object') {
		const all = [...new Set((given ?? []).map((one) => one.trim()).filter((one) => one !== ''))]
		if (all.length === 0) return null
		return def.type === 'multipicklist' ? chosen(def, all, field) : refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', { field })
	}
	const text = String(given).trim()
	if (text === '') return null
	if (def.type === 'boolean') return text === 'true' || text === 'false' ? text === 'true' : refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', { field })
	if (def.type === 'picklist' || def.type === 'multipicklist') {
		const all = chosen(def, [text], field)
		return 'code' in all || def.type === 'multipicklist' ? all : text
	}
	if (def.type === 'number') return readNumber(def, text, field)
	if (def.type === 'date') return isDay(text) ? text : refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', { field })
	const most = def.length ?? LONGEST_TEXT
	return [...text].length <= most ? text : refusal('STRING_TOO_LONG', { field, length: [...text].length, most })
}

const chosen = ({ choices }: CustomDef, all: readonly string[], field: string): readonly string[] | Refusal => {
	const odd = all.find((one) => !choices?.includes(one))
	return odd === undefined ? all : refusal('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { field, value: odd })
}

function readNumber({ precision, scale }: CustomDef, text: string, field: string): string | Refusal {
	const decimal = readDecimal(text.replace(',', '.'))
	if (decimal === null) return refusal('INVALID_TYPE_ON_FIELD_IN_RECORD', { field })
	const count = countDigits(decimal)
	const digits = (precision ?? 15) - (scale ?? 0)
	return count.whole > digits || count.part > (scale ?? 0) ? refusal('NUMBER_OUTSIDE_VALID_RANGE', { field, digits, scale: scale ?? 0 }) : decimal
}

function isDay(text: string): boolean {
	if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
	const day = new Date(`${text}T00:00:00Z`)
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

/** A stored value as a question of this kind reads it: what is not of its field's type is blank, as it is to the database. */
export function ofKind(kind: Exclude<PredicateKind, 'instant'>, value: CustomValue | undefined): CustomValue | null {
	if (kind === 'choices') return typeof value === 'object' ? value : null
	if (kind === 'boolean') return typeof value === 'boolean' ? value : null
	if (typeof value !== 'string') return null
	if (kind === 'number') return readDecimal(value) === null ? null : value
	return kind === 'day' && !/^\d{4}-\d\d-\d\d$/.test(value) ? null : value
}

/** Under this a rule asks for a field of the house's own. */
export const customName = (name: string) => `custom.${name}`

/** A record as rules see it: its own fields, and the house's by `custom.name`. */
export const withCustom = (fields: Fields, custom: Custom): Fields => ({
	...fields,
	...Object.fromEntries(Object.entries(custom).map(([name, value]): [string, PredicateValue] => [customName(name), value])),
})

/** The fields that a rule about an object may ask for. */
export function fieldsOfObject(object: string, defs: readonly (CustomDef & { object: string })[]): RecordField[] {
	const own = defs.filter((def) => def.object === object && def.isActive).map(({ name, type }) => ({ name: customName(name), type }))
	return [...(standardFields[object as RecordObject] ?? [{ name: 'name', type: 'text' as const }]), ...own]
}

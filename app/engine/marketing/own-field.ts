import type { Predicate } from '../base/predicate.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import { type Custom, type CustomDef, type CustomValue, changeCustom } from '../crm/custom-fields.ts'
import type { FieldType } from '../crm/record-fields.ts'
import { isOwnField, type MarketingAction } from './action.ts'
import type { FieldKind, FormDesign, FormField } from './form.ts'
import { askedCustom } from './segment.ts'

const isOwn = ({ key }: { key: string }) => key.startsWith('custom.')
const nameOf = (key: string) => key.slice('custom.'.length)
/** From here on a text wants several lines. */
const LONG = 200

const kinds: Readonly<Record<FieldType, FieldKind>> = {
	...{ text: 'text', number: 'number', date: 'date', boolean: 'check', picklist: 'choice', multipicklist: 'choices' },
}

const kindOf = ({ type, length }: CustomDef): FieldKind => (type === 'text' && (length ?? 0) > LONG ? 'long' : kinds[type])
const defOf = (defs: readonly CustomDef[], key: string) => defs.find(({ name, isActive }) => isActive && name === nameOf(key))

/**
 * A form whose fields of the house's own are as the house has them now: their kind and what can be chosen are not the form's to say, the words are.
 * One that was just added, and so has no words yet, takes those of the house, and is required where the house requires it.
 */
export function fitOwnFields<Design extends Pick<FormDesign, 'fields'>>(design: Design, defs: readonly CustomDef[]): Design {
	return { ...design, fields: design.fields.map((field) => (isOwn(field) ? fitted(field, defOf(defs, field.key)) : field)) }
}

function fitted(field: FormField, def: CustomDef | undefined): FormField {
	if (!def) return field
	const isNew = Object.keys(field.label).length === 0
	const choices = (def.choices ?? []).map((value) => field.choices.find((choice) => choice.value === value) ?? { value, label: { en: value } })
	return { ...field, kind: kindOf(def), choices, ...(isNew ? { label: def.labels, isRequired: def.isRequired } : {}) }
}

/** Refuses FORM_FIELD_UNKNOWN for a field that the house has no more; `line` is its place, from 1. */
export function checkOwnFields({ fields }: Pick<FormDesign, 'fields'>, defs: readonly CustomDef[]): Refusal[] {
	return fields.flatMap((field, place) =>
		isOwn(field) && !defOf(defs, field.key) ? [refusal('FORM_FIELD_UNKNOWN', { field: nameOf(field.key) }, place + 1)] : [],
	)
}

type Sent = Readonly<Record<string, string>>

const typedOf = ({ type }: CustomDef, value: string) => (type === 'multipicklist' ? value.split('\n') : value)

/** What was sent into fields of the house's own, judged as anywhere else (`changeCustom`); facts name the form's field. */
export function judgeOwnFields({ fields }: Pick<FormDesign, 'fields'>, values: Sent, defs: readonly CustomDef[]): Refusal[] {
	return fields.flatMap((field) => {
		const [def, value] = [isOwn(field) ? defOf(defs, field.key) : undefined, values[field.key]]
		if (!def || value === undefined) return []
		const judged = changeCustom([{ ...def, isRequired: false }], {}, { [def.name]: typedOf(def, value) }, 'en')
		return judged.ok ? [] : judged.refusals.map(({ code, facts }) => refusal(code, { ...facts, field: field.key }))
	})
}

/** Her fields of the house's own after the form: replaced, or filled where they were blank. What no field takes is left out. */
export function writtenCustom(before: Custom, writes: readonly { field: string; value: string; onlyIfBlank: boolean }[], defs: readonly CustomDef[]): Custom {
	const typed = writes.flatMap(({ field, value, onlyIfBlank }) => {
		const def = isOwn({ key: field }) ? defOf(defs, field) : undefined
		return def && !(onlyIfBlank && before[def.name] !== undefined) ? [[def.name, typedOf(def, value)] as const] : []
	})
	const changed = changeCustom(
		defs.map((def) => ({ ...def, isRequired: false })),
		before,
		Object.fromEntries(typed),
		'en',
	)
	return changed.ok ? changed.custom : before
}

/**
 * What an action's words come to in a field of the house's own, by its kind: several choices are written with commas between. Null:
 * blank. Refuses what `changeCustom` does.
 */
export function ownValue(def: CustomDef, value: string | null, locale = 'en'): Result<{ value: CustomValue | null }> {
	const typed = def.type === 'multipicklist' ? (value ?? '').split(',') : value
	const judged = changeCustom([{ ...def, isRequired: false }], {}, { [def.name]: typed }, locale)
	return judged.ok ? { ok: true, value: judged.custom[def.name] ?? null } : judged
}

/**
 * What stands against actions that write fields of the house's own: `ACTION_INCOMPLETE` for a field that the house has no more, and
 * for a value that is not of its kind what a person would be told who typed it; `line` and `place` are the action's, from 1.
 */
export function checkOwnActions(actions: readonly MarketingAction[], defs: readonly CustomDef[]): Refusal[] {
	return actions.flatMap((action, place) => {
		if (action.kind !== 'field' || !isOwnField(action.field)) return []
		const def = defOf(defs, action.field)
		if (!def) return [refusal('ACTION_INCOMPLETE', { kind: action.kind, field: 'field', place: place + 1 }, place + 1)]
		const judged = ownValue(def, action.value)
		return judged.ok ? [] : judged.refusals.map(({ code, facts }) => refusal(code, { ...facts, place: place + 1 }, place + 1))
	})
}

/**
 * The question whether a person's field of the house's own is as it was typed: a text holds it, several choices have it among them, any
 * other is it. Null: nothing was typed. Refuses what `changeCustom` does, in the reader's words.
 */
export function askOwn(def: CustomDef, typed: string, locale: string): Result<{ question: Predicate | null }> {
	if (typed === '') return { ok: true, question: null }
	const field = askedCustom(def)
	if (def.type === 'text') return { ok: true, question: { field, op: 'contains', value: typed } }
	const judged = ownValue(def, typed, locale)
	if (!judged.ok) return judged
	const value = Array.isArray(judged.value) ? judged.value[0] : judged.value
	return { ok: true, question: { field, op: 'eq', value: value as string | boolean } }
}

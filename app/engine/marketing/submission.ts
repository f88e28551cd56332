import { readDecimal } from '../base/decimal.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import type { CustomDef } from '../crm/custom-fields.ts'
import { type FormDesign, type FormField, type ProspectField, prospectFields } from './form.ts'
import { mailSuggestion, normalMail } from './mail-address.ts'
import { judgeOwnFields } from './own-field.ts'

/** What a form says, by field; a name of `topic:…` is a consent. */
export type Typed = ReadonlyMap<string, string>

export type Submission = {
	email: string
	/** By field, as it is kept; several choices one in a line. */
	values: Record<string, string>
	topics: string[]
}

export type ReadSubmission =
	| { kind: 'sent'; submission: Submission }
	| { kind: 'refused'; refusals: Refusal[] }
	/** She may have meant another address: asked once, taken as typed when she says so (sync-core.md A16). */
	| { kind: 'unsure'; email: string; suggestion: string }

const mostText = 255
const mostLong = 4000

/**
 * What was typed, as it will be kept. A hidden field says what the form says, whoever sends something else. Refuses, each with
 * its field in the facts: FIELD_MISSING, FIELD_TOO_LONG, FIELD_CHOICE, FIELD_EMAIL, FIELD_NUMBER, FIELD_DAY, and what `judgeOwnFields`
 * does for fields of the house's own (`defs`). `sure` is the address that she has confirmed.
 */
export function readSubmission({ fields, topics }: FormDesign, typed: Typed, sure: string | null, defs: readonly CustomDef[] = []): ReadSubmission {
	const values: Record<string, string> = {}
	const refusals: Refusal[] = []
	for (const field of fields) {
		const value = typedIn(field, typed)
		const code = against(field, value)
		if (code) refusals.push(refusal(code, { field: field.key, most: mostOf(field) }))
		if (value !== '') values[field.key] = value
	}
	if (refusals.length === 0) refusals.push(...judgeOwnFields({ fields }, values, defs))
	const email = normalMail(values['email'] ?? '')
	if (refusals.length > 0 || email === null) return { kind: 'refused', refusals: refusals.length > 0 ? refusals : [refusal('FIELD_EMAIL', { field: 'email' })] }
	const suggestion = mailSuggestion(email)
	if (suggestion !== null && sure !== email) return { kind: 'unsure', email, suggestion }
	const agreed = topics.filter(({ topic }) => typed.get(`topic:${topic}`)).map(({ topic }) => topic)
	return { kind: 'sent', submission: { email, values: { ...values, email }, topics: agreed } }
}

function typedIn(field: FormField, typed: Typed): string {
	if (field.isHidden) return field.initial
	const text = typed.get(field.key) ?? ''
	if (field.kind === 'check') return text === '' ? '' : 'true'
	if (field.kind === 'choices') return [...new Set(text.split('\n').map((one) => one.trim()))].filter((one) => one !== '').join('\n')
	return (field.kind === 'long' ? text.replaceAll('\r\n', '\n') : text.replaceAll(/\s+/g, ' ')).trim()
}

const mostOf = ({ key, kind }: FormField) =>
	key in prospectFields ? prospectFields[key as ProspectField].most : kind === 'long' || kind === 'choices' ? mostLong : mostText

function against(field: FormField, value: string): string | null {
	if (value === '') return field.isRequired ? 'FIELD_MISSING' : null
	if ([...value].length > mostOf(field)) return 'FIELD_TOO_LONG'
	const isChosen = (one: string) => field.choices.some((choice) => choice.value === one)
	if (field.kind === 'choice' || field.kind === 'choices')
		return (field.kind === 'choice' ? [value] : value.split('\n')).every(isChosen) ? null : 'FIELD_CHOICE'
	if (field.kind === 'number') return readDecimal(value.replace(',', '.')) === null ? 'FIELD_NUMBER' : null
	if (field.kind === 'date') return isDay(value) ? null : 'FIELD_DAY'
	return field.kind === 'email' && normalMail(value) === null ? 'FIELD_EMAIL' : null
}

const isDay = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`))

export type ProspectWrite = { field: string; value: string; onlyIfBlank: boolean }

/** What of a submission goes to the prospect herself; answers stay with the submission. Her address is who she is, and is not written. */
export function prospectWrites({ fields }: FormDesign, { values }: Submission): ProspectWrite[] {
	return fields.flatMap(({ key, write }) => {
		const value = values[key]
		const isHers = key !== 'email' && (key in prospectFields || key.startsWith('custom.'))
		return value && isHers ? [{ field: key, value, onlyIfBlank: write === 'if_blank' }] : []
	})
}

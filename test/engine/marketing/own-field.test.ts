import { expect, test } from 'vitest'
import type { CustomDef } from '../../../app/engine/crm/custom-fields.ts'
import type { FormField } from '../../../app/engine/marketing/form.ts'
import { askOwn, checkOwnActions, checkOwnFields, fitOwnFields, judgeOwnFields, ownValue, writtenCustom } from '../../../app/engine/marketing/own-field.ts'
import { askedCustom, customFieldOf, readSegment } from '../../../app/engine/marketing/segment.ts'

const def = (name: string, type: CustomDef['type'], more: Partial<CustomDef> = {}): CustomDef => ({
	...{ name, labels: { en: name, cs: `${name} cs` }, type, length: null, precision: null, scale: null, choices: null, isRequired: false, isActive: true },
	...more,
})
const defs = [
	def('cups', 'number', { precision: 4, scale: 0, isRequired: true }),
	def('since', 'date'),
	def('bar', 'boolean'),
	def('roast', 'picklist', { choices: ['Light', 'Dark'] }),
	def('brews', 'multipicklist', { choices: ['Espresso', 'Filter'] }),
	def('story', 'text', { length: 1000 }),
	def('gone', 'text', { isActive: false }),
]
const field = (key: string, more: Partial<FormField> = {}): FormField => ({
	...{ key, kind: 'text', label: {}, isRequired: false, isHidden: false, initial: '', choices: [], write: 'always' },
	...more,
})
const form = { fields: ['cups', 'since', 'bar', 'roast', 'brews', 'story', 'gone'].map((name) => field(`custom.${name}`)) }

test('a field that was just added is as the house has it: its type, what can be chosen, its words, and whether it is required', () => {
	const { fields } = fitOwnFields(form, defs)
	expect(fields.map(({ kind }) => kind)).toEqual(['number', 'date', 'check', 'choice', 'choices', 'long', 'text'])
	expect(fields[0]).toMatchObject({ label: { en: 'cups', cs: 'cups cs' }, isRequired: true })
	expect(fields[3]?.choices).toEqual([
		{ value: 'Light', label: { en: 'Light' } },
		{ value: 'Dark', label: { en: 'Dark' } },
	])
})

test('its words stay the form’s; a choice that the house has not cannot be smuggled in', () => {
	const choices: FormField['choices'] = [
		{ value: 'Dark', label: { en: 'Dark', cs: 'Tmavé' } },
		{ value: 'Burnt', label: { en: 'Burnt' } },
	]
	const [roast] = fitOwnFields({ fields: [field('custom.roast', { kind: 'text', label: { en: 'Which roast?' }, choices })] }, defs).fields
	expect(roast).toMatchObject({ kind: 'choice', label: { en: 'Which roast?' }, isRequired: false })
	expect(roast?.choices.map(({ value, label }) => [value, label['cs'] ?? null])).toEqual([
		['Light', null],
		['Dark', 'Tmavé'],
	])
	expect(fitOwnFields(fitOwnFields(form, defs), defs)).toEqual(fitOwnFields(form, defs))
})

test('a field that the house has no more is refused by name and place', () => {
	expect(checkOwnFields(form, defs)).toEqual([{ code: 'FORM_FIELD_UNKNOWN', line: 7, facts: { field: 'gone' } }])
})

test.each<[string, string, readonly string[]]>([
	['cups', '12', []],
	['cups', '12345', ['NUMBER_OUTSIDE_VALID_RANGE custom.cups']],
	['cups', 'many', ['INVALID_TYPE_ON_FIELD_IN_RECORD custom.cups']],
	['since', '2026-02-30', ['INVALID_TYPE_ON_FIELD_IN_RECORD custom.since']],
	['roast', 'Burnt', ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST custom.roast']],
	['brews', 'Espresso\nFilter', []],
	['brews', 'Espresso\nTea', ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST custom.brews']],
	['gone', 'anything', []],
])('%s of %j: %j', (name, value, expected) => {
	const fields = fitOwnFields(form, defs)
	expect(judgeOwnFields(fields, { [`custom.${name}`]: value }, defs).map(({ code, facts }) => `${code} ${facts['field']}`)).toEqual(expected)
})

test('what was sent is written as its type wants it; what was there stays where the form only fills blanks', () => {
	const write = (name: string, value: string, onlyIfBlank = false) => ({ field: `custom.${name}`, value, onlyIfBlank })
	const writes = [write('cups', '12,0'), write('bar', 'true'), write('brews', 'Filter\nEspresso'), write('roast', 'Dark', true), write('gone', 'x')]
	expect(writtenCustom({ roast: 'Light', gone: 'old' }, writes, defs)).toEqual({
		roast: 'Light',
		gone: 'old',
		cups: '12',
		bar: true,
		brews: ['Filter', 'Espresso'],
	})
})

test('a question names the type of the field it asks for, and its literal is brought to it', () => {
	expect(defs.slice(0, 6).map(askedCustom)).toEqual([
		...['custom.cups:number', 'custom.since:day', 'custom.bar:boolean', 'custom.roast:text', 'custom.brews:choices', 'custom.story:text'],
	])
	expect(customFieldOf('custom.cups:instant')).toBeNull()
	expect(readSegment({ all: [{ field: 'custom.cups:number', op: 'gte', value: '20' }] })).toMatchObject({ ok: true, predicate: { all: [{ value: 20 }] } })
	expect(readSegment({ field: 'custom.cups', op: 'gte', value: '20' })).toMatchObject({ ok: false, refusals: [{ code: 'PREDICATE_FIELD' }] })
})

test('an action’s words become a value of the field’s kind, or are refused at their place', () => {
	const set = (name: string, value: string | null) => ({ kind: 'field' as const, field: `custom.${name}` as const, value })
	expect(checkOwnActions([set('cups', '300'), set('bar', 'true'), set('brews', 'Filter, Espresso'), set('since', null)], defs)).toEqual([])
	const wrong = [
		set('cups', 'many'),
		set('since', 'soon'),
		set('bar', 'maybe'),
		set('roast', 'Burnt'),
		set('brews', 'Filter, Tea'),
		set('gone', 'x'),
		set('none', 'x'),
	]
	expect(checkOwnActions(wrong, defs).map(({ code, line }) => [line, code])).toEqual([
		[1, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
		[2, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
		[3, 'INVALID_TYPE_ON_FIELD_IN_RECORD'],
		[4, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
		[5, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
		[6, 'ACTION_INCOMPLETE'],
		[7, 'ACTION_INCOMPLETE'],
	])
	const value = (name: string, typed: string | null) => ownValue(defs.find((one) => one.name === name) as CustomDef, typed)
	expect(value('brews', 'Filter, Espresso')).toEqual({ ok: true, value: ['Filter', 'Espresso'] })
	expect([value('cups', ''), value('brews', null)]).toEqual([
		{ ok: true, value: null },
		{ ok: true, value: null },
	])
})

test('a list asks for a field as its kind is asked: a text by its part, the others whole', () => {
	const ask = (name: string, typed: string) => askOwn(defs.find((one) => one.name === name) as CustomDef, typed, 'cs')
	expect(ask('story', 'tea')).toEqual({ ok: true, question: { field: 'custom.story:text', op: 'contains', value: 'tea' } })
	expect(ask('cups', '3,5')).toMatchObject({ ok: false })
	expect(ask('cups', '30')).toEqual({ ok: true, question: { field: 'custom.cups:number', op: 'eq', value: '30' } })
	expect(ask('bar', 'true')).toEqual({ ok: true, question: { field: 'custom.bar:boolean', op: 'eq', value: true } })
	expect(ask('brews', 'Filter')).toEqual({ ok: true, question: { field: 'custom.brews:choices', op: 'eq', value: 'Filter' } })
	expect(ask('roast', 'Burnt')).toMatchObject({ ok: false, refusals: [{ code: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', facts: { field: 'roast cs' } }] })
	expect(ask('story', '')).toEqual({ ok: true, question: null })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countCharacters, cutText } from '../../../app/engine/sync/cut-text.ts'
import { preflight } from '../../../app/engine/sync/preflight.ts'
import { type FormField, preflightForm } from '../../../app/engine/sync/preflight-form.ts'
import type { FieldShape, SyncValue } from '../../../app/engine/sync/types.ts'
import { lawCases } from '../../support/laws.ts'
import { mapOf, shapeOf } from '../../support/sync-case.ts'

const answer = (shape: Partial<FieldShape>, value: SyncValue, overflow: 'error' | 'truncate' = 'error') => {
	const found = preflight(shapeOf('f', shape.kind, shape), value, overflow)
	return found.ok ? [found.value, found.note] : [found.code, found.facts]
}

test.each<[string, Partial<FieldShape>, SyncValue, unknown[]]>([
	['(A19) nine digits of employees', { kind: 'integer', precision: 8 }, '123456789', ['NUMBER_OUTSIDE_VALID_RANGE', { digits: 9, digitsLimit: 8 }]],
	['eight digits', { kind: 'integer', precision: 8 }, '012345678', ['12345678', null]],
	['a part of a whole number', { kind: 'integer' }, '1.5', ['NUMBER_OUTSIDE_VALID_RANGE', { scale: 1, scaleLimit: 0 }]],
	['a third digit after the point', { kind: 'decimal', precision: 5, scale: 2 }, '1.005', ['NUMBER_OUTSIDE_VALID_RANGE', { scale: 3, scaleLimit: 2 }]],
	[
		'digits before the point are what the others leave',
		{ kind: 'decimal', precision: 5, scale: 2 },
		'1000',
		['NUMBER_OUTSIDE_VALID_RANGE', { digits: 4, digitsLimit: 3 }],
	],
	['all digits there are', { kind: 'decimal', precision: 5, scale: 2 }, '-999.99', ['-999.99', null]],
	['a nought before the point is no digit', { kind: 'decimal', precision: 2, scale: 2 }, '0.25', ['0.25', null]],
	['no number', { kind: 'decimal' }, 'many', ['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'decimal' }]],
	['text for yes and no', { kind: 'boolean' }, 'yes', ['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'boolean' }]],
	['yes for text', { kind: 'text' }, true, ['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'text' }]],
	['no day', { kind: 'date' }, '31.12.2026', ['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'date' }]],
	['no instant', { kind: 'instant' }, 'now', ['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'instant' }]],
	['a choice of the list', { kind: 'picklist', values: ['Hot', 'Cold'] }, 'Hot', ['Hot', null]],
	['another choice', { kind: 'picklist', values: ['Hot'] }, 'hot', ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { value: 'hot' }]],
	['one wrong of several', { kind: 'multipicklist', values: ['a', 'b'] }, ['a', 'x'], ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { value: 'x' }]],
	['each of several by itself', { kind: 'multipicklist', length: 3 }, ['abc', 'abcd'], ['STRING_TOO_LONG', { length: 4, limit: 3 }]],
	['an address', { kind: 'email' }, ' A@X.cz ', ['a@x.cz', null]],
	['an address with a dot at its end', { kind: 'email' }, 'a.@x.cz', ['INVALID_EMAIL_ADDRESS', { value: 'a.@x.cz' }]],
	['a side that takes it', { kind: 'email', mail: 'lenient' }, 'a.@x.cz', ['a.@x.cz', null]],
	['nothing where something must be', { required: true }, ' ', ['REQUIRED_FIELD_MISSING', {}]],
	['nothing where nothing may be', {}, ' ', [null, null]],
	['a field of the other side alone', { updateable: false }, 'x', ['INVALID_FIELD_FOR_INSERT_UPDATE', { on: 'update' }]],
	['letters are counted as people count them', { length: 3 }, '👍👍👍', ['👍👍👍', null]],
	['as long as it may be', { length: 3 }, 'abc', ['abc', null]],
	['longer', { length: 3 }, 'abcd', ['STRING_TOO_LONG', { length: 4, limit: 3 }]],
])('%s', (_name, shape, value, expected) => expect(answer(shape, value)).toEqual(expected))

test('cut where it may be: never an address, a number or a choice', () => {
	expect(answer({ length: 3 }, 'abcd', 'truncate')).toEqual(['abc', 'truncated'])
	expect(answer({ kind: 'email', length: 5 }, 'ab@x.cz', 'truncate')[0]).toBe('STRING_TOO_LONG')
	expect(answer({ kind: 'picklist', length: 3 }, 'abcd', 'truncate')[0]).toBe('STRING_TOO_LONG')
	expect(answer({ kind: 'decimal', precision: 3, scale: 0 }, '1234', 'truncate')[0]).toBe('NUMBER_OUTSIDE_VALID_RANGE')
	expect(answer({ length: 1 }, '👍', 'truncate')).toEqual(['👍', null])
	expect(answer({ length: 1 }, '👍👍', 'truncate')).toEqual(['STRING_TOO_LONG', { length: 2, limit: 1 }])
})

test('what may be written once may not be written again', () => {
	const once = shapeOf('f', 'text', { updateable: false })
	expect(preflight(once, 'x', 'error', 'create').ok).toBe(true)
	expect(preflight(shapeOf('f', 'text', { createable: false }), 'x', 'error', 'create').ok).toBe(false)
})

test.each([
	['abc', 3, 'abc'],
	['ab cd', 3, 'ab'],
	['ab👍', 3, 'ab'],
	['ab👍', 4, 'ab👍'],
	['e\u0301e\u0301', 3, 'e\u0301'],
	['👩‍🍳', 4, '👩'],
	['👍', 1, null],
])('%j cut to %i is %j', (text, length, expected) => expect(cutText(text, length)).toBe(expected))

test('(A17) law: a cut is a start, fits, tears no character, and is cut no further', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.integer({ min: 1, max: 12 }), (text, length) => {
			const cut = cutText(text, length)
			if (cut === null) return
			expect(text.startsWith(cut)).toBe(true)
			expect(cut.length).toBeLessThanOrEqual(length)
			if (text.isWellFormed()) expect(cut.isWellFormed()).toBe(true)
			expect(cutText(cut, length)).toBe(cut)
			expect(countCharacters(cut)).toBe([...cut].length)
		}),
		lawCases(397),
	)
})

describe('a form says what the CRM will refuse while it is built', () => {
	const field = (name: string, more: Partial<FormField> = {}): FormField => ({ name, kind: 'text', length: null, values: null, required: false, ...more })
	const warn = (form: Partial<FormField>, shape: Partial<FieldShape>, map = {}) =>
		preflightForm([field('f', form)], [mapOf('f', { maField: 'f', crmField: 'F', ...map })], { F: shapeOf('F', shape.kind, shape) }).map(({ code, facts }) => [
			code,
			facts,
		])

	test.each<[string, Partial<FormField>, Partial<FieldShape>, object, unknown[]]>([
		['a field that goes nowhere', {}, {}, { maField: 'g' }, [['FIELD_UNMAPPED', {}]]],
		['a mapping that is off', {}, {}, { behaviour: 'off' }, [['FIELD_UNMAPPED', {}]]],
		['a mapping the other way is told to a new record', {}, {}, { behaviour: 'crm_to_ma' }, []],
		['a field that is gone', {}, {}, { crmField: 'G' }, [['FIELD_MISSING', { crmField: 'G' }]]],
		['a field that is hidden', {}, { visible: false }, {}, [['FIELD_MISSING', { crmField: 'F' }]]],
		['text of any length', {}, { length: 40 }, {}, [['STRING_TOO_LONG', { limit: 40 }]]],
		['text that is too long', { length: 41 }, { length: 40 }, {}, [['STRING_TOO_LONG', { limit: 40 }]]],
		['text that fits', { length: 40 }, { length: 40 }, {}, []],
		['text that is cut', {}, { length: 40 }, { overflow: 'truncate' }, []],
		['free text for a list', {}, { kind: 'picklist', values: ['a'] }, {}, [['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { allowed: 1 }]]],
		[
			'choices that the list has not',
			{ values: ['a', 'b', 'c'] },
			{ kind: 'picklist', values: ['a'] },
			{},
			[['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', { value: 'b, c' }]],
		],
		['choices that are told in its words', { values: ['b'] }, { kind: 'picklist', values: ['a'] }, { transform: { kind: 'choices', pairs: { b: 'a' } } }, []],
		['several choices of a list', { kind: 'multipicklist', values: ['a'] }, { kind: 'multipicklist', values: ['a'] }, {}, []],
		['a number', { kind: 'integer' }, { kind: 'integer', precision: 8 }, {}, [['NUMBER_OUTSIDE_VALID_RANGE', { digitsLimit: 8, scaleLimit: 0 }]]],
		['a part of a whole number', { kind: 'decimal' }, { kind: 'integer' }, {}, [['NUMBER_OUTSIDE_VALID_RANGE', { scaleLimit: 0 }]]],
		['a whole number for one with a part', { kind: 'integer' }, { kind: 'decimal' }, {}, []],
		['a day for a whole number', { kind: 'date' }, { kind: 'integer' }, {}, [['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'integer' }]]],
		['a day for a number', { kind: 'date' }, { kind: 'decimal' }, {}, [['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'decimal' }]]],
		['a whole number for a day', { kind: 'integer' }, { kind: 'date' }, {}, [['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'date' }]]],
		['text for a number', {}, { kind: 'integer' }, {}, [['INVALID_TYPE_ON_FIELD_IN_RECORD', { kind: 'integer' }]]],
		['nothing asked that is required', {}, { required: true }, {}, [['REQUIRED_FIELD_MISSING', { crmField: 'F' }]]],
		['what is required is asked', { required: true }, { required: true }, {}, []],
		['what is required has a word of its own', {}, { required: true }, { fallback: '-' }, []],
	])('%s', (_name, form, shape, map, expected) => expect(warn(form, shape, map)).toEqual(expected))

	test('a required field that nothing is mapped to is named as the CRM names it', () => {
		expect(preflightForm([], [], { Company: shapeOf('Company', 'text', { required: true }) })).toEqual([
			{ field: 'Company', code: 'REQUIRED_FIELD_MISSING', facts: { crmField: 'Company' } },
		])
	})
})

import { describe, expect, test } from 'vitest'
import { fieldsOf, holds, type Predicate, type PredicateValue } from '../../../app/engine/base/predicate.ts'
import { readPredicate } from '../../../app/engine/base/read-predicate.ts'

test.each<[string, Predicate, PredicateValue, boolean]>([
	['text is equal without case and outer space', { field: 'f', op: 'eq', value: 'brno' }, '  BRNO ', true],
	['another text is not', { field: 'f', op: 'eq', value: 'Brno' }, 'Praha', false],
	['nothing is unlike anything', { field: 'f', op: 'ne', value: 'Brno' }, null, true],
	['nothing is equal to nothing that can be asked', { field: 'f', op: 'eq', value: 'Brno' }, ' ', false],
	['a number by its size', { field: 'f', op: 'lt', value: 10 }, '9', true],
	['text by its letters', { field: 'f', op: 'lt', value: '10' }, '9', false],
	['a decimal exactly', { field: 'f', op: 'eq', value: 0.1 }, '0.100', true],
	['what is no number has no size', { field: 'f', op: 'gte', value: 0 }, 'many', false],
	['a boundary is within', { field: 'f', op: 'lte', value: 100 }, 100, true],
	['a boundary is not beyond', { field: 'f', op: 'gt', value: 100 }, 100, false],
	['typed digits ask for the size of a number', { field: 'f', op: 'gte', value: ' 100 ' }, 100, true],
	['a postal code is no number', { field: 'f', op: 'eq', value: '1234' }, '01234', false],
	['more digits than a float keeps', { field: 'f', op: 'gt', value: 9007199254740992 }, '9007199254740993', true],
	['days sort as text', { field: 'f', op: 'gte', value: '2026-11-01' }, '2026-11-22', true],
	['no is a value', { field: 'f', op: 'not_blank' }, false, true],
	['nought is a value', { field: 'f', op: 'blank' }, 0, false],
	['white space is none', { field: 'f', op: 'blank' }, '\u00a0\t', true],
	['choices without a word are none', { field: 'f', op: 'blank' }, ['', ' '], true],
	['yes is yes', { field: 'f', op: 'eq', value: true }, true, true],
	['the word true is not yes', { field: 'f', op: 'eq', value: true }, 'true', false],
	['one of several is enough', { field: 'f', op: 'eq', value: 'beans' }, ['Cups', 'Beans'], true],
	['unlike means none of several', { field: 'f', op: 'ne', value: 'beans' }, ['Cups', 'Beans'], false],
	['one in the list', { field: 'f', op: 'in', value: ['CZ', 'JP'] }, 'jp', true],
	['none in the list', { field: 'f', op: 'in', value: ['CZ', 'JP'] }, 'US', false],
	['a part of a text', { field: 'f', op: 'contains', value: 'KÁVA' }, 'Česká kávArna', true],
	['a start of a text', { field: 'f', op: 'starts', value: 'česká' }, 'Česká kavárna', true],
	['a part is no start', { field: 'f', op: 'starts', value: 'kav' }, 'Česká kavárna', false],
	['the last sigma is a sigma', { field: 'f', op: 'eq', value: 'ΟΔΟΣ' }, 'οδοσ', true],
	['nothing wanted holds', { all: [] }, null, true],
	['nothing offered does not', { any: [] }, null, false],
	['not', { not: { field: 'f', op: 'blank' } }, 'x', true],
	[
		'all',
		{
			all: [
				{ field: 'f', op: 'starts', value: 'a' },
				{ field: 'f', op: 'contains', value: 'z' },
			],
		},
		'ab',
		false,
	],
	[
		'any',
		{
			any: [
				{ field: 'f', op: 'starts', value: 'a' },
				{ field: 'f', op: 'contains', value: 'z' },
			],
		},
		'ab',
		true,
	],
])('%s', (_name, predicate, value, expected) => expect(holds(predicate, { f: value })).toBe(expected))

test('a field that the record has not is blank', () => expect(holds({ field: 'gone', op: 'blank' }, {})).toBe(true))

test('its fields, each once', () => {
	const predicate: Predicate = {
		all: [
			{ field: 'a', op: 'blank' },
			{
				not: {
					any: [
						{ field: 'b', op: 'eq', value: 1 },
						{ field: 'a', op: 'not_blank' },
					],
				},
			},
		],
	}
	expect(fieldsOf(predicate)).toEqual(['a', 'b'])
})

describe('read', () => {
	const fields = { name: 'text', score: 'number', active: 'boolean', born: 'day', seen: 'instant', owns: 'choices' } as const
	const code = (json: unknown, known?: typeof fields) => {
		const answer = readPredicate(json, known)
		return answer.ok ? answer.predicate : answer.refusals.map((one) => [one.code, ...Object.values(one.facts)].join(' '))
	}

	test.each<[string, unknown, unknown]>([
		['an operation nobody knows', { field: 'name', op: 'like', value: 'x' }, ['PREDICATE_OP name like']],
		['a field nobody knows', { field: 'salary', op: 'eq', value: 1 }, ['PREDICATE_FIELD salary']],
		["a field by the name of an object's own", { field: 'constructor', op: 'blank' }, ['PREDICATE_FIELD constructor']],
		['a word too many', { field: 'name', op: 'blank', note: 1 }, ['PREDICATE_SHAPE {"field":"name","op":"blank","note":1}']],
		['two shapes at once', { all: [], any: [] }, ['PREDICATE_SHAPE {"all":[],"any":[]}']],
		['no object', 'name = 1', ['PREDICATE_SHAPE "name = 1"']],
		['a list that is none', { all: {} }, ['PREDICATE_SHAPE {"all":{}}']],
		[
			'every mistake at once',
			{
				any: [
					{ field: 'x', op: 'blank' },
					{ field: 'name', op: '~' },
				],
			},
			['PREDICATE_FIELD x', 'PREDICATE_OP name ~'],
		],
		['blank with a value', { field: 'name', op: 'blank', value: 'x' }, ['PREDICATE_VALUE name blank']],
		['no value', { field: 'name', op: 'eq' }, ['PREDICATE_VALUE name eq']],
		['a blank value', { field: 'name', op: 'contains', value: '  ' }, ['PREDICATE_VALUE name contains']],
		['no list', { field: 'name', op: 'in', value: 'a' }, ['PREDICATE_VALUE name in']],
		['an empty list', { field: 'name', op: 'in', value: [] }, ['PREDICATE_VALUE name in']],
		['a list with a wrong one', { field: 'score', op: 'in', value: [1, 'x'] }, ['PREDICATE_VALUE score in']],
		['part of a number', { field: 'score', op: 'contains', value: 1 }, ['PREDICATE_OP score contains']],
		['a larger yes', { field: 'active', op: 'gt', value: true }, ['PREDICATE_OP active gt']],
		['more than some choices', { field: 'owns', op: 'gt', value: 'x' }, ['PREDICATE_OP owns gt']],
		['a day that is none', { field: 'born', op: 'eq', value: '2026-02-30' }, ['PREDICATE_VALUE born eq']],
		['an instant that is none', { field: 'seen', op: 'lt', value: '2026-02-30T10:00:00Z' }, ['PREDICATE_VALUE seen lt']],
		['an instant of no zone', { field: 'seen', op: 'lt', value: '2026-02-20T10:00:00' }, ['PREDICATE_VALUE seen lt']],
		['a size that a number does not hold', { field: 'score', op: 'eq', value: '1234567890123456' }, ['PREDICATE_VALUE score eq']],
		['a text as number', { field: 'name', op: 'eq', value: 7 }, ['PREDICATE_VALUE name eq']],
		['typed digits become a size', { field: 'score', op: 'gte', value: ' 0100 ' }, { field: 'score', op: 'gte', value: 100 }],
		['a typed yes', { field: 'active', op: 'eq', value: 'true' }, { field: 'active', op: 'eq', value: true }],
		['a day as the instant it begins', { field: 'seen', op: 'lt', value: '2026-02-20' }, { field: 'seen', op: 'lt', value: '2026-02-20T00:00:00.000Z' }],
		[
			'an instant in its one form',
			{ field: 'seen', op: 'lt', value: '2026-02-20T10:00:00+02:00' },
			{ field: 'seen', op: 'lt', value: '2026-02-20T08:00:00.000Z' },
		],
		['a whole tree', { not: { all: [{ field: 'owns', op: 'in', value: ['x'] }] } }, { not: { all: [{ field: 'owns', op: 'in', value: ['x'] }] } }],
	])('%s', (_name, json, expected) => expect(code(json, fields)).toEqual(expected))

	test('without fields the literal stays as it came', () =>
		expect(code({ field: 'any', op: 'eq', value: '7' })).toEqual({ field: 'any', op: 'eq', value: '7' }))

	test('ten steps deep and two hundred parts, no more', () => {
		const nested = (depth: number): unknown => (depth === 1 ? { field: 'name', op: 'blank' } : { not: nested(depth - 1) })
		expect(readPredicate(nested(10)).ok).toBe(true)
		expect(code(nested(11))).toEqual(['PREDICATE_LARGE 10 200'])
		const wide = (parts: number) => ({ any: Array(parts).fill({ field: 'name', op: 'blank' }) })
		expect(readPredicate(wide(199)).ok).toBe(true)
		expect(code(wide(300))).toEqual(['PREDICATE_LARGE 10 200'])
	})
})

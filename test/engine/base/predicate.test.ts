import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FieldValue, fieldsIn, holds, isBlank, type Predicate, readPredicate } from '../../../app/engine/base/predicate.ts'
import { lawCases } from '../../support/laws.ts'

const is = (op: string, value: FieldValue, held: FieldValue) => holds({ field: 'f', op, value } as Predicate, { f: held })

describe('one test of one field', () => {
	test.each<[string, FieldValue, FieldValue, boolean]>([
		['eq', 'Fargo', ' fargo ', true],
		['eq', 'Fargo', 'Fargo Inc', false],
		['eq', '10', 10, true],
		['eq', '0.30', '0.3', true],
		['eq', true, 'true', true],
		['eq', 'x', null, false],
		['ne', 'x', null, true],
		['ne', 'x', 'X', false],
		['lt', 10, '9', true],
		['lt', 'abc', '9', true],
		['lt', 5, null, false],
		['gt', 5, '', false],
		['gte', 100, 100, true],
		['lte', 100, 100, true],
		['gt', 100, 100, false],
		['lt', 100, 100, false],
		['gt', '2026-01-31', '2026-02-01', true],
		['gt', '9007199254740992', '9007199254740993', true],
		['contains', 'COFFEE', 'Fargo Coffeehaus', true],
		['contains', 'tea', 'Fargo Coffeehaus', false],
		['starts', 'fargo', 'Fargo Coffeehaus', true],
		['starts', 'coffee', 'Fargo Coffeehaus', false],
		['in', 'us, ca', 'CA', true],
		['in', ['us', 'mx'], 'CA', false],
		['blank', null, '  ', true],
		['blank', null, 0, false],
		['blank', null, false, false],
		['blank', null, [], true],
		['not_blank', null, 'x', true],
		['not_blank', null, ' ', false],
		['eq', 'tea', ['coffee', 'tea'], true],
		['ne', 'tea', ['coffee', 'tea'], false],
	])('%s %j of %j is %s', (op, value, held, expected) => {
		expect(is(op, value, held)).toBe(expected)
	})

	test('a field that is not there is blank', () => {
		expect(isBlank(undefined)).toBe(true)
		expect(holds({ field: 'none', op: 'blank' }, {})).toBe(true)
		expect(holds({ field: 'none', op: 'eq', value: '' }, {})).toBe(false)
	})
})

test('laws: an empty all is true, an empty any is not, not turns around, all and any are each other’s mirror', () => {
	expect(holds({ all: [] }, {})).toBe(true)
	expect(holds({ any: [] }, {})).toBe(false)
	const one = fc.record({
		field: fc.constantFrom('a', 'b'),
		op: fc.constantFrom('eq', 'ne', 'lt', 'gte', 'contains', 'blank'),
		value: fc.constantFrom('1', '02', 'x', ''),
	})
	const row = fc.record({ a: fc.constantFrom('1', 'X', '', null, 2), b: fc.constantFrom('x1', '10', null) })
	fc.assert(
		fc.property(fc.array(one as fc.Arbitrary<Predicate>, { maxLength: 4 }), row, (parts, fields) => {
			expect(holds({ not: { all: parts } }, fields)).toBe(holds({ any: parts.map((not) => ({ not })) }, fields))
			expect(holds({ all: parts }, fields)).toBe(parts.every((part) => holds(part, fields)))
		}),
		lawCases(371),
	)
})

test('what is stored reads back as it was, and what nobody vouches for is none', () => {
	const whole: Predicate = {
		all: [{ field: 'score', op: 'gte', value: 100 }, { any: [{ not: { field: 'country', op: 'in', value: ['US', 'CA'] } }, { field: 'title', op: 'blank' }] }],
	}
	expect(readPredicate(JSON.parse(JSON.stringify(whole)))).toEqual(whole)
	expect(fieldsIn(whole)).toEqual(['score', 'country', 'title'])
	const deep = (levels: number): unknown => (levels === 0 ? { field: 'a', op: 'blank' } : { not: deep(levels - 1) })
	for (const raw of [
		null,
		'x',
		3,
		[],
		{},
		{ all: 'x' },
		{ all: [{}] },
		{ any: [{ field: 'a', op: 'like', value: 'b' }] },
		{ not: null },
		{ field: '', op: 'eq', value: 1 },
	])
		expect(readPredicate(raw), JSON.stringify(raw)).toBeNull()
	for (const raw of [
		{ field: 'a', op: 'eq' },
		{ field: 'a', op: 'eq', value: {} },
		{ field: 'a', op: 'in', value: [1] },
		deep(20),
		{ all: Array(101).fill({ field: 'a', op: 'blank' }) },
	])
		expect(readPredicate(raw), JSON.stringify(raw).slice(0, 60)).toBeNull()
	expect(readPredicate(deep(6))).not.toBeNull()
})

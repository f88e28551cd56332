import { expect, test } from 'vitest'
import type { PredicateValue } from '../../../app/engine/base/predicate.ts'
import { askedObject, type ObjectRow, objectFieldOf, objectKind, objectValue } from '../../../app/engine/marketing/object-field.ts'
import { planSegment, readSegment } from '../../../app/engine/marketing/segment.ts'

const rows: ObjectRow[] = [
	{ object: 'loan', name: 'Grinder', custom: { units: '2', until: '2026-06-30', rented: true, colours: ['red', 'black'] } },
	{ object: 'loan', name: ' grinder ', custom: { units: 'many', until: 'soon', rented: false } },
	{ object: 'loan', name: 'Brewer', custom: { units: '9' } },
	{ object: 'course', name: 'Grinder', custom: { units: '5' } },
]

test.each<[string, PredicateValue]>([
	['object.loan.name:text', ['Grinder', ' grinder ', 'Brewer']],
	['object.loan.units:number', ['2', '9']],
	['object.loan.units:number=GRINDER', ['2']],
	['object.loan.until:day', ['2026-06-30']],
	['object.loan.rented:boolean', ['true', 'false']],
	['object.loan.colours:choices', ['red', 'black']],
	['object.loan.colours:text', []],
	['object.loan:count', 3],
	['object.loan:count=grinder', 2],
	['object.none:count', 0],
])('%s of what hangs off her', (asked, value) => {
	const field = objectFieldOf(asked)
	expect(field && objectValue(rows, field)).toEqual(value)
})

test.each([
	'object.loan',
	'object.loan.units',
	'object.loan.units:instant',
	'object.Loan:count',
	'object.loan.name:number',
	'object.loan:count=',
	'object.loan:count= x',
])('%s is no question', (asked) => {
	expect(objectFieldOf(asked)).toBeNull()
	expect(readSegment({ field: asked, op: 'not_blank' })).toMatchObject({ refusals: [{ code: 'PREDICATE_FIELD' }] })
})

test('a name may say anything, and a question is compared as the field is', () => {
	expect(objectFieldOf('object.loan.units:number=A=B: "C"')).toEqual({ object: 'loan', field: 'units', kind: 'number', named: 'A=B: "C"' })
	expect(askedObject('loan', { name: 'colours', type: 'multipicklist' })).toBe('object.loan.colours:choices')
	expect(askedObject('loan', null)).toBe('object.loan:count')
	const kindOf = (asked: string) => {
		const field = objectFieldOf(asked)
		return field && objectKind(field)
	}
	expect(['until:day', 'rented:boolean', 'colours:choices'].map((field) => kindOf(`object.loan.${field}`))).toEqual(['day', 'text', 'text'])
	expect(planSegment({ field: 'object.loan:count', op: 'lt', value: 1 })).toMatchObject({ shape: 'count', isOfNought: true, rows: { object: 'loan' } })
	expect(planSegment({ field: 'object.loan.units:number', op: 'lt', value: 1 })).toMatchObject({ shape: 'set', isOfNought: false })
	expect(readSegment({ field: 'object.loan.units:number', op: 'lt', value: 'x' })).toMatchObject({ refusals: [{ code: 'PREDICATE_VALUE' }] })
})

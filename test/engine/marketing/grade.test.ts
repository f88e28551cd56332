import fc from 'fast-check'
import { expect, test } from 'vitest'
import { explainGrade, gradeOf, grades } from '../../../app/engine/marketing/grade.ts'
import { countFieldOf, isTimely, namesSegment, planSegment, readSegment, segmentValues } from '../../../app/engine/marketing/segment.ts'
import { lawCases } from '../../support/laws.ts'

test.each([
	[0, 'D'],
	[1, 'D+'],
	[-1, 'D-'],
	[-2, 'F'],
	[-40, 'F'],
	[3, 'C'],
	[9, 'A'],
	[10, 'A+'],
	[99, 'A+'],
])('%i thirds above D are %s', (thirds, grade) => {
	expect(gradeOf(thirds)).toBe(grade)
})

test('law: a criterion more never lowers a grade when it gives, and one that does not hold says nothing', () => {
	const criterion = fc.record({ name: fc.constant('x'), weight: fc.integer({ min: -6, max: 6 }), holds: fc.boolean() })
	const place = (list: Parameters<typeof explainGrade>[0]) => grades.indexOf(explainGrade(list).grade)
	fc.assert(
		fc.property(fc.array(criterion, { maxLength: 8 }), fc.integer({ min: 1, max: 6 }), (list, weight) => {
			expect(place([...list, { name: 'y', weight, holds: true }])).toBeGreaterThanOrEqual(place(list))
			expect(place([...list, { name: 'y', weight, holds: false }])).toBe(place(list))
		}),
		lawCases(12),
	)
})

test('what may be asked of a person, and what may not', () => {
	const codes = (json: unknown) => {
		const answer = readSegment(json)
		return answer.ok ? 'ok' : answer.refusals.map(({ code }) => code).join()
	}
	expect(
		codes({
			all: [
				{ field: 'score', op: 'gte', value: 100 },
				{ field: 'did:order.placed:30', op: 'eq', value: 0 },
				{ field: 'list', op: 'in', value: [3, 4] },
			],
		}),
	).toBe('ok')
	expect(codes({ all: [] })).toBe('SEGMENT_EMPTY')
	expect(codes({ field: 'passwordHash', op: 'eq', value: 'x' })).toBe('PREDICATE_FIELD')
	expect(codes({ field: 'did:order.placed:0', op: 'gt', value: 1 })).toBe('PREDICATE_FIELD')
	expect(codes({ field: 'optedOut', op: 'contains', value: 'x' })).toBe('PREDICATE_OP')
	expect(codes({ field: 'score', op: 'gt', value: 'many' })).toBe('PREDICATE_VALUE')
	expect([countFieldOf('did:page.viewed'), countFieldOf('did:page.viewed:7'), countFieldOf('did:')]).toEqual([
		{ activity: 'page.viewed', days: null },
		{ activity: 'page.viewed', days: 7 },
		null,
	])
	expect(isTimely({ not: { field: 'did:page.viewed:7', op: 'eq', value: 0 } })).toBe(true)
	expect(
		isTimely({
			any: [
				{ field: 'did:page.viewed', op: 'eq', value: 0 },
				{ field: 'score', op: 'eq', value: 0 },
			],
		}),
	).toBe(false)
})

test('days are counted back from the instant that asks', () => {
	const at = new Date('2026-03-31T12:00:00Z')
	const seen = (iso: string) => ({ kind: 'page.viewed', at: new Date(iso) })
	const facts = {
		values: {},
		custom: {},
		rows: [],
		lastActivityAt: new Date('2026-03-29T13:00:00Z'),
		activities: [seen('2026-03-01T12:00:00.000Z'), seen('2026-03-01T12:00:00.001Z'), seen('2026-03-29T13:00:00Z')],
	}
	expect(segmentValues(facts, ['did:page.viewed:30', 'did:page.viewed', 'did:order.placed'], at)).toMatchObject({
		quietDays: 1,
		'did:page.viewed:30': 2,
		'did:page.viewed': 3,
		'did:order.placed': 0,
	})
	expect(segmentValues({ ...facts, lastActivityAt: null }, [], at)['quietDays']).toBeNull()
})

test('what does not hold gives nothing', () => {
	const criteria = [
		{ name: 'city', weight: 2, holds: true },
		{ name: 'size', weight: 4, holds: false },
	]
	expect(explainGrade(criteria)).toEqual({ thirds: 2, grade: gradeOf(2) })
})

test('a question within another is found: one that time answers, and one about a segment', () => {
	const [seen, score, inThree] = [
		{ field: 'did:page.viewed:7', op: 'eq', value: 0 },
		{ field: 'score', op: 'eq', value: 0 },
		{ field: 'list', op: 'in', value: [3, 4] },
	] as const
	for (const [predicate, timely, names] of [
		[{ any: [seen, score] }, true, false],
		[{ all: [score, inThree] }, false, true],
		[{ any: [score, { not: inThree }] }, false, true],
		[{ all: [score, score] }, false, false],
	] as const)
		expect([isTimely(predicate), namesSegment(predicate, new Set([3]))]).toEqual([timely, names])
	expect(planSegment({ any: [score, { all: [seen] }] })).toMatchObject({
		any: [{ shape: 'one' }, { all: [{ shape: 'count', isOfNought: true, count: { activity: 'page.viewed', days: 7 } }] }],
	})
})

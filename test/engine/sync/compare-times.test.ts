import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedSince } from '../../../app/engine/sync/changed-since.ts'
import { compareTimes } from '../../../app/engine/sync/compare-times.ts'
import type { FieldTime, SyncValue } from '../../../app/engine/sync/types.ts'
import { lawCases } from '../../support/laws.ts'

const at = (evidence: FieldTime['evidence'], seconds: number): FieldTime => ({
	at: new Date(Date.UTC(2026, 10, 22, 10) + seconds * 1000).toISOString(),
	evidence,
})

test.each<[string, FieldTime | undefined, FieldTime | undefined, number, string]>([
	['the later field', at('field', 3), at('field', 0), 0, 'crm'],
	['the later field of the other side', at('field', 0), at('field', 3), 0, 'ma'],
	['a millisecond is enough between our own', at('field', 0.001), at('field', 0), 0, 'crm'],
	['the same time', at('field', 0), at('field', 0), 0, 'tie'],
	['closer than the skew', at('field', 1.999), at('field', 0), 2000, 'tie'],
	['as far as the skew', at('field', 2), at('field', 0), 2000, 'crm'],
	['the later record', at('record', 0), at('record', 9), 2000, 'ma'],
	['a record older than a field: the field is later', at('field', 9), at('record', 0), 2000, 'crm'],
	['a record newer than a field says nothing', at('field', 0), at('record', 9), 2000, 'tie'],
	['a field of ours against an older record of theirs', at('record', 0), at('field', 9), 2000, 'ma'],
	['a field of ours against a newer record of theirs', at('record', 9), at('field', 0), 2000, 'tie'],
	['a record within the skew of a field', at('field', 1), at('record', 0), 2000, 'tie'],
	['any evidence beats none', at('record', 0), at('none', 9), 0, 'crm'],
	['any evidence beats none on the other side', undefined, at('field', 0), 0, 'ma'],
	['none on both', at('none', 0), at('none', 9), 0, 'tie'],
	['nothing known at all', undefined, undefined, 0, 'tie'],
	['no time after all', { at: 'yesterday', evidence: 'field' }, at('field', 0), 0, 'tie'],
	['a microsecond between our own', { at: '2026-11-22T10:00:00.000002Z', evidence: 'field' }, { at: '2026-11-22T10:00:00.00001Z', evidence: 'field' }, 0, 'ma'],
	[
		'the same microsecond, written twice',
		{ at: '2026-11-22T10:00:00.000120Z', evidence: 'field' },
		{ at: '2026-11-22T10:00:00.00012Z', evidence: 'field' },
		0,
		'tie',
	],
	[
		'a microsecond means nothing with an outside side',
		{ at: '2026-11-22T10:00:00.000002Z', evidence: 'field' },
		{ at: '2026-11-22T10:00:00.00001Z', evidence: 'field' },
		1,
		'tie',
	],
])('%s', (_name, crm, ma, skewMs, expected) => expect(compareTimes(crm, ma, skewMs)).toBe(expected))

test('law: who is asked first makes no difference, and more skew never finds a winner that less does not', () => {
	const time = fc.option(
		fc
			.record({ evidence: fc.constantFrom('field', 'record', 'none'), seconds: fc.integer({ min: 0, max: 8 }) })
			.map(({ evidence, seconds }) => at(evidence as 'field', seconds)),
		{ nil: undefined },
	)
	const turned = { crm: 'ma', ma: 'crm', tie: 'tie' } as const
	fc.assert(
		fc.property(time, time, fc.constantFrom(0, 1000, 3000), (a, b, skewMs) => {
			expect(compareTimes(b, a, skewMs)).toBe(turned[compareTimes(a, b, skewMs)])
			const wide = compareTimes(a, b, skewMs + 2000)
			if (wide !== 'tie') expect(compareTimes(a, b, skewMs)).toBe(wide)
		}),
		lawCases(392),
	)
})

test.each<[SyncValue | undefined, SyncValue, SyncValue, string]>([
	[undefined, 'v', 'w', 'neither'],
	['v', 'v', 'v', 'neither'],
	['v', 'x', 'v', 'crm'],
	['v', 'v', 'x', 'ma'],
	['v', 'x', 'y', 'both'],
	[null, null, 'x', 'ma'],
	[['a', 'b'], ['a', 'b'], ['a'], 'ma'],
])('agreed on %j, now %j and %j: changed by %s', (agreed, crm, ma, expected) => expect(changedSince(agreed, crm, ma)).toBe(expected))

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ResolveCase, resolveField } from '../../../app/engine/sync/resolve-field.ts'
import { lawCases } from '../../support/laws.ts'
import { expandTable } from './resolver-table.ts'

const cases = expandTable()
const caseOf = (one: Omit<(typeof cases)[number], 'wanted' | 'row'>, more: Partial<ResolveCase> = {}) =>
	({ ...one, tieWinner: 'crm', pinned: false, ...more }) as ResolveCase
const twoWay = ['use_ma', 'use_crm', 'most_recent']

test('the table has 720 different cases: 6 behaviours, 2 ways with blank, 5 states of values, 4 of changes, 3 of times', () => {
	expect(new Set(cases.map(({ wanted: _wanted, row: _row, ...one }) => JSON.stringify(one))).size).toBe(720)
	expect(cases.filter(({ wanted }) => wanted?.value === null).length).toBe(32)
})

test('(A2, A3) each of the 720 cases does what its cell says', () => {
	for (const one of cases) {
		const { wrote, value } = resolveField(caseOf(one))
		expect(wrote ? { wrote, value } : null, JSON.stringify(one)).toEqual(one.wanted)
	}
})

test('what was written leaves both sides equal where both may write, and a second run writes nothing', () => {
	for (const one of cases) {
		const { wrote, value, winner } = resolveField(caseOf(one))
		const after = { ...one, ...(wrote === 'crm' ? { crm: value } : wrote === 'ma' ? { ma: value } : {}) } as typeof one
		if (twoWay.includes(one.behaviour)) expect(after.crm, JSON.stringify(one)).toBe(after.ma)
		// Whatever is then said about changes and times: equal sides need nothing, and one way has nothing left to tell.
		const changes = after.crm === after.ma ? ['neither', 'crm', 'ma', 'both'] : [one.changed]
		for (const changed of changes) expect(resolveField(caseOf({ ...after, changed })).wrote, JSON.stringify(one)).toBeNull()
		expect(wrote === null).toBe(winner === null)
		if (wrote) expect(wrote).not.toBe(winner)
	}
})

test('a pinned field stays as it is in every case, and a tie goes to whom the connection says', () => {
	for (const one of cases) {
		expect(resolveField(caseOf(one, { pinned: true })).wrote).toBeNull()
		const [toCrm, toMa] = [resolveField(caseOf(one)), resolveField(caseOf(one, { tieWinner: 'ma' }))]
		const isTie = toCrm.rule === 'most_recent.tie'
		expect(isTie).toBe(one.behaviour === 'most_recent' && one.later === 'tie' && one.crm === 'v' && one.ma === 'w' && ['neither', 'both'].includes(one.changed))
		expect(toMa).toEqual(isTie ? { rule: 'most_recent.tie_ma', winner: 'ma', wrote: 'crm', value: 'w' } : toCrm)
	}
})

test.each([
	['use_crm', 'fill', 'v', 'w', 'both', 'tie', 'use_crm.both_filled'],
	['use_ma', 'fill', 'v', 'w', 'both', 'tie', 'use_ma.both_filled'],
	['use_ma', 'clear', 'v', null, 'ma', 'tie', 'use_ma.cleared'],
	['use_crm', 'clear', null, 'w', 'neither', 'tie', 'use_crm.filled'],
	['most_recent', 'fill', null, 'w', 'crm', 'crm', 'most_recent.filled'],
	['most_recent', 'clear', null, 'w', 'crm', 'ma', 'most_recent.cleared'],
	['most_recent', 'clear', null, 'w', 'both', 'tie', 'most_recent.tie_filled'],
	['most_recent', 'clear', null, 'w', 'both', 'ma', 'most_recent.filled'],
	['most_recent', 'clear', null, 'w', 'neither', 'tie', 'most_recent.filled'],
	['most_recent', 'fill', 'v', 'w', 'ma', 'crm', 'most_recent.only_change'],
	['most_recent', 'fill', 'v', 'w', 'both', 'ma', 'most_recent.later'],
	['crm_to_ma', 'clear', null, 'w', 'crm', 'tie', 'crm_to_ma.cleared'],
	['crm_to_ma', 'fill', null, 'w', 'crm', 'tie', 'crm_to_ma.owner_blank'],
	['ma_to_crm', 'fill', null, 'w', 'neither', 'tie', 'ma_to_crm.copied'],
	['off', 'fill', 'v', 'w', 'both', 'crm', 'off'],
	['off', 'fill', 'v', 'v', 'both', 'crm', 'equal'],
])('%s %s of %s and %s, changed %s, later %s: %s', (behaviour, blank, crm, ma, changed, later, rule) => {
	expect(resolveField({ behaviour, blank, crm, ma, changed, later, tieWinner: 'crm', pinned: false } as ResolveCase).rule).toBe(rule)
})

test('law: nothing is made up; what is written is what the winner held', () => {
	const value = fc.constantFrom<ResolveCase['crm']>(null, true, false, '0', 'x', ['a'], ['a', 'b'])
	const given = fc.record({
		behaviour: fc.constantFrom('use_ma', 'use_crm', 'most_recent', 'crm_to_ma', 'ma_to_crm', 'off'),
		blank: fc.constantFrom('fill', 'clear'),
		crm: value,
		ma: value,
		changed: fc.constantFrom('neither', 'crm', 'ma', 'both'),
		later: fc.constantFrom('crm', 'ma', 'tie'),
		tieWinner: fc.constantFrom('crm', 'ma'),
		pinned: fc.boolean(),
	}) as fc.Arbitrary<ResolveCase>
	fc.assert(
		fc.property(given, (one) => {
			const { winner, wrote, value: written } = resolveField(one)
			if (JSON.stringify(one.crm) === JSON.stringify(one.ma)) expect(wrote).toBeNull()
			if (winner) expect(written).toEqual(one[winner])
			if (one.behaviour === 'crm_to_ma') expect(wrote).not.toBe('crm')
			if (one.behaviour === 'ma_to_crm') expect(wrote).not.toBe('ma')
		}),
		lawCases(390),
	)
})

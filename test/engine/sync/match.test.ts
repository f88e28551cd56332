import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Candidate, decideMatch, type MatchCase, mayCreate, rank } from '../../../app/engine/sync/match.ts'

const one = (id: string, more: Partial<Candidate> = {}): Candidate => ({
	...{ object: 'contact', id, isLinked: false, ownerActive: true, openOpportunity: false, lastActivityAt: null, createdAt: '2026-01-01', convertedTo: null },
	...more,
})
const lead = (id: string, more: Partial<Candidate> = {}) => one(id, { object: 'lead', ...more })
const nobody: MatchCase = { named: null, mail: 'luka@fargo.test', contacts: [], leads: [], emailMode: 'one', fallbackEmail: true }
const converted = lead('8', { convertedTo: { object: 'contact', id: '80' } })

describe('the ladder (A24, A25)', () => {
	test.each<[string, Partial<MatchCase>, object]>([
		['the record that it names, before its address', { named: lead('3'), contacts: [one('1')] }, { kind: 'link', object: 'lead', id: '3', rung: 'crm_id' }],
		['the contact of a named lead that was converted', { named: converted }, { kind: 'link', object: 'contact', id: '80', rung: 'converted_lead' }],
		['a contact before a lead', { contacts: [one('1')], leads: [lead('2')] }, { kind: 'link', object: 'contact', id: '1', rung: 'contact', duplicates: [] }],
		['a lead before a converted one', { leads: [converted, lead('9')] }, { kind: 'link', object: 'lead', id: '9', rung: 'lead' }],
		['a converted lead is its contact', { leads: [converted] }, { kind: 'link', object: 'contact', id: '80', rung: 'converted_lead' }],
		['nobody has the address', {}, { kind: 'create' }],
		['no address', { mail: null }, { kind: 'none', reason: 'NO_EMAIL' }],
		['a named record needs no address', { mail: null, named: one('1') }, { kind: 'link', id: '1' }],
		['an address of several does not tell them apart', { emailMode: 'multi', fallbackEmail: false, contacts: [one('1')] }, { kind: 'create' }],
		['of several of one address each has a record of her own', { emailMode: 'multi', contacts: [one('1', { isLinked: true })] }, { kind: 'create' }],
		[
			'or the next one that nobody has',
			{ emailMode: 'multi', contacts: [one('1', { isLinked: true })], leads: [lead('2', { isLinked: true }), lead('3')] },
			{ kind: 'link', object: 'lead', id: '3', duplicates: [] },
		],
		['unless it may fall back on it', { emailMode: 'multi', contacts: [one('1')] }, { kind: 'link', id: '1' }],
		['who is linked is nobody else’s', { contacts: [one('1', { isLinked: true })] }, { kind: 'none', reason: 'DUPLICATE_MATCH', duplicates: ['contact:1'] }],
		['the next of several is free', { contacts: [one('1', { isLinked: true }), one('2')] }, { kind: 'link', id: '2', duplicates: ['contact:1', 'contact:2'] }],
		['a named record that is linked is not linked twice', { named: one('1', { isLinked: true }) }, { kind: 'none', reason: 'DUPLICATE_MATCH' }],
	])('%s', (_name, given, expected) => {
		expect(decideMatch({ ...nobody, ...given })).toMatchObject(expected)
	})
})

test('(A14) of several: owner active, open opportunity, latest activity, oldest, smallest id', () => {
	const inOrder = [
		one('9', { openOpportunity: true }),
		one('8', { lastActivityAt: '2026-03-01' }),
		one('7', { lastActivityAt: '2026-02-01' }),
		one('6', { createdAt: '2025-01-01' }),
		one('4'),
		one('10'),
		one('1', { ownerActive: false, openOpportunity: true, lastActivityAt: '2026-03-05' }),
	]
	fc.assert(
		fc.property(fc.shuffledSubarray(inOrder, { minLength: inOrder.length }), (shuffled) => {
			expect(rank(shuffled)).toEqual(inOrder)
			expect(decideMatch({ ...nobody, contacts: shuffled })).toEqual({
				kind: 'link',
				object: 'contact',
				id: '9',
				rung: 'contact',
				duplicates: inOrder.map(({ id }) => `contact:${id}`),
			})
		}),
	)
})

test.each([
	['nobody has taken the prospect', {}, false],
	['somebody has', { isAssigned: true }, true],
	['what she did counts as taking', { isEarned: true }, true],
	['what she did opens no mapping that makes nobody', { creates: 'never' as const, isEarned: true }, false],
	['what she did opens no source that only meets', { policy: 'match_only' as const, isEarned: true }, false],
	['everybody goes over', { creates: 'always' as const }, true],
	['nobody goes over', { creates: 'never' as const, isAssigned: true }, false],
	['this source only meets whom it knows', { policy: 'match_only' as const, isAssigned: true }, false],
	['this source goes nowhere', { policy: 'never' as const, creates: 'always' as const }, false],
])('the gate: %s', (_name, given, expected) => {
	expect(mayCreate({ creates: 'gate', isAssigned: false, isEarned: false, policy: 'create', ...given })).toBe(expected)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longReference } from '../../../app/engine/sync/long-reference.ts'
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

/**
 * The ladder said once more, in the plainest way: who is named, else the first rung with anybody on it; on it whoever nobody has yet, and all of them
 * told when there are several. `null`: she is made anew.
 */
function plainLadder({ named, mail, contacts, leads }: MatchCase): { id: string; object: string } | 'nobody' | null {
	const rungs = named ? [[named]] : mail === null ? [] : [contacts, leads.filter((one) => !one.convertedTo), leads.filter((one) => one.convertedTo)]
	if (!named && mail === null) return 'nobody'
	const hits = rungs.find((rung) => rung.length > 0)
	if (!hits) return null
	const free = hits.filter(({ isLinked }) => !isLinked).toSorted((a, b) => Number(a.id) - Number(b.id))[0]
	return free ? (free.convertedTo ?? { object: free.object, id: free.id }) : 'nobody'
}

const candidates = (object: string, from: number, converts: boolean) =>
	fc.array(fc.record({ isLinked: fc.boolean(), isConverted: fc.boolean() }), { maxLength: 4 }).chain((all) =>
		fc.shuffledSubarray(
			all.map(({ isLinked, isConverted }, at) =>
				one(String(from + at), { object, isLinked, convertedTo: converts && isConverted ? { object: 'contact', id: String(900 + at) } : null }),
			),
			{ minLength: all.length },
		),
	)

test('(A25) law: the id before the address, a contact before a lead before a converted one, whoever shares the address and in whatever order', () => {
	const named = fc.option(fc.oneof(candidates('contact', 1, false), candidates('lead', 50, true)).map((all) => all[0] ?? null))
	fc.assert(
		fc.property(
			named,
			fc.option(fc.constant('luka@fargo.test')),
			candidates('contact', 100, false),
			candidates('lead', 200, true),
			(who, mail, contacts, leads) => {
				const given: MatchCase = { ...nobody, named: who, mail, contacts, leads }
				const [match, plain] = [decideMatch(given), plainLadder(given)]
				if (plain === null) return void expect(match).toEqual({ kind: 'create' })
				if (plain === 'nobody') return void expect(match).toMatchObject({ kind: 'none', reason: who || mail !== null ? 'DUPLICATE_MATCH' : 'NO_EMAIL' })
				expect(match).toMatchObject({ kind: 'link', ...plain })
				expect(match.kind === 'link' && match.duplicates.length, 'several are always told').not.toBe(1)
			},
		),
		{ numRuns: 2000 },
	)
})

// Worked out by hand: for each five characters a bit for every capital, the first the lowest, as A to Z and 0 to 5.
const lengths = [
	['001A0000006Vm9r', '001A0000006Vm9rIAC'],
	['00Q5g0000000001', '00Q5g0000000001EAA'],
	['003ABCDEFGHIJKL', '003ABCDEFGHIJKLY55'],
] as const

test.each(lengths)('(A25) %s and %s are one record, in whatever case the long one came; the short one of another case is another record', (short, long) => {
	expect([short, long, long.toLowerCase(), long.toUpperCase()].map(longReference)).toEqual([long, long, long, long])
	const other = short.replace(/[A-Za-z]/, (letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
	expect(longReference(other)).not.toBe(long)
})

test('(A25) law: an id has one long form, which is its own; what is none stays as it is', () => {
	const alnum = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')
	fc.assert(
		fc.property(fc.string({ unit: alnum, minLength: 15, maxLength: 15 }), (short) => {
			const long = longReference(short)
			expect(long.slice(0, 15)).toBe(short)
			for (const form of [long, long.toLowerCase(), long.toUpperCase()]) expect(longReference(form)).toBe(long)
		}),
	)
	for (const other of ['', '17', 'guest@fargo.test', '00Q5g00000000018', '00Q5g0000000001ZZZ', 'abc-defghijklmnopq']) expect(longReference(other)).toBe(other)
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

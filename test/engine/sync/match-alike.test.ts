import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareAlike, decideAlike, type Known } from '../../../app/engine/sync/match-alike.ts'

const known = (more: Partial<Known> = {}): Known => ({ name: 'Harbor Clinics', parents: [], ...more })
const there = (id: string, more: Partial<Known> = {}, isLinked = false) => ({
	...{ object: 'Account', id, isLinked, ownerActive: true, openOpportunity: false, lastActivityAt: null, createdAt: null, convertedTo: null },
	known: known(more),
})

test.each([
	['a name alone', known(), known(), 'maybe'],
	['another name', known(), known({ name: 'Harbor Clinic' }), 'other'],
	[
		'the name in another case and spacing, and the same site',
		known({ name: ' harbor  CLINICS', website: 'https://www.harbor.example/team' }),
		known({ website: 'harbor.example' }),
		'same',
	],
	['the same telephone with and without its country', known({ phone: '+1 (701) 555-0101' }), known({ phone: '701 555 0101' }), 'same'],
	['the same code of the post', known({ postalCode: 'k1a 0b1' }), known({ postalCode: 'K1A0B1' }), 'same'],
	['another code of the post', known({ postalCode: '58102' }), known({ postalCode: '10115' }), 'other'],
	[
		'one sign for it and one against',
		known({ postalCode: '58102', website: 'harbor.example' }),
		known({ postalCode: '10115', website: 'harbor.example' }),
		'maybe',
	],
	['the same number', known({ number: 'A-1' }), known({ number: 'a-1' }), 'same'],
	['another number, which says nothing', known({ number: 'A-1' }), known({ number: '77' }), 'maybe'],
	['the same account above', known({ parents: ['001'] }), known({ parents: ['001'] }), 'same'],
	['the same account above, and another day', known({ parents: ['001'], day: '2026-06-01' }), known({ parents: ['001'], day: '2026-07-01' }), 'maybe'],
	['another account above', known({ parents: ['001'] }), known({ parents: ['002'] }), 'other'],
	['an account above that is not over yet', known({ parents: [null] }), known({ parents: ['001'] }), 'other'],
	['no name, and the same two above', known({ name: null, parents: ['006', '003'] }), known({ name: null, parents: ['006', '003'] }), 'same'],
] as const)('(B4) %s', (_, a, b, verdict) => {
	expect([compareAlike(a, b), compareAlike(b, a)]).toEqual([verdict, verdict === 'other' && a.parents.includes(null) ? 'other' : verdict])
})

const site = { website: 'harbor.example' }

test('(B4) one that is sure and free is joined; nobody near is made', () => {
	expect(decideAlike({ mine: known(site), candidates: [there('1', site), there('2', { name: 'Other' })], rivals: [] })).toMatchObject({
		kind: 'link',
		id: '1',
		rung: 'alike',
	})
	expect(decideAlike({ mine: known(site), candidates: [there('2', { name: 'Other' })], rivals: [] })).toEqual({ kind: 'create' })
})

test('(B4) two there, two here, one that is somebody else’s already, or a name alone: told, and nothing is done', () => {
	const none = (duplicates: string[]) => ({ kind: 'none', reason: 'DUPLICATE_MATCH', duplicates })
	expect(decideAlike({ mine: known(site), candidates: [there('2', site), there('1', site)], rivals: [] })).toEqual(none(['Account:1', 'Account:2']))
	expect(decideAlike({ mine: known(site), candidates: [there('1', site)], rivals: [known(site)] })).toEqual(none(['Account:1']))
	expect(decideAlike({ mine: known(site), candidates: [there('1', site, true)], rivals: [] })).toEqual(none(['Account:1']))
	expect(decideAlike({ mine: known(site), candidates: [there('1')], rivals: [] })).toEqual(none(['Account:1']))
	expect(decideAlike({ mine: known(site), candidates: [there('1', site), there('2')], rivals: [] })).toEqual(none(['Account:1', 'Account:2']))
})

test('(B4) a namesake that is somebody else’s bars nobody', () => {
	expect(decideAlike({ mine: known(site), candidates: [there('1', {}, true)], rivals: [] })).toEqual({ kind: 'create' })
})

test('(B4) laws: the order makes no difference, and what is linked is never linked', () => {
	const arb = fc.record({
		name: fc.constantFrom('A', 'B', null),
		website: fc.constantFrom('x', 'y', null),
		postalCode: fc.constantFrom('1', '2', null),
		isLinked: fc.boolean(),
	})
	fc.assert(
		fc.property(arb, fc.array(arb, { maxLength: 6 }), (one, others) => {
			const candidates = others.map(({ isLinked, ...more }, at) => there(String(at), more, isLinked))
			const mine = known({ name: one.name, website: one.website, postalCode: one.postalCode })
			const match = decideAlike({ mine, candidates, rivals: [] })
			expect(decideAlike({ mine, candidates: candidates.toReversed(), rivals: [] })).toEqual(match)
			if (match.kind === 'link') expect(candidates.find(({ id }) => id === match.id)?.isLinked).toBe(false)
		}),
	)
})

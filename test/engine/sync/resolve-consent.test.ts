import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ConsentEvent } from '../../../app/engine/sync/consent.ts'
import { type ConsentCase, resolveConsent } from '../../../app/engine/sync/resolve-consent.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 2, 2, 9, n)).toISOString()
const word = (kind: ConsentEvent['kind'], n: number, hasEvidence = true): ConsentEvent => ({ kind, at: minute(n), hasEvidence })
const flags = (
	crm: boolean | null,
	ma: boolean | null,
	agreed: boolean | undefined,
	words: ConsentEvent[] = [],
	at: [number, number] = [5, 5],
): ConsentCase => ({
	...{ crm, ma, agreed, words, at: { crm: minute(at[0]), ma: minute(at[1]) } },
})
const [no, yes] = [word('opt_out', 1), word('opt_in', 2)]

test.each<[string, ConsentCase, object]>([
	['both out', flags(true, true, true), { writes: [], said: [] }],
	['both out, and nobody ever said so', flags(true, true, false), { writes: [], said: ['crm', 'ma'] }],
	['neither, one of them blank', flags(null, false, undefined), { writes: [], said: [], value: false }],
	['out in marketing', flags(false, true, false), { writes: ['crm'], value: true, said: ['ma'], rule: 'consent.opted_out' }],
	['out in marketing, as she said herself', flags(false, true, false, [word('opt_out', 5)]), { writes: ['crm'], value: true, said: [] }],
	['out in the CRM', flags(true, false, false), { writes: ['ma'], value: true, said: ['crm'] }],
	['out in the CRM after she had said yes', flags(true, false, false, [yes]), { writes: ['ma'], value: true, said: ['crm'] }],
	['out in the CRM, and then she said yes', flags(true, false, false, [word('opt_in', 6)]), { writes: ['crm'], value: false, said: ['crm'] }],
	['out in the CRM at the moment she said yes', flags(true, false, false, [word('opt_in', 5)]), { writes: ['ma'], value: true }],
	['first met, out on one side', flags(true, false, undefined), { writes: ['ma'], value: true, said: ['crm'] }],
	[
		'taken back in marketing, with its evidence',
		flags(true, false, true, [no, yes]),
		{ writes: ['crm'], value: false, rule: 'consent.taken_back', blocked: [] },
	],
	[
		'taken back in marketing, without any',
		flags(true, false, true, [no, word('opt_in', 2, false)]),
		{ writes: ['ma'], value: true, rule: 'consent.no_evidence', blocked: ['ma'] },
	],
	['the flag of the CRM turned off by hand', flags(false, true, true, [no]), { writes: ['crm'], value: true, blocked: ['crm'] }],
	['the flag of the CRM turned off, where only a flag was ever there', flags(false, true, true), { writes: ['crm'], value: true, blocked: ['crm'] }],
	['turned off on both', flags(false, false, true, [no]), { writes: ['crm', 'ma'], value: true, blocked: ['crm', 'ma'] }],
	[
		'made anew: her word outlived her records',
		flags(false, false, undefined, [no]),
		{ writes: ['crm', 'ma'], value: true, rule: 'consent.remembered', blocked: [], said: [] },
	],
	['made anew after she had come back', flags(false, false, undefined, [no, yes]), { writes: [], value: false }],
	['the merge that said no for her was undone', flags(true, false, true, [no, word('none', 3)]), { writes: ['crm'], value: false, blocked: [] }],
	['a complaint', flags(false, false, undefined, [yes, word('complaint', 3)]), { writes: ['crm', 'ma'], value: true }],
	['a bounce is no word on it', flags(false, false, undefined, [yes, word('bounce', 3)]), { writes: [] }],
])('(B9) %s', (_name, given, expected) => {
	expect(resolveConsent(given)).toMatchObject(expected)
})

test('laws: nobody comes back without an opt-in that shows something; both sides agree afterwards, and then nothing is written', () => {
	const words = fc.array(
		fc.record({
			kind: fc.constantFrom('opt_in' as const, 'opt_out' as const, 'bounce' as const, 'complaint' as const),
			n: fc.nat(9),
			hasEvidence: fc.boolean(),
		}),
		{ maxLength: 5 },
	)
	const given = fc.record({
		crm: fc.boolean(),
		ma: fc.boolean(),
		agreed: fc.option(fc.boolean(), { nil: undefined }),
		words,
		at: fc.tuple(fc.nat(9), fc.nat(9)),
	})
	fc.assert(
		fc.property(given, ({ crm, ma, agreed, words: said, at }) => {
			const known = said.map(({ kind, n, hasEvidence }) => word(kind, n, hasEvidence))
			const first = resolveConsent(flags(crm, ma, agreed, known, at))
			const shows = known.some(({ kind, hasEvidence }) => kind === 'opt_in' && hasEvidence)
			if (first.rule === 'consent.taken_back') expect(shows).toBe(true)
			const after = { crm: first.writes.includes('crm') ? first.value : crm, ma: first.writes.includes('ma') ? first.value : ma }
			expect(after.crm).toBe(after.ma)
			if ((crm || ma || agreed === true) && !shows) expect(after.crm).toBe(true)
			const more = first.said.map((role) => word('opt_out', at[role === 'crm' ? 0 : 1]))
			expect(resolveConsent(flags(after.crm, after.ma, first.value, [...known, ...more], at))).toMatchObject({ writes: [], said: [] })
		}),
	)
})

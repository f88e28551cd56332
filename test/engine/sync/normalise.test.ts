import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longReference } from '../../../app/engine/sync/long-reference.ts'
import { isMailAccepted, normaliseMail } from '../../../app/engine/sync/mail.ts'
import { isBlank, isSame, normalise } from '../../../app/engine/sync/normalise.ts'
import { suggestMail } from '../../../app/engine/sync/suggest-mail.ts'
import type { FieldKind, SyncValue } from '../../../app/engine/sync/types.ts'
import { lawCases } from '../../support/laws.ts'

test.each<[FieldKind, SyncValue, SyncValue]>([
	['text', '  Brno ', 'Brno'],
	['text', ' \t\u00a0', null],
	['text', '', null],
	['text', 'one\r\ntwo\rthree', 'one\ntwo\nthree'],
	['text', '0', '0'],
	['text', false, false],
	['picklist', ' Hot ', 'Hot'],
	['phone', ' +1 701 555 0100 ', '+1 701 555 0100'],
	['email', ' Mina.Park@Harbor.EXAMPLE ', 'mina.park@harbor.example'],
	['integer', '007', '7'],
	['integer', '1.0E7', '10000000'],
	['integer', 'many', 'many'],
	['decimal', '0.30', '0.3'],
	['decimal', '-0.0', '0'],
	['boolean', 'true', true],
	['boolean', 'false', false],
	['boolean', 'yes', 'yes'],
	['boolean', false, false],
	['date', '2026-02-28', '2026-02-28'],
	['date', '2026-02-28T23:30:00-05:00', '2026-03-01'],
	['date', '2026-02-30', '2026-02-30'],
	['date', '28.2.2026', '28.2.2026'],
	['instant', '2026-02-28T10:00:00.987+0000', '2026-02-28T10:00:00.000Z'],
	['instant', '2026-02-28T10:00Z', '2026-02-28T10:00:00.000Z'],
	['instant', '2026-02-28 10:00:00+02', '2026-02-28 10:00:00+02'],
	['instant', '2026-02-28', '2026-02-28T00:00:00.000Z'],
	['instant', '2026-02-30T10:00:00Z', '2026-02-30T10:00:00Z'],
	['multipicklist', ['b', ' a', 'b', ''], ['b', 'a']],
	['multipicklist', 'b; a;', ['b', 'a']],
	['multipicklist', [' '], null],
	['multipicklist', [], null],
	['text', ['a', 'b'], 'a;b'],
	['multipicklist', true, ['true']],
	['reference', '001D000000IqhSL', '001D000000IqhSLIAZ'],
	['reference', '1234', '1234'],
])('%s %j is %j', (kind, value, expected) => expect(normalise(value, kind)).toEqual(expected))

test('what is not there is blank; no and nought are values', () => {
	for (const value of [null, undefined, '', ' \u3000', [], ['', ' ']]) expect(isBlank(value)).toBe(true)
	for (const value of [false, '0', ['0']]) expect(isBlank(value)).toBe(false)
	expect(normalise(undefined, 'text')).toBeNull()
})

test('lists are the same by each of their places', () => {
	expect(isSame(['a', 'b'], ['a', 'b'])).toBe(true)
	expect(isSame(['a', 'b'], ['b', 'a'])).toBe(false)
	expect(isSame(['a'], ['a', 'b'])).toBe(false)
	expect(isSame(['a'], null)).toBe(false)
	expect(isSame(['a'], 'a')).toBe(false)
	expect(isSame(false, null)).toBe(false)
})

test('law: the one form is its own form, and blank is null', () => {
	const kinds: FieldKind[] = ['text', 'email', 'phone', 'integer', 'decimal', 'boolean', 'date', 'instant', 'picklist', 'multipicklist', 'reference']
	const near = fc.constantFrom(
		'',
		' a ',
		'A@B.C',
		'ü@Köln.de',
		'01.50',
		'1e3',
		'true',
		'2026-1-1',
		'2026-11-22T10:00:00+01:00',
		'2026-11-22',
		'001D000000IqhSL',
		'x;y',
	)
	const value = fc.oneof(fc.constant(null), fc.boolean(), near, fc.string({ unit: 'grapheme' }), fc.array(near))
	fc.assert(
		fc.property(fc.constantFrom(...kinds), value, (kind, given) => {
			const once = normalise(given, kind)
			expect(normalise(once, kind)).toEqual(once)
			const text = Array.isArray(given) ? given.join(';') : String(given ?? '')
			expect(once === null).toBe(kind === 'multipicklist' ? /^[\s;]*$/.test(text) : text.trim() === '')
		}),
		lawCases(391),
	)
})

describe('a mail address', () => {
	test.each([
		['KAVA@Český-Dům.cz', 'kava@xn--esk-dm-dza8jo2b.cz'],
		['a+tag.b@x.cz', 'a+tag.b@x.cz'],
		['コーヒー@例え.jp', 'コーヒー@xn--r8jz45g.jp'],
		['no-at.cz', 'no-at.cz'],
		['@x.cz', '@x.cz'],
		['a@ü/b', 'a@ü/b'],
	])('%s is %s', (given, expected) => expect(normaliseMail(given)).toBe(expected))

	test.each([
		['luka.novak@fargo.example', true, true],
		['a.@x.cz', false, true],
		['.a@x.cz', false, true],
		['a..b@x.cz', false, true],
		['a b@x.cz', false, false],
		['a@x', false, false],
		['a@x..cz', false, false],
		['a@-x.cz', false, true],
		['a@x-.cz', false, true],
		['a@x.c', false, true],
		['a@x.xn--p1ai', true, true],
		['a"b@x.cz', false, true],
		['a@b@x.cz', false, false],
		[`${'a'.repeat(64)}@x.cz`, true, true],
		[`${'a'.repeat(65)}@x.cz`, false, false],
		[`a@${'b'.repeat(63)}.cz`, true, true],
		[`a@${'b'.repeat(64)}.cz`, false, true],
		[`a@${'b.'.repeat(124)}czz`, true, true],
		[`a@${'b.'.repeat(125)}czz`, false, false],
	])('%s: strict %s, lenient %s', (mail, strict, lenient) => {
		expect([isMailAccepted(mail, 'strict'), isMailAccepted(mail, 'lenient')]).toEqual([strict, lenient])
	})

	test.each([
		['a.@x.cz', 'a@x.cz'],
		['.Luka..Novak@x.cz', 'luka.novak@x.cz'],
		['a@x..cz', 'a@x.cz'],
		['a@x,cz', 'a@x.cz'],
		['a@x.cz.', 'a@x.cz'],
		['a b@x.cz', 'ab@x.cz'],
		['mina@gmial.com', 'mina@gmail.com'],
		['mailto:a@x.cz', 'a@x.cz'],
		['Luka Novak <luka@x.cz>', 'luka@x.cz'],
		['a@@x.cz', 'a@x.cz'],
		['a@x.cz', null],
		['A@X.CZ', null],
		['a.@x_y.cz', null],
		['a@x', null],
		['nobody', null],
		['', null],
	])('%s probably means %s', (given, meant) => expect(suggestMail(given)).toBe(meant))
})

test('an id of 15 letters and one of 18 are the same record; case tells two apart', () => {
	expect(longReference('003000000000001')).toBe('003000000000001AAA')
	expect(longReference('a0B3h000000ABcd')).not.toBe(longReference('a0B3h000000abcd'))
	expect(longReference('ABCDEFGHIJKLMNO')).toBe('ABCDEFGHIJKLMNO555')
	expect(longReference('001D000000IqhSLIAZ')).toBe('001D000000IqhSLIAZ')
})

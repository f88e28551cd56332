import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideLink } from '../../../app/engine/sync/decide-link.ts'
import { normalise } from '../../../app/engine/sync/normalise.ts'
import { canonicalCrm, overflowOf, tellCrm } from '../../../app/engine/sync/project.ts'
import type { FieldKind, FieldShape, LinkCase, SyncValue, Transform } from '../../../app/engine/sync/types.ts'
import { lawCases } from '../../support/laws.ts'
import { applied, linkCase, mapOf, type OneField, shapeOf } from '../../support/sync-case.ts'

const choices = { kind: 'multipicklist' } as const
const one = (field: OneField, more: Partial<LinkCase> = {}) => decideLink(linkCase({ f: field }, more))
const noteOf = (field: OneField, more: Partial<LinkCase> = {}) => one(field, more).decisions.map(({ rule, note }) => `${rule} ${note}`)

describe('a department changes while the phone does too', () => {
	const link = linkCase({
		department: { crm: 'Purchasing', ma: 'Kitchen', agreed: 'Kitchen', map: { behaviour: 'use_crm' } },
		phone: { crm: '+1 701 555 0100', ma: '+1 701 555 0199', agreed: '+1 701 555 0100' },
		city: { crm: 'Fargo', ma: 'Fargo', agreed: 'Fargo' },
		title: { crm: null, ma: 'Chef' },
	})
	const decision = decideLink(link)
	test('each goes its own way, and only what must change is written', () => {
		expect(decision.ma).toEqual({ ma_department: 'Purchasing' })
		expect(decision.crm).toEqual({ crm_phone: '+1 701 555 0199', crm_title: 'Chef' })
		expect(decision.agreed).toEqual({ department: 'Purchasing', phone: '+1 701 555 0199', title: 'Chef' })
		expect(decision.equal).toBe(1)
	})
	test('the journal says both values, who changed, the rule and what was written where', () => {
		expect(decision.decisions[0]).toEqual({
			...{ key: 'department', crmField: 'crm_department', maField: 'ma_department', crm: 'Purchasing', ma: 'Kitchen', changed: 'crm' },
			...{ later: 'tie', rule: 'use_crm.both_filled', winner: 'crm', wrote: 'ma', value: 'Purchasing', note: null },
		})
		expect(decision.decisions.map(({ key }) => key)).toEqual(['department', 'phone', 'title'])
	})
})

describe('several values of one side, one of the other (A20)', () => {
	const list = (crm: SyncValue, agreed: SyncValue, map: OneField['map'] = {}, crmShape: Partial<FieldShape> = {}) =>
		one({ crm, ma: ['a', 'b', 'c'], agreed, map, crmShape, maShape: choices })

	test('the last one is told, and its echo leaves the list as it is', () => {
		expect(list(null, null)).toMatchObject({ crm: { crm_f: 'c' }, ma: {}, agreed: { f: 'c' } })
		expect(list('c', 'c')).toEqual({ crm: {}, ma: {}, agreed: {}, decisions: [], refusals: [], consents: [], equal: 1 })
	})
	test('another one is put behind; one that is there moves behind', () => {
		expect(list('d', 'c').ma).toEqual({ ma_f: ['a', 'b', 'c', 'd'] })
		expect(list('a', 'c').ma).toEqual({ ma_f: ['b', 'c', 'a'] })
	})
	test('joined into one text, and taken apart again', () => {
		expect(list(null, null, { multi: 'join' }).crm).toEqual({ crm_f: 'a;b;c' })
		expect(list('a; b ;c', 'a;b;c', { multi: 'join' }).equal).toBe(1)
		expect(list('a;d', 'a;b;c', { multi: 'join' }).ma).toEqual({ ma_f: ['a', 'd'] })
		for (const length of [3, 4])
			expect(list(null, null, { multi: 'join', overflow: 'truncate' }, { length }).crm, `${length} letters`).toEqual({ crm_f: 'a;b' })
	})
	test('all of them as a set, in whatever order that side keeps it', () => {
		expect(list(null, null, { multi: 'union' }, choices).crm).toEqual({ crm_f: ['a', 'b', 'c'] })
		expect(list(['c', 'a', 'b'], ['a', 'b', 'c'], { multi: 'union' }, choices).equal).toBe(1)
		expect(list(['d', 'c'], ['a', 'b', 'c'], { multi: 'union' }, choices).ma).toEqual({ ma_f: ['c', 'd'] })
	})
	test('several are an error where the mapping says so, one is not', () => {
		const refused = list('x', null, { multi: 'error', behaviour: 'use_ma' })
		expect(refused.refusals).toEqual([
			{ key: 'f', field: 'crm_f', role: 'crm', code: 'INVALID_TYPE_ON_FIELD_IN_RECORD', value: ['a', 'b', 'c'], facts: { values: 3 } },
		])
		expect(refused).toMatchObject({ crm: {}, ma: {}, agreed: {} })
		expect(one({ crm: null, ma: ['a'], map: { multi: 'error' }, maShape: choices }).crm).toEqual({ crm_f: 'a' })
		expect(list('x', null, { multi: 'error', behaviour: 'crm_to_ma' }).ma).toEqual({ ma_f: ['x'] })
	})
	test('a text on our side, choices on theirs', () => {
		expect(one({ crm: null, ma: 'b; a', crmShape: choices }).crm).toEqual({ crm_f: ['a', 'b'] })
		expect(one({ crm: ['b', 'c'], ma: 'b', agreed: ['b'], crmShape: choices }).ma).toEqual({ ma_f: 'b;c' })
	})
})

describe('one value in the words of each side', () => {
	const pairs: Transform = { kind: 'choices', pairs: { hot: 'Hot - 1', warm: 'Hot - 1', cold: 'Cold - 3' } }
	test('choices by their pairs, there and back', () => {
		expect(one({ crm: null, ma: 'cold', map: { transform: pairs } }).crm).toEqual({ crm_f: 'Cold - 3' })
		expect(one({ crm: 'Cold - 3', ma: 'hot', agreed: 'Hot - 1', map: { transform: pairs } }).ma).toEqual({ ma_f: 'cold' })
		expect(one({ crm: 'Hot - 1', ma: 'warm', agreed: 'Hot - 1', map: { transform: pairs } }).equal).toBe(1)
		expect(one({ crm: null, ma: 'new', map: { transform: pairs } }).crm).toEqual({ crm_f: 'new' })
	})
	test('a word that would come back as another is refused', () => {
		const refused = one({ crm: 'hot', ma: null, map: { transform: pairs } })
		expect(refused.ma).toEqual({})
		expect(refused.refusals).toEqual([{ key: 'f', field: 'ma_f', role: 'ma', code: 'INVALID_TYPE_ON_FIELD_IN_RECORD', value: 'hot', facts: { value: 'hot' } }])
		expect(one({ crm: 'hot', ma: 'cold', map: { transform: pairs, behaviour: 'use_ma' } }).crm).toEqual({ crm_f: 'Cold - 3' })
	})
	test('a word by the name of an object’s own is a word', () => {
		expect(one({ crm: null, ma: 'constructor', map: { transform: pairs } }).crm).toEqual({ crm_f: 'constructor' })
	})
	test('capitals are told; what is written small there is the same', () => {
		const upper: Partial<OneField> = { map: { transform: { kind: 'upper' } } }
		expect(one({ crm: null, ma: 'Brno', ...upper }).crm).toEqual({ crm_f: 'BRNO' })
		expect(one({ crm: 'Brno', ma: 'brno', ...upper }).equal).toBe(1)
		expect(one({ crm: 'Praha', ma: 'Brno', agreed: 'BRNO', ...upper }).ma).toEqual({ ma_f: 'Praha' })
	})
	test('yes and no as text, whichever side holds the text', () => {
		const transform: Transform = { kind: 'boolean_text', yes: 'Ano', no: 'Ne' }
		const boolean = { kind: 'boolean' } as const
		expect(one({ crm: null, ma: false, map: { transform }, maShape: boolean }).crm).toEqual({ crm_f: 'Ne' })
		expect(one({ crm: 'ANO', ma: false, agreed: 'Ne', map: { transform }, maShape: boolean }).ma).toEqual({ ma_f: true })
		expect(one({ crm: false, ma: 'ano', agreed: false, map: { transform }, crmShape: boolean }).crm).toEqual({ crm_f: true })
		expect(one({ crm: true, ma: 'ne', agreed: false, map: { transform }, crmShape: boolean }).ma).toEqual({ ma_f: 'Ano' })
		expect(one({ crm: false, ma: 'maybe', agreed: false, map: { transform }, crmShape: boolean }).refusals[0]?.code).toBe('INVALID_TYPE_ON_FIELD_IN_RECORD')
	})
	test('an address is the same in capitals and in punycode', () => {
		expect(one({ crm: 'Mina@XN--ESK-DM-DZA8JO2B.cz', ma: 'mina@český-dům.cz', crmShape: { kind: 'email' }, maShape: { kind: 'email' } }).equal).toBe(1)
		expect(one({ crm: 'Mina@x.cz', ma: 'mina@x.cz', maShape: { kind: 'email' } }).equal).toBe(1)
	})
})

describe('a field that cannot travel goes alone (B8)', () => {
	test('a name that is too long; the others land', () => {
		const decision = decideLink(linkCase({ name: { crm: null, ma: 'n'.repeat(41), crmShape: { length: 40 } }, city: { crm: null, ma: 'Fargo' } }))
		expect(decision.crm).toEqual({ crm_city: 'Fargo' })
		expect(decision.refusals).toEqual([
			{ key: 'name', field: 'crm_name', role: 'crm', code: 'STRING_TOO_LONG', value: 'n'.repeat(41), facts: { length: 41, limit: 40 } },
		])
		expect(decision.decisions.map(({ key, wrote, note }) => [key, wrote, note])).toEqual([
			['name', null, 'refused'],
			['city', 'crm', null],
		])
		expect(decision.agreed).toEqual({ city: 'Fargo' })
	})
	test('cut where the mapping says so, never through a letter; both then count as agreed', () => {
		const given = linkCase({ f: { crm: null, ma: `${'n'.repeat(39)}👩‍🍳`, map: { overflow: 'truncate' }, crmShape: { length: 41 } } })
		const decision = decideLink(given)
		expect(decision.crm).toEqual({ crm_f: 'n'.repeat(39) })
		expect(decision.decisions.map(({ rule, note }) => [rule, note])).toEqual([['most_recent.filled', 'truncated']])
		expect(decideLink(applied(given, decision))).toMatchObject({ crm: {}, ma: {}, decisions: [], equal: 1 })
	})
	test('an address that only one side takes', () => {
		const refused = one({ crm: null, ma: 'a.@x.cz', crmShape: { kind: 'email' }, maShape: { kind: 'email', mail: 'lenient' } })
		expect(refused.refusals.map(({ code, facts }) => [code, facts])).toEqual([['INVALID_EMAIL_ADDRESS', { value: 'a.@x.cz' }]])
		expect(one({ crm: 'a.@x.cz', ma: null, crmShape: { kind: 'email' }, maShape: { kind: 'email', mail: 'lenient' } }).ma).toEqual({ ma_f: 'a.@x.cz' })
	})
	test('a field that may not be written names the missing right', () => {
		expect(one({ crm: 'x', ma: 'y', agreed: 'x', crmShape: { updateable: false } }).refusals[0]).toMatchObject({
			code: 'INVALID_FIELD_FOR_INSERT_UPDATE',
			role: 'crm',
		})
	})
	test('a required field is never emptied', () => {
		const refused = one({ crm: null, ma: 'x', agreed: 'x', map: { blank: 'clear', behaviour: 'use_crm' }, maShape: { required: true } })
		expect(refused).toMatchObject({ ma: {}, refusals: [{ role: 'ma', code: 'REQUIRED_FIELD_MISSING', value: null }] })
	})
})

describe('held', () => {
	const differs: OneField = { crm: 'v', ma: 'w', agreed: 'v' }
	test('a pin, a broken loop, a stopped mapping, a field that is gone or hidden, and off', () => {
		expect(noteOf(differs, { pinned: ['f'] })).toEqual(['pinned pinned'])
		expect(noteOf(differs, { frozen: ['f'], pinned: ['f'] })).toEqual(['frozen frozen'])
		expect(noteOf({ ...differs, map: { stoppedBy: 'FIELD_MISSING' } }, { frozen: ['f'] })).toEqual(['stopped stopped'])
		expect(noteOf({ ...differs, crmShape: { visible: false } })).toEqual(['stopped stopped'])
		expect(noteOf({ ...differs, map: { behaviour: 'off' } }, { frozen: ['f'] })).toEqual(['off null'])
		const gone = linkCase({ f: differs })
		expect(decideLink({ ...gone, ma: { ...gone.ma, shape: {} } })).toMatchObject({
			crm: {},
			ma: {},
			agreed: {},
			refusals: [],
			equal: 0,
			decisions: [{ rule: 'stopped' }],
		})
	})
	test('what is equal needs no holding', () => {
		expect(one({ crm: 'v', ma: 'v', map: { stoppedBy: 'FIELD_MISSING' } }, { pinned: ['f'], frozen: ['f'] })).toMatchObject({
			equal: 1,
			decisions: [],
			agreed: { f: 'v' },
		})
	})
	test('a tie is written down as one', () => {
		expect(noteOf({ crm: 'v', ma: 'w', agreed: 'x' })).toEqual(['most_recent.tie tie'])
		expect(noteOf({ crm: 'v', ma: null, agreed: 'x', map: { blank: 'clear' } })).toEqual(['most_recent.tie_filled tie'])
		expect(one({ crm: 'v', ma: 'w', agreed: 'x' }, { tieWinner: 'ma' }).crm).toEqual({ crm_f: 'w' })
	})
	test('the later of two changes, by the field’s own time', () => {
		const [early, late] = [
			{ at: '2026-11-22T10:00:00.000Z', evidence: 'field' as const },
			{ at: '2026-11-22T10:00:01.000Z', evidence: 'field' as const },
		]
		expect(one({ crm: 'v', ma: 'w', agreed: 'x', times: { crm: early, ma: late } }).crm).toEqual({ crm_f: 'w' })
		expect(one({ crm: 'v', ma: 'w', agreed: 'x', times: { crm: early, ma: late } }, { skewMs: 2000 }).decisions[0]?.later).toBe('tie')
	})
})

test('equal values make a base without a write, blank ones too', () => {
	const decision = decideLink(
		linkCase({ a: { crm: ' v', ma: 'v' }, b: { crm: '', ma: null }, c: { crm: 'v', ma: 'v', agreed: 'old' }, d: { crm: null, ma: null, agreed: null } }),
	)
	expect(decision).toEqual({ crm: {}, ma: {}, agreed: { a: 'v', b: null, c: 'v' }, decisions: [], refusals: [], consents: [], equal: 4 })
})

const kinds: FieldKind[] = [
	...(['text', 'text', 'text', 'text'] as const),
	'text',
	'text',
	'picklist',
	'email',
	'phone',
	'integer',
	'decimal',
	'boolean',
	'date',
	'instant',
	'multipicklist',
	'multipicklist',
	'reference',
]
const words = [
	'',
	' ',
	'a',
	'A',
	'a;b',
	'b ; a',
	'c',
	'Yes',
	'NO',
	'true',
	'false',
	'1',
	'01.50',
	'2026-11-22',
	'2026-11-22T10:00:00.5+01:00',
	'a@x.cz',
	'A.@x.cz',
	'straße',
	'ǰ',
	'👩‍🍳x',
	'x 👩‍🍳 y',
	'001D000000IqhSL',
]
const value: fc.Arbitrary<SyncValue> = fc.oneof(
	{ weight: 2, arbitrary: fc.constantFrom(null, true, false) },
	{ weight: 4, arbitrary: fc.constantFrom(...words) },
	{ weight: 3, arbitrary: fc.array(fc.constantFrom(...words), { maxLength: 3 }) },
)
const shape = fc.record({
	kind: fc.constantFrom(...kinds),
	length: fc.constantFrom(null, null, 1, 3, 8),
	required: fc.nat(9).map((n) => n === 0),
	updateable: fc.nat(9).map((n) => n > 0),
	visible: fc.nat(19).map((n) => n > 0),
	values: fc.constantFrom(null, null, ['a', 'b', 'c']),
	scale: fc.constantFrom(null, 0, 2),
	precision: fc.constantFrom(null, 4),
	mail: fc.constantFrom('strict' as const, 'lenient' as const),
})
const transform = fc.constantFrom<Transform | null>(
	null,
	null,
	{ kind: 'upper' },
	{ kind: 'lower' },
	{ kind: 'boolean_text', yes: 'Yes', no: 'No' },
	{ kind: 'choices', pairs: { a: 'b', b: 'c' } },
	{ kind: 'choices', pairs: { a: 'x', b: 'x', true: 'Yes' } },
)
const map = fc.record({
	behaviour: fc.constantFrom('use_ma' as const, 'use_crm' as const, 'most_recent' as const, 'crm_to_ma' as const, 'ma_to_crm' as const, 'off' as const),
	blank: fc.constantFrom('fill' as const, 'clear' as const),
	multi: fc.constantFrom('last' as const, 'join' as const, 'union' as const, 'error' as const),
	overflow: fc.constantFrom('error' as const, 'truncate' as const),
	transform,
	stoppedBy: fc.nat(19).map((n) => (n === 0 ? 'FIELD_MISSING' : null)),
})
const time = fc.option(
	fc.record({
		at: fc.constantFrom('2026-11-22T10:00:00.000Z', '2026-11-22T10:00:01.000Z'),
		evidence: fc.constantFrom('field' as const, 'record' as const, 'none' as const),
	}),
	{ nil: undefined },
)
const forms: Partial<Record<FieldKind, RegExp>> = { integer: /^\d+$/, decimal: /^[\d.]+$/, date: /^2026-11-22$/, instant: /^2026-.*T/, email: /@/ }
/** No side holds what its field could not: another kind of value, or a longer one. */
const fits = (held: SyncValue, shape: { kind: FieldKind; length: number | null }) => {
	const suits =
		shape.kind === 'boolean'
			? typeof held === 'boolean'
			: shape.kind === 'multipicklist'
				? Array.isArray(held)
				: typeof held === 'string' && (forms[shape.kind] ?? /^/).test(held)
	const kept = suits ? held : null
	const longest = Math.max(0, ...[kept].flat().map((text) => String(text ?? '').length))
	return { kept, shape: { ...shape, length: shape.length !== null && longest <= shape.length ? shape.length : null } }
}
/** Near values on both sides, so that equal, once agreed and changed ones are all frequent. */
const field: fc.Arbitrary<OneField> = fc
	.record({
		crm: value,
		ma: value,
		agreed: fc.option(value, { nil: undefined }),
		isSame: fc.nat(3),
		map,
		crmShape: shape,
		maShape: shape,
		crmTime: time,
		maTime: time,
	})
	.map(({ isSame, crmTime, maTime, ...one }) => {
		const times = { ...(crmTime ? { crm: crmTime } : {}), ...(maTime ? { ma: maTime } : {}) }
		const [crm, ma] = [fits(isSame === 0 ? one.ma : one.crm, one.crmShape), fits(one.ma, one.maShape)]
		const { agreed, ...rest } = { ...one, times, crm: crm.kept, ma: ma.kept, crmShape: crm.shape, maShape: ma.shape }
		return agreed === undefined ? rest : { ...rest, agreed }
	})
const links = fc
	.record({
		fields: fc.array(field, { minLength: 1, maxLength: 5 }),
		pinned: fc.subarray(['k0', 'k1']),
		frozen: fc.subarray(['k1', 'k2']),
		tieWinner: fc.constantFrom('crm' as const, 'ma' as const),
		skewMs: fc.constantFrom(0, 2000),
	})
	.map(({ fields, ...more }) => linkCase(Object.fromEntries(fields.map((one, n) => [`k${n}`, one])), more))

const only = (given: LinkCase, key: string) => ({ ...given, maps: given.maps.filter((one) => one.key === key) })

test('law: each field is decided as if it were the only one, in whatever order', () => {
	fc.assert(
		fc.property(links, (given) => {
			const whole = decideLink(given)
			const parts = given.maps.map(({ key }) => decideLink(only(given, key)))
			expect(Object.assign({}, ...parts.map(({ crm }) => crm))).toEqual(whole.crm)
			expect(Object.assign({}, ...parts.map(({ ma }) => ma))).toEqual(whole.ma)
			expect(Object.assign({}, ...parts.map(({ agreed }) => agreed))).toEqual(whole.agreed)
			expect(parts.flatMap(({ decisions }) => decisions)).toEqual(whole.decisions)
			expect(parts.flatMap(({ refusals }) => refusals)).toEqual(whole.refusals)
			const turned = decideLink({ ...given, maps: [...given.maps].reverse() })
			expect({ ...turned, decisions: [...turned.decisions].reverse(), refusals: [...turned.refusals].reverse() }).toEqual(whole)
		}),
		lawCases(393),
	)
})

test('law: once the writes are made, asking again writes nothing, and two-way fields that were written are equal', () => {
	let wrote = 0
	fc.assert(
		fc.property(links, (given) => {
			const first = decideLink(given)
			const second = decideLink(applied(given, first))
			wrote += Object.keys(first.crm).length + Object.keys(first.ma).length
			expect([second.crm, second.ma, second.agreed]).toEqual([{}, {}, {}])
			expect(second.refusals).toEqual(first.refusals)
			const written = first.decisions.filter(({ wrote }) => wrote).length
			expect(second.equal).toBe(first.equal + written)
		}),
		lawCases(394, 2000),
	)
	expect(wrote).toBeGreaterThan(300)
})

test('law: each map is a decision or one of the equal ones; writes stay within the maps and go where the journal says', () => {
	fc.assert(
		fc.property(links, (given) => {
			const { decisions, equal, refusals, crm, ma } = decideLink(given)
			expect(decisions.length + equal).toBe(given.maps.length)
			expect(decisions.filter(({ note }) => note === 'refused').map(({ key }) => key)).toEqual(refusals.map(({ key }) => key))
			const told = (role: 'crm' | 'ma') =>
				decisions.filter(({ wrote }) => wrote === role).map((row) => [role === 'crm' ? row.crmField : row.maField, row.value])
			expect(Object.entries(crm)).toEqual(told('crm'))
			expect(Object.entries(ma)).toEqual(told('ma'))
			for (const row of decisions) {
				const asked = given.maps.find(({ key }) => key === row.key)!
				if (row.wrote) expect([given.pinned, given.frozen].flat()).not.toContain(row.key)
				if (asked.behaviour === 'off' || asked.stoppedBy) expect(row.wrote).toBeNull()
				expect(row.wrote).not.toBe(asked.behaviour === 'crm_to_ma' ? 'crm' : asked.behaviour === 'ma_to_crm' ? 'ma' : 'nobody')
			}
		}),
		lawCases(395),
	)
})

test('law: the way from one side to the other and back changes nothing more', () => {
	fc.assert(
		fc.property(field, (one) => {
			const given = linkCase({ f: one })
			const joined = { map: given.maps[0]!, crm: given.crm.shape['crm_f']!, ma: given.ma.shape['ma_f']! }
			const told = tellCrm(joined, one.ma)
			if (told.ok) expect(canonicalCrm(joined, told.value)).toEqual(told.value)
			const form = canonicalCrm(joined, one.crm)
			expect(canonicalCrm(joined, form)).toEqual(form)
			expect(normalise(form, joined.crm.kind)).toEqual(form)
		}),
		lawCases(396, 2000),
	)
})

test('words out of pairs are never cut, nor are several choices in another case; a plain text may be', () => {
	const cutOf = (transform: Transform | null, crm: FieldKind, ma: FieldKind) =>
		overflowOf({ map: mapOf('f', { transform, overflow: 'truncate' }), crm: shapeOf('crm_f', crm), ma: shapeOf('ma_f', ma) })
	const [pairs, flag, upper] = [{ kind: 'choices', pairs: { a: 'b' } }, { kind: 'boolean_text', yes: 'y', no: 'n' }, { kind: 'upper' }] as const
	expect([cutOf(null, 'text', 'text'), cutOf(upper, 'text', 'text'), cutOf(null, 'multipicklist', 'text')]).toEqual(['truncate', 'truncate', 'truncate'])
	for (const one of [pairs, flag]) expect(cutOf(one, 'text', 'text')).toBe('error')
	expect([cutOf(upper, 'multipicklist', 'text'), cutOf(upper, 'text', 'multipicklist')]).toEqual(['error', 'error'])
})

describe('a field of which one side alone says what stands there (A22)', () => {
	const owned = (field: OneField) => {
		const link = linkCase({ f: field })
		return decideLink({ ...link, ma: { ...link.ma, owned: ['ma_f'] } })
	}
	test.each([
		['most_recent', { crm: '1', ma: '9', agreed: '9' }],
		['use_crm', { crm: '1', ma: '9', agreed: '9' }],
		['use_ma', { crm: '1', ma: '9', agreed: '1' }],
	] as const)('%s: its word is told again, whoever changed', (behaviour, values) => {
		const { crm, ma, decisions } = owned({ ...values, map: { behaviour } })
		expect([crm, ma]).toEqual([{ crm_f: '9' }, {}])
		expect(decisions).toMatchObject([{ rule: 'owned.copied', winner: 'ma', wrote: 'crm' }])
	})
	test('where the mapping never tells the other side, nothing is written at all', () => {
		const { crm, ma, decisions } = owned({ crm: '1', ma: '9', agreed: '9', map: { behaviour: 'crm_to_ma' } })
		expect([crm, ma]).toEqual([{}, {}])
		expect(decisions).toMatchObject([{ rule: 'owned.kept', wrote: null }])
	})
	test('what is off stays off, and nothing to tell is not told', () => {
		expect(owned({ crm: '1', ma: '9', map: { behaviour: 'off' } }).decisions).toMatchObject([{ rule: 'off', wrote: null }])
		expect(owned({ crm: '1', ma: null, agreed: '1' }).decisions).toMatchObject([{ rule: 'owned.owner_blank', wrote: null }])
	})
})

test('(B5) of a field that another CRM overrules on the same record nothing is said, whichever side would be written; fields of the latest value go on', () => {
	const given = (behaviour: 'use_crm' | 'crm_to_ma' | 'most_recent' | 'use_ma', crm: string | null) =>
		linkCase({ a: { crm, ma: 'theirs', map: { behaviour } } }, { elsewhere: new Set(['ma_a']) })
	for (const behaviour of ['use_crm', 'crm_to_ma'] as const)
		for (const crm of ['ours', null])
			expect(decideLink(given(behaviour, crm))).toMatchObject({ crm: {}, ma: {}, agreed: {}, decisions: [{ rule: 'owned.elsewhere', wrote: null }] })
	for (const behaviour of ['most_recent', 'use_ma'] as const) expect(decideLink(given(behaviour, null)).crm).toEqual({ crm_a: 'theirs' })
})

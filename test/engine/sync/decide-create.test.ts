import { expect, test } from 'vitest'
import { type CreateCase, decideCreate } from '../../../app/engine/sync/decide-create.ts'
import type { FieldMap, FieldShape } from '../../../app/engine/sync/types.ts'

const shape = (name: string, more: Partial<FieldShape> = {}): FieldShape => ({
	...{
		name,
		label: name,
		kind: 'text',
		length: 20,
		precision: null,
		scale: null,
		values: null,
		required: false,
		createable: true,
		updateable: true,
		visible: true,
		custom: false,
	},
	...{ references: [] },
	...more,
})
const map = (field: string, more: Partial<FieldMap> = {}): FieldMap => ({
	...{
		key: field,
		crmField: field,
		maField: field,
		behaviour: 'most_recent',
		blank: 'fill',
		multi: 'last',
		overflow: 'error',
		transform: null,
		fallback: null,
		stoppedBy: null,
	},
	...more,
})
const target = {
	name: shape('name', { required: true }),
	email: shape('email', { kind: 'email' }),
	company: shape('company'),
	score: shape('score', { createable: false }),
}
const source = { name: shape('name'), email: shape('email', { kind: 'email' }), company: shape('company'), score: shape('score') }
const given: CreateCase = {
	...{ maps: ['name', 'email', 'company', 'score'].map((field) => map(field)), from: 'ma', target },
	source: { shape: source, values: { name: 'Silva', email: ' Ana@Bar.test', company: null, score: '7' } },
}
const withMaps = (...maps: FieldMap[]) => decideCreate({ ...given, maps })
const withValues = (values: object) => decideCreate({ ...given, source: { ...given.source, values: { ...given.source.values, ...values } } })

test('what is there goes over in its normal form; blanks and what the new side would not take on creation do not', () => {
	expect(decideCreate(given)).toEqual({ ok: true, values: { name: 'Silva', email: 'ana@bar.test' }, refusals: [] })
})

test('also what belongs to the other side later, but never what is off or stopped', () => {
	expect(withMaps(map('name', { behaviour: 'crm_to_ma' }), map('email', { behaviour: 'off' }))).toMatchObject({ values: { name: 'Silva' } })
	expect(withMaps(map('name'), map('email', { stoppedBy: 'FIELD_MISSING' }))).toMatchObject({ values: { name: 'Silva' } })
})

test('a fallback stands in for a blank', () => {
	expect(decideCreate({ ...given, maps: [map('name', { fallback: 'Unknown' })], source: { ...given.source, values: {} } })).toEqual({
		ok: true,
		values: { name: 'Unknown' },
		refusals: [],
	})
})

test('fields are found by the names that each side has for them', () => {
	const title = map('title', { crmField: 'Title', maField: 'job' })
	const [crm, ma] = [{ Title: shape('Title') }, { job: shape('job') }]
	expect(decideCreate({ maps: [title], from: 'ma', target: crm, source: { shape: ma, values: { job: 'Chef' } } })).toMatchObject({ values: { Title: 'Chef' } })
	expect(decideCreate({ maps: [title], from: 'crm', target: ma, source: { shape: crm, values: { Title: 'Chef' } } })).toMatchObject({ values: { job: 'Chef' } })
})

test('what cannot be told is refused with what it was, and no fallback hides it', () => {
	const isVip = { ...map('company', { fallback: 'false' }), transform: { kind: 'users', pairs: {}, elseCrm: null, elseMa: null } as const }
	const crm = { ...given.target, company: shape('company', { kind: 'reference' }) }
	expect(
		decideCreate({ ...given, target: crm, maps: [map('name'), isVip], source: { ...given.source, values: { name: 'Silva', company: '12' } } }),
	).toMatchObject({
		ok: true,
		values: { name: 'Silva' },
		refusals: [{ field: 'company', code: 'OWNER_UNMAPPED', value: '12' }],
	})
})

test('a bad field stays behind alone', () => {
	expect(withValues({ email: 'a.@x.cz' })).toMatchObject({
		ok: true,
		values: { name: 'Silva' },
		refusals: [{ field: 'email', code: 'INVALID_EMAIL_ADDRESS', value: 'a.@x.cz' }],
	})
})

test('nothing is made without what the new side demands, mapped or not', () => {
	expect(withValues({ name: ' ' })).toMatchObject({ ok: false, refusals: [{ field: 'name', code: 'REQUIRED_FIELD_MISSING' }] })
	expect(withValues({ name: 'x'.repeat(21) })).toMatchObject({ ok: false, refusals: [{ field: 'name', code: 'STRING_TOO_LONG' }] })
	expect(withMaps(map('email'))).toMatchObject({ ok: false, refusals: [{ key: '0', field: 'name', code: 'REQUIRED_FIELD_MISSING' }] })
})

test('from the CRM it goes the same way back', () => {
	expect(decideCreate({ ...given, from: 'crm', target: source, source: { shape: target, values: { name: 'Novak', score: '3' } } })).toEqual({
		ok: true,
		values: { name: 'Novak', score: '3' },
		refusals: [],
	})
})

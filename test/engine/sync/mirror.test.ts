import { expect, test } from 'vitest'
import { mirrorDiffers } from '../../../app/engine/sync/mirror-differs.ts'
import { type MirrorWish, mostMirrorFields, offerMirror, planMirror } from '../../../app/engine/sync/plan-mirror.ts'
import { readMirror } from '../../../app/engine/sync/read-mirror.ts'
import type { FieldShape } from '../../../app/engine/sync/types.ts'

const field = (name: string, more: Partial<FieldShape> = {}): FieldShape => ({
	...{ name, label: `The ${name}`, kind: 'text', length: 80, precision: null, scale: null, values: null, required: false },
	...{ createable: true, updateable: true, visible: true, custom: true, references: [], ...more },
})
const lookup = (name: string, ...references: string[]) => field(name, { kind: 'reference', references })
const machine = {
	...{ name: 'shop__Machine__c', label: 'Machine', createable: true },
	fields: [
		...[field('Id', { kind: 'reference', custom: false, createable: false }), field('Name', { custom: false })],
		...[lookup('Account__c', 'Account'), lookup('Site__c', 'Site__c'), lookup('Contact__c', 'Contact'), field('Serial__c'), field('Serial_No__c')],
		...[field('Made__c', { kind: 'date' }), field('Seen__c', { kind: 'instant' }), field('Worth__c', { kind: 'decimal', precision: 18, scale: 8 })],
		...[field('Tier__c', { kind: 'picklist', values: ['A', 'B'] }), field('Word__c', { kind: 'picklist' }), field('Uses__c', { kind: 'multipicklist' })],
		...[field('Runs__c', { kind: 'boolean' }), field('Secret__c', { visible: false }), field('CurrencyIsoCode', { custom: false, kind: 'picklist' })],
		field('SystemModstamp', { custom: false, createable: false, kind: 'instant' }),
	],
}
const pairs = [
	{ crmObject: 'Account', maObject: 'account' },
	{ crmObject: 'Contact', maObject: 'prospect' },
	{ crmObject: 'Campaign', maObject: 'campaign' },
]
const offer = offerMirror(machine, 'Name', pairs)
const wish = (fields: readonly string[], more: Partial<MirrorWish> = {}): MirrorWish => ({ object: machine.name, parentField: 'Account__c', fields, ...more })
const codes = (planned: ReturnType<typeof planMirror>) => (planned.ok ? [] : planned.refusals.map(({ code, facts }) => [code, facts]))

test('(A42) records hang by lookups that lead to what is kept alike; what may come along is what the system’s people fill, no stamp and no reference', () => {
	expect(offer.parents).toEqual([
		{ field: 'Account__c', label: 'The Account__c', theirs: 'Account', ours: 'account' },
		{ field: 'Contact__c', label: 'The Contact__c', theirs: 'Contact', ours: 'prospect' },
	])
	expect(offer.fields.map(({ name }) => name)).toEqual([
		...['Serial__c', 'Serial_No__c', 'Made__c', 'Seen__c', 'Worth__c', 'Tier__c', 'Word__c', 'Uses__c', 'Runs__c', 'CurrencyIsoCode'],
	])
	expect(offerMirror(machine, 'Name', [{ crmObject: 'Campaign', maObject: 'campaign' }]).parents).toEqual([])
})

test('(A22) what cannot be read here is refused by its name: hidden, without a lookup, hung by another field, with fields that are not there or too many', () => {
	expect(codes(planMirror(null, wish([]), []))).toEqual([['SYNC_MIRROR_HIDDEN', { object: 'shop__Machine__c' }]])
	expect(codes(planMirror({ ...offer, parents: [] }, wish([]), []))).toEqual([['SYNC_MIRROR_NO_PARENT', { object: 'Machine' }]])
	expect(codes(planMirror(offer, wish(['Serial__c', 'Colour__c'], { parentField: 'Site__c' }), []))).toEqual([
		['SYNC_MIRROR_PARENT', { object: 'Machine' }],
		['SYNC_MIRROR_FIELD', { object: 'Machine', field: 'Colour__c' }],
	])
	const many = { ...offer, fields: Array.from({ length: mostMirrorFields + 1 }, (_, at) => field(`F${at}__c`)) }
	expect(codes(planMirror(many, wish(many.fields.map(({ name }) => name)), [])).map(([code]) => code)).toEqual(['SYNC_MIRROR_MANY'])
})

test('names of another system become words of ours, each another one and none that is taken; types are those that questions know', () => {
	const planned = planMirror(offer, wish(offer.fields.map(({ name }) => name)), ['shop_machine'])
	if (!planned.ok) throw new Error('not planned')
	expect(planned.plan).toMatchObject({ code: 'shop_machine_2', labels: { en: 'Machine' }, parentObject: 'Account', ownObject: 'account', nameField: 'Name' })
	expect(planned.plan.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
		...[
			'serial text',
			'serial_no text',
			'made date',
			'seen date',
			'worth number',
			'tier picklist',
			'word text',
			'uses multipicklist',
			'runs boolean',
			'currencyisocode text',
		],
	])
	const defs = Object.fromEntries(planned.plan.defs.map(({ name, ...def }) => [name, def]))
	expect(defs['worth']).toMatchObject({ precision: 15, scale: 6, choices: null })
	expect(defs['tier']).toMatchObject({ choices: ['A', 'B'], precision: null })
	expect(defs['uses']).toMatchObject({ choices: [] })
	const odd = offerMirror(
		{ ...machine, name: '9__c', fields: [lookup('Account__c', 'Account'), field('Name__c'), field('a'.repeat(60)), field('a'.repeat(61)), field('__')] },
		'Name',
		pairs,
	)
	const second = planMirror(odd, { object: '9__c', parentField: 'Account__c', fields: odd.fields.map(({ name }) => name) }, ['lead'])
	if (!second.ok) throw new Error('not planned')
	// `name` is what a thing is called, and every word fits where words are kept.
	expect([second.plan.code, ...second.plan.fields.map(({ name }) => name)]).toEqual(['o_9', 'name_2', 'a'.repeat(40), `${'a'.repeat(36)}_2`, 'o_'])
	for (const word of second.plan.fields.map(({ name }) => name)) expect(word).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
})

test('a record is kept as it is said: blanks left out, instants as days, lists as lists; without the field by which it hangs nothing is said of it', () => {
	const shape = {
		...{ nameField: 'Name', parentField: 'Account__c' },
		fields: [
			{ theirs: 'Serial__c', name: 'serial', type: 'text' as const },
			{ theirs: 'Worth__c', name: 'worth', type: 'number' as const },
			{ theirs: 'Seen__c', name: 'seen', type: 'date' as const },
			{ theirs: 'Uses__c', name: 'uses', type: 'multipicklist' as const },
			{ theirs: 'Runs__c', name: 'runs', type: 'boolean' as const },
		],
	}
	const said = (values: Record<string, string | boolean | string[] | null>, more = {}) =>
		readMirror(shape, { id: 'a1', values, modifiedAt: '2026-05-12T09:00:00.000Z', deletedAt: null, ...more })
	expect(
		said({
			Name: 'Brewer',
			Account__c: '001',
			Serial__c: 'S-1',
			Worth__c: '350000000.5',
			Seen__c: '2026-05-11T23:30:00.000Z',
			Uses__c: ['Bar'],
			Runs__c: false,
		}),
	).toEqual({
		...{ id: 'a1', parentId: '001', name: 'Brewer', modifiedAt: '2026-05-12T09:00:00.000Z', isGone: false },
		custom: { serial: 'S-1', worth: '350000000.5', seen: '2026-05-11', uses: ['Bar'], runs: false },
	})
	expect(said({ Name: ' ', Account__c: null, Serial__c: '', Uses__c: [] })).toMatchObject({ name: 'a1', parentId: null, custom: {} })
	expect(said({ Name: 'Brewer' }), 'the lookup is hidden').toBeNull()
	expect(said({}, { deletedAt: '2026-05-12T09:00:00.000Z' })).toMatchObject({ isGone: true })
})

test('(T9) where two versions of a record differ is told by the names of the fields there; of one that came or went there is nothing to compare', () => {
	const shape = {
		nameField: 'Name',
		parentField: 'Account__c',
		fields: [
			{ theirs: 'Serial__c', name: 'serial' },
			{ theirs: 'Uses__c', name: 'uses' },
		],
	}
	const before = { name: 'Brewer', parentId: '001', custom: { serial: 'S-1', uses: ['Bar', 'Hall'] } }
	expect(mirrorDiffers(shape, before, { name: 'Brewer', parentId: null, custom: { serial: 'S-1', uses: ['Bar'] } })).toEqual([
		{ theirs: 'Account__c', from: '001', to: null },
		{ theirs: 'Uses__c', from: 'Bar, Hall', to: 'Bar' },
	])
	expect([mirrorDiffers(shape, null, before), mirrorDiffers(shape, before, null), mirrorDiffers(shape, before, before)]).toEqual([[], [], []])
})

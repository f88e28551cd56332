import { expect, test } from 'vitest'
import { checkMapping, mappable, type WishedMap } from '../../../app/engine/sync/check-mapping.ts'
import type { FieldShape } from '../../../app/engine/sync/types.ts'

const shape = (name: string, more: Partial<FieldShape> = {}): FieldShape => ({
	...{
		name,
		label: name,
		kind: 'text',
		length: 40,
		precision: null,
		scale: null,
		values: null,
		required: false,
		createable: true,
		updateable: true,
		visible: true,
	},
	...{ custom: false, references: [], ...more },
})
const byName = (...fields: FieldShape[]) => Object.fromEntries(fields.map((field) => [field.name, field]))
const shapes = {
	crm: byName(
		shape('name'),
		shape('status', { kind: 'picklist', values: ['open', 'won'] }),
		shape('owner', { kind: 'reference' }),
		shape('secret', { visible: false }),
		shape('total', { updateable: false }),
	),
	ma: byName(shape('name'), shape('stage'), shape('owner', { kind: 'reference' }), shape('score', { updateable: false })),
}
const wish = (more: Partial<WishedMap> = {}): WishedMap => ({
	...{ crmField: 'status', maField: 'stage', behaviour: 'use_crm', blank: 'fill', multi: 'last', overflow: 'error', transform: null, fallback: null, ...more },
})
const taken = [{ key: '7', crmField: 'name', maField: 'name' }]
const codes = (key: string | null, more: Partial<WishedMap>) => checkMapping(key, wish(more), { shapes, taken }).map(({ code }) => code)

test.each<[string, string | null, Partial<WishedMap>, string[]]>([
	['two free fields', null, {}, []],
	['a field that is not there', null, { crmField: 'gone' }, ['SYNC_FIELD_UNKNOWN']],
	['a hidden one', null, { crmField: 'secret' }, ['SYNC_FIELD_UNKNOWN']],
	['one that is mapped, on either side', null, { crmField: 'name', maField: 'name' }, ['SYNC_FIELD_TAKEN', 'SYNC_FIELD_TAKEN']],
	['its own field, changed', '7', { crmField: 'name', maField: 'name' }, []],
	['a reference', null, { crmField: 'owner' }, ['SYNC_FIELD_REFERENCE']],
	['a side that is only read, written to', null, { crmField: 'total', behaviour: 'use_ma' }, ['SYNC_FIELD_READ_ONLY']],
	['and read from', null, { crmField: 'total', behaviour: 'crm_to_ma' }, []],
	['marketing read only', null, { maField: 'score', behaviour: 'ma_to_crm' }, []],
	['marketing read only, both ways', null, { maField: 'score', behaviour: 'most_recent' }, ['SYNC_FIELD_READ_ONLY']],
	['off needs no field at all', '7', { crmField: 'gone', maField: 'name', behaviour: 'off' }, []],
	['two words become one', null, { transform: { kind: 'choices', pairs: { a: 'open', b: 'open' } } }, ['SYNC_PAIR_TWICE']],
	['and may where none comes back', null, { behaviour: 'ma_to_crm', transform: { kind: 'choices', pairs: { a: 'open', b: 'open' } } }, []],
	['a fallback off the list', null, { fallback: 'lost' }, ['SYNC_FALLBACK_UNFIT']],
	['a fallback as long as the field', '7', { crmField: 'name', maField: 'name', fallback: 'x'.repeat(40) }, []],
	['a fallback longer than the field', '7', { crmField: 'name', maField: 'name', fallback: 'x'.repeat(41) }, ['SYNC_FALLBACK_UNFIT']],
	['a fallback on it', null, { fallback: 'won' }, []],
])('%s', (_what, key, more, expected) => {
	expect(codes(key, more)).toEqual(expected)
})

test('what may be mapped newly: in sight, no reference, not mapped yet, by name', () => {
	expect(mappable(shapes.crm, ['name']).map(({ name }) => name)).toEqual(['status', 'total'])
})

import { expect, test } from 'vitest'
import { compareField } from '../../../app/engine/sync/compare-field.ts'
import type { FieldMap, FieldShape } from '../../../app/engine/sync/types.ts'

const shape = (name: string, more: Partial<FieldShape> = {}): FieldShape => ({
	...{ name, label: name, kind: 'text', length: null, precision: null, scale: null, values: null, required: false },
	...{ createable: true, updateable: true, visible: true, custom: false, references: [], ...more },
})
const map = (transform: FieldMap['transform'] = null): FieldMap => ({
	...{ key: '1', crmField: 'A', maField: 'a', behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error' },
	...{ transform, fallback: null, stoppedBy: null },
})
const compare = (crm: string | null, ma: string | null, transform: FieldMap['transform'] = null, more: Partial<FieldShape> = {}) => {
	const pair = compareField(
		{ crm: { shape: { A: shape('A', more) }, values: { A: crm }, times: {} }, ma: { shape: { a: shape('a') }, values: { a: ma }, times: {} } },
		map(transform),
	)
	return pair && [pair.crm, pair.ma, pair.told.ok]
}

test('both are said in the words of the CRM', () => {
	expect(compare(' x ', 'x')).toEqual(['x', 'x', true])
	expect(compare('X', 'x', { kind: 'upper' })).toEqual(['X', 'X', true])
	expect(compare('B', 'Buyer', { kind: 'choices', pairs: { Buyer: 'B' } })).toEqual(['B', 'B', true])
})
test('a word that only the CRM has is told by the one of ours that it means, and is no difference', () => {
	const words = { kind: 'choices', pairs: { event: 'Conference', other: 'Other' }, also: { Webinar: 'event' } } as const
	expect(compare('Webinar', 'event', words)).toEqual(['Conference', 'Conference', true])
	expect(compare('Webinar', 'other', words)).toEqual(['Conference', 'Other', true])
})
test('of a field that one side hides nothing can be said', () => {
	expect(compare('x', 'x', null, { visible: false })).toBe(null)
})

import { expect, test } from 'vitest'
import { findGone } from '../../../app/engine/sync/find-gone.ts'
import { mapOf, shapeOf } from '../../support/sync-case.ts'

const shapes = (...names: string[]) => Object.fromEntries(names.map((name) => [name, shapeOf(name)]))

test('(A18) a field that one side describes no more stops its mapping and no other', () => {
	const maps = [mapOf('1'), mapOf('2'), mapOf('3', { behaviour: 'off' })]
	expect(findGone(maps, { crm: shapes('crm_1'), ma: shapes('ma_1', 'ma_2') })).toEqual({ gone: [{ key: '2', side: 'crm', field: 'crm_2' }], back: [] })
	expect(findGone(maps, { crm: shapes('crm_1', 'crm_2'), ma: shapes('ma_2') }).gone).toEqual([{ key: '1', side: 'ma', field: 'ma_1' }])
})

test('(A18) what stood still for it goes on once the field is back; what stands still for another cause does not', () => {
	const maps = [mapOf('1', { stoppedBy: 'FIELD_MISSING' }), mapOf('2', { stoppedBy: 'INSUFFICIENT_ACCESS_OR_READONLY' })]
	expect(findGone(maps, { crm: shapes('crm_1', 'crm_2'), ma: shapes('ma_1', 'ma_2') })).toEqual({ gone: [], back: ['1'] })
	expect(findGone(maps, { crm: shapes(), ma: shapes('ma_1', 'ma_2') }), 'already told').toEqual({ gone: [], back: [] })
})

test('(A18) a hidden field counts as gone, and a side that describes nothing says nothing', () => {
	const hidden = { crm_1: shapeOf('crm_1', 'text', { visible: false }) }
	expect(findGone([mapOf('1')], { crm: hidden, ma: shapes('ma_1') }).gone).toHaveLength(1)
	expect(findGone([mapOf('1')], { crm: undefined, ma: shapes('ma_1') })).toEqual({ gone: [], back: [] })
})

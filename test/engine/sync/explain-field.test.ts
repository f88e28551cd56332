import { expect, test } from 'vitest'
import { explainField } from '../../../app/engine/sync/explain-field.ts'
import { planRemedy } from '../../../app/engine/sync/plan-remedy.ts'
import type { FieldMap } from '../../../app/engine/sync/types.ts'

const natalie = ['2026-03-02T09:00:00Z', 'user:3'] as const
const luka = ['2026-03-02T09:00:00Z', 'contact:12'] as const
const machine = ['2026-03-02T09:00:00Z', 'sync:1'] as const
const line = (more: Partial<Parameters<typeof explainField>[0][number]> = {}) => ({
	...{ fieldMapId: 1, rule: 'use_crm.both_filled', winner: 'crm' as const, wrote: 'ma' as const, changed: 'ma', crmAt: machine, maAt: natalie, ...more },
})

test('the newest line that wrote says why; what was only looked at does not', () => {
	const [looked, wrote, before] = [line({ wrote: null, rule: 'pinned' }), line({ rule: 'a' }), line({ rule: 'b' })]
	expect(explainField([looked, wrote, before]).standing).toBe(wrote)
	expect(explainField([looked]).standing).toBe(null)
})

test.each([
	['once is chance', [line()], null],
	['(A15) twice on the losing side names her and the rule', [line(), line()], { actor: 'user:3', count: 2, rule: 'use_crm.both_filled' }],
	['two people once each', [line(), line({ maAt: luka })], null],
	['the sync itself never loses', [line({ maAt: machine }), line({ maAt: machine })], null],
	['a side that was not edited was no edit in vain', [line({ changed: 'crm' }), line({ changed: 'crm' })], null],
	['both edited counts', [line({ changed: 'both' }), line({ changed: 'both' })], { actor: 'user:3', count: 2, rule: 'use_crm.both_filled' }],
	[
		'a buyer, three times, before a colleague, twice',
		[line(), line(), line({ maAt: luka }), line({ maAt: luka }), line({ maAt: luka })],
		{ actor: 'contact:12', count: 3, rule: 'use_crm.both_filled' },
	],
])('%s', (_what, lines, losses) => {
	expect(explainField(lines).losses).toEqual(losses)
})

const field: FieldMap = {
	...{ key: '7', crmField: 'status', maField: 'stage', behaviour: 'use_crm', blank: 'fill', multi: 'last', overflow: 'error', transform: null, fallback: null },
	stoppedBy: 'FIELD_MISSING',
}
const plan = (remedy: Parameters<typeof planRemedy>[0], more: Partial<Parameters<typeof planRemedy>[1]> = {}) =>
	planRemedy(remedy, { field, value: 'hot', side: 'crm', ...more })

test.each<[string, ReturnType<typeof planRemedy>, unknown]>([
	['tried again: nothing is changed', plan({ act: 'retry' }, { field: null }), { ok: true, write: null, map: null }],
	['edited at its source', plan({ act: 'edit', value: ' warm ' }), { ok: true, write: { value: 'warm' }, map: null }],
	['emptied', plan({ act: 'blank' }), { ok: true, write: { value: null }, map: null }],
	['cut from now on, and stopped no more', plan({ act: 'truncate' }), { ok: true, write: null, map: { ...field, overflow: 'truncate', stoppedBy: null } }],
	['a fallback', plan({ act: 'fallback', value: 'open' }), { ok: true, write: null, map: { ...field, fallback: 'open', stoppedBy: null } }],
	[
		'value to value: marketing’s word is told as sales’',
		plan({ act: 'map', value: 'open' }),
		{ ok: true, write: null, map: { ...field, transform: { kind: 'choices', pairs: { hot: 'open' } }, stoppedBy: null } },
	],
	[
		'what marketing refuses is sales’ word',
		plan({ act: 'map', value: 'warm' }, { side: 'ma', value: 'won' }),
		{ ok: true, write: null, map: { ...field, transform: { kind: 'choices', pairs: { warm: 'won' } }, stoppedBy: null } },
	],
	[
		'a word that is told already gets another one',
		plan({ act: 'map', value: 'open' }, { value: 'HOT', field: { ...field, transform: { kind: 'choices', pairs: { hot: 'HOT' } } } }),
		{ ok: true, write: null, map: { ...field, transform: { kind: 'choices', pairs: { hot: 'open' } }, stoppedBy: null } },
	],
	['nothing typed', plan({ act: 'edit', value: ' ' }), { ok: false, refusals: [{ code: 'SYNC_VALUE_MISSING', facts: {} }] }],
	['no field', plan({ act: 'blank' }, { field: null }), { ok: false, refusals: [{ code: 'SYNC_REMEDY_NO_FIELD', facts: {} }] }],
	[
		'capitals have no pairs',
		plan({ act: 'map', value: 'x' }, { field: { ...field, transform: { kind: 'upper' } } }),
		{ ok: false, refusals: [{ code: 'SYNC_PAIR_IMPOSSIBLE', facts: {} }] },
	],
])('%s', (_what, found, expected) => {
	expect(found).toEqual(expected)
})

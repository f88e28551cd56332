import { expect, test } from 'vitest'
import { type LastLine, lastKnown } from '../../../app/engine/sync/last-known.ts'
import type { FieldMap } from '../../../app/engine/sync/types.ts'

const [early, late] = [new Date('2026-05-12T09:00:00Z'), new Date('2026-05-12T10:00:00Z')]
const plain = { transform: null }
const told = { transform: { kind: 'upper' } } as Pick<FieldMap, 'transform'>
const line = (more: Partial<LastLine> = {}): LastLine => ({ at: early, crmValue: 'a', maValue: 'b', agreed: 'a', wrote: null, value: null, ...more })

test.each([
	['never seen', { role: 'crm', map: plain, line: null, agreed: undefined, agreedAt: null }, null],
	['equal from the first day: the base says it', { role: 'crm', map: plain, line: null, agreed: 'a', agreedAt: early }, { value: 'a', at: early }],
	['marketing in the words of the CRM is not known', { role: 'ma', map: told, line: null, agreed: 'A', agreedAt: early }, null],
	['what was written there', { role: 'crm', map: plain, line: line({ wrote: 'crm', value: 'b' }), agreed: 'b', agreedAt: early }, { value: 'b', at: early }],
	[
		'what was read there and written here',
		{ role: 'crm', map: plain, line: line({ wrote: 'ma', value: 'a' }), agreed: 'a', agreedAt: early },
		{ value: 'a', at: early },
	],
	['refused: what it still has', { role: 'crm', map: plain, line: line(), agreed: 'a', agreedAt: early }, { value: 'a', at: early }],
	['refused, and another field moved the base’s day since', { role: 'ma', map: plain, line: line(), agreed: 'a', agreedAt: late }, { value: 'b', at: early }],
	['both came to agree since without a line', { role: 'crm', map: plain, line: line(), agreed: 'c', agreedAt: late }, { value: 'c', at: late }],
	[
		'in other words the line alone counts',
		{ role: 'ma', map: told, line: line({ wrote: 'ma', value: 'x' }), agreed: 'c', agreedAt: late },
		{ value: 'x', at: early },
	],
] as const)('%s', (_name, given, known) => {
	expect(lastKnown(given)).toEqual(known)
})

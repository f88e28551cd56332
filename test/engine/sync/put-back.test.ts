import { expect, test } from 'vitest'
import { isPutBack } from '../../../app/engine/sync/put-back.ts'
import type { SyncValue } from '../../../app/engine/sync/types.ts'

type Values = Record<string, SyncValue>

test.each<[string, Values, Values | null, Values | undefined, boolean]>([
	['it stands as it was written', { city: 'Fargo' }, { city: 'Bern' }, { city: 'Fargo' }, false],
	['what was there before stands again', { city: 'Fargo' }, { city: 'Bern' }, { city: 'Bern' }, true],
	['one of several', { city: 'Fargo', zip: '1' }, { city: 'Bern', zip: '2' }, { city: 'Fargo', zip: '2' }, true],
	['something else was made of it: that leaves a mark of its own', { city: 'Fargo' }, { city: 'Bern' }, { city: 'FARGO' }, false],
	['emptied again', { city: 'Fargo' }, { city: null }, { city: null }, true],
	['nothing was known of it before, and it is empty again', { city: 'Fargo' }, {}, { city: null }, true],
	['the same was written once more', { city: 'Bern' }, { city: 'Bern' }, { city: 'Bern' }, false],
	['choices are compared one by one', { tags: ['a', 'b'] }, { tags: ['a'] }, { tags: ['a'] }, true],
	['choices stand', { tags: ['a', 'b'] }, { tags: ['a'] }, { tags: ['a', 'b'] }, false],
	['what was not written is another one’s matter', { city: 'Fargo' }, { city: 'Bern', zip: '2' }, { city: 'Fargo', zip: '2' }, false],
	['the side does not say what it holds of this field', { city: 'Fargo' }, { city: 'Bern' }, {}, false],
	['it does not say so of a field that was empty', { city: 'Fargo' }, { city: null }, {}, false],
	['the side says nothing', { city: 'Fargo' }, { city: 'Bern' }, undefined, false],
	['there was no record', { city: 'Fargo' }, null, { city: 'Fargo' }, false],
])('(B6) %s', (_name, wrote, before, stored, expected) => {
	expect(isPutBack(wrote, before, stored)).toBe(expected)
})

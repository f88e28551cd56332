import { expect, test } from 'vitest'
import { readWay } from '../../../app/engine/crm/ways.ts'

test('(A44) each step says which share of the step before came on, and of everybody', () => {
	expect(readWay({ seen: 800, prospects: 200, leads: 60, opportunities: 15, orders: 5 })).toEqual([
		{ step: 'seen', count: 800, ofBefore: null, ofFirst: null },
		{ step: 'prospects', count: 200, ofBefore: 250, ofFirst: 250 },
		{ step: 'leads', count: 60, ofBefore: 300, ofFirst: 75 },
		{ step: 'opportunities', count: 15, ofBefore: 250, ofFirst: 19 },
		{ step: 'orders', count: 5, ofBefore: 333, ofFirst: 6 },
	])
})

test('where nobody was, there is no share', () => {
	expect(readWay({ seen: 3, prospects: 0, leads: 0, opportunities: 0, orders: 0 }).map(({ ofBefore }) => ofBefore)).toEqual([null, 0, null, null, null])
})

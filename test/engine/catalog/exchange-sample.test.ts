import { expect, test } from 'vitest'
import { mayExchange } from '../../../app/engine/catalog/exchange-rights.ts'
import { sampledChanges } from '../../../app/engine/catalog/exchange-sample.ts'

const place = { kind: 'prices', names: ['book', 'sku', 'price', 'note'], keys: [0, 1] }

test('what differs is told with what it was; numbers that only look different are the same', () => {
	expect(sampledChanges(place, ['LIST', 'A', '1.50', null], ['LIST', 'A', '1.5000', 'new'])).toEqual([
		{ kind: 'prices', column: 'note', of: 'A', before: null, after: 'new' },
	])
	expect(sampledChanges(place, ['LIST', 'A', '1.50', null], ['LIST', 'A', '1.51', null])[0]).toMatchObject({ before: '1.50', after: '1.51' })
	expect(sampledChanges(place, ['LIST', 'A', '100', null], ['LIST', 'A', '1', null]), 'whole numbers keep their zeros').toHaveLength(1)
	expect(sampledChanges(place, null, ['LIST', 'A', '2', null])).toEqual([{ kind: 'prices', column: 'price', of: 'A', before: null, after: '2' }])
})

test('of a long text the part is shown where it begins to differ', () => {
	const [before, after] = [`${'a'.repeat(500)}old`, `${'a'.repeat(500)}new`]
	const [change] = sampledChanges(place, ['L', 'A', '1', before], ['L', 'A', '1', after])
	expect([change?.before, change?.after]).toEqual([`…${'a'.repeat(40)}old`, `…${'a'.repeat(40)}new`])
})

test('people, their money and the house are an administrator’s', () => {
	for (const kind of [
		'users',
		'contacts',
		'accounts',
		'locations',
		'credit-limits',
		'certificates',
		'approval-rules',
		'company-budgets',
		'owned-machines',
		'sellers',
		'markets',
		'orders',
	]) {
		expect(mayExchange(kind, ['merchandiser']), kind).toBe(false)
		expect(mayExchange(kind, ['administrator']), kind).toBe(true)
	}
	for (const kind of ['products', 'price-entries', 'taxes']) expect(mayExchange(kind, ['merchandiser']), kind).toBe(true)
})

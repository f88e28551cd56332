import { expect, test } from 'vitest'
import { type FeeFields, readFee } from '../../../app/engine/cart/read-fee.ts'

const small: FeeFields = {
	...{ kind: 'small_order', per: 'order', amount: '4.50', below: '75', currency: 'USD', buyerGroupId: null, names: { en: ' Small order ', cs: '' } },
	...{ validFrom: '2026-01-01', validTo: null },
}

test('a fee out of what was typed: a small order is one order, whatever was said; handling has no least amount', () => {
	const fee = { kind: 'small_order', per: 'order', amountMinor: 450, belowMinor: 7500, currency: 'USD', buyerGroupId: null, names: { en: 'Small order' } }
	expect(readFee({ ...small, per: 'delivery' })).toEqual({ ok: true, fee: { ...fee, validFrom: '2026-01-01', validTo: null } })
	const handling = { ...small, kind: 'handling', amount: '300', below: 'nothing', currency: 'JPY', buyerGroupId: 4, validTo: '2026-01-02' }
	const read = {
		...fee,
		kind: 'handling',
		amountMinor: 300,
		belowMinor: null,
		currency: 'JPY',
		buyerGroupId: 4,
		validFrom: '2026-01-01',
		validTo: '2026-01-02',
	}
	expect(readFee({ ...handling, per: 'delivery' })).toEqual({ ok: true, fee: { ...read, per: 'delivery' } })
	expect(readFee({ ...handling, per: 'order' })).toEqual({ ok: true, fee: read })
})

test.each<[string, Partial<FeeFields>, string[]]>([
	['of nothing', { amount: '0' }, []],
	['of less than nothing', { amount: '-1' }, ['amount']],
	['of what is no amount', { amount: 'much' }, ['amount']],
	['of more digits than its money has', { amount: '1.005' }, ['amount']],
	['in no currency', { currency: 'usd' }, ['currency', 'amount', 'feeBelow']],
	['of no kind', { kind: 'tip' }, ['feeKind']],
	['below nothing', { below: '0' }, ['feeBelow']],
	['below what is no amount', { below: '' }, ['feeBelow']],
	['without an English name', { names: { cs: 'Malá objednávka' } }, ['name']],
	['with a name of 80 letters', { names: { en: 'n'.repeat(80) } }, []],
	['with a name of 81 letters in one language', { names: { en: 'Fee', cs: 'n'.repeat(81) } }, ['name']],
	['from no day', { validFrom: null }, ['validFrom']],
	['that ends when it begins', { validTo: '2026-01-01' }, ['WINDOW_EMPTY']],
	['of one day', { validTo: '2026-01-02' }, []],
])('a fee %s', (_, more, wrong) => {
	const read = readFee({ ...small, ...more })
	expect(read.ok ? [] : read.refusals.map(({ code, facts }) => (code === 'FIELD_INVALID' ? facts['key'] : code))).toEqual(wrong)
})

import { expect, test } from 'vitest'
import { parseBenefit } from '../../../app/engine/promotion/benefits.ts'
import { parseConditions } from '../../../app/engine/promotion/conditions.ts'
import type { PromotionFields } from '../../../app/engine/promotion/promotion-fields.ts'
import { benefitOf, conditionsOf } from '../../../app/engine/promotion/read-promotion-fields.ts'
import { showBenefit, showConditions } from '../../../app/engine/promotion/show-promotion-fields.ts'

const meant = { products: new Map([['GIFT', 7]]), stores: new Map<string, number>(), accounts: new Map<string, number>() }
const codes = { skuOf: (id: number) => (id === 7 ? 'GIFT' : ''), storeOf: String, accountOf: String }
const through = (json: object, currency = 'USD') => {
	const parsed = parseBenefit(json)
	if (!parsed.ok) throw new Error(JSON.stringify(parsed))
	const fields = showBenefit(parsed.value, currency, codes)
	const problems = { refusals: [], currency }
	const again = parseBenefit(benefitOf(fields as PromotionFields, meant, problems))
	return { kind: fields.kind, problems: problems.refusals, again: again.ok ? again.value : null, first: parsed.value }
}

test.each([
	{ kind: 'percent', scope: 'line', percentPpm: 300_000 },
	{ kind: 'percent', scope: 'order', percentPpm: 50_001 },
	{ kind: 'amount', scope: 'line', per: 'unit', amountMinor: 1 },
	{ kind: 'amount', scope: 'line', per: 'line', amountMinor: 1050 },
	{ kind: 'amount', scope: 'order', amountMinor: 100 },
	{ kind: 'fixed_price', unitPriceMicros: '17.125' },
	{ kind: 'free_units', buyQuantity: 120_000, getQuantity: 60_000, percentPpm: 1_000_000, maxUses: 4 },
	{ kind: 'free_units', buyQuantity: 20_000, getQuantity: 10_000, percentPpm: 500_000, maxUses: null },
	{ kind: 'gift', productId: 7, unit: 'each', quantity: 10_000, every: null, maxUses: 1 },
	{ kind: 'gift', productId: 7, unit: 'each', quantity: 10_000, every: 50_000, maxUses: null },
	{ kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2000 },
	{ kind: 'shipping_cap', atMostMinor: 0 },
	{ kind: 'terms', days: 45 },
])('a benefit read from the form that shows it is the same: %j', (json) => {
	const { problems, again, first } = through(json)
	expect(problems).toEqual([])
	expect(again).toEqual(first)
})

test('yen have no cents, dinars have three digits', () => {
	for (const [currency, amountMinor] of [
		['JPY', 500],
		['KWD', 1234],
	] as const) {
		const { again, first } = through({ kind: 'amount', scope: 'order', amountMinor }, currency)
		expect(again).toEqual(first)
	}
})

test.each([
	{},
	{ firstOrder: true },
	{ firstOrder: false },
	{ quantity: { min: 240_000, per: 'selected' } },
	{ quantity: { min: 15_000, per: 'line' } },
	{ amount: { minMinor: 15_000, over: 'order' } },
	{ amount: { minMinor: 1, over: 'selected', of: 'resolved_price' } },
	{ channels: ['web'], paymentMethods: ['card', 'terms'], weekdays: [0, 6], campaignIds: [4], buyerGroupIds: [2, 3] },
	{ productIds: [7] },
])('conditions read from the form that shows them are the same: %j', (json) => {
	const parsed = parseConditions(json)
	if (!parsed.ok) throw new Error(JSON.stringify(parsed))
	const problems = { refusals: [], currency: 'USD' }
	const again = parseConditions(conditionsOf(showConditions(parsed.value, 'USD', codes) as PromotionFields, meant, problems))
	expect(problems.refusals).toEqual([])
	expect(again).toEqual(parsed)
})

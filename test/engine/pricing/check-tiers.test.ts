import { expect, test } from 'vitest'
import { checkTiers } from '../../../app/engine/pricing/check-tiers.ts'

const question = { sku: 'BEAN', unit: { code: 'each', digits: 0 }, floorPrice: '15', unitCost: '11.5' }
const checked = (...typed: (readonly [string, string])[]) => {
	const answer = checkTiers(
		typed.map(([from, price]) => ({ from, price })),
		question,
		3,
	)
	if (answer.ok) return answer.warnings.map(({ code }) => code)
	return answer.refusals.map(({ code, line }) => `${code} ${line}`)
}

test.each([
	['six decimals are a price', [['1', '17.123456']], []],
	['seven are not', [['1', '17.1234567']], ['PRICE_INVALID 3']],
	['a price below 0 is none, 0 is one with warnings', [['1', '-1']], ['PRICE_INVALID 3']],
	['free', [['1', '0']], ['PRICE_UNDER_FLOOR', 'PRICE_UNDER_COST']],
	['a comma is no decimal sign here', [['1', '1,000']], ['PRICE_INVALID 3']],
	['no tier at all', [], ['TIERS_EMPTY 3']],
	[
		'equal quantities',
		[
			['1', '18'],
			['5', '17'],
			['5', '16'],
		],
		['TIERS_NOT_ASCENDING 3'],
	],
	['half a piece', [['0.5', '18']], ['TIER_QUANTITY_INVALID 3']],
	['from 0', [['0', '18']], ['TIER_QUANTITY_INVALID 3']],
	['everything wrong is said at once', [['x', 'y']], ['TIER_QUANTITY_INVALID 3', 'PRICE_INVALID 3']],
	[
		'under the floor only',
		[
			['1', '18'],
			['5', '14.99'],
		],
		['PRICE_UNDER_FLOOR'],
	],
	['at the floor', [['1', '15']], []],
	[
		'dearer from more on',
		[
			['1', '18'],
			['5', '19'],
		],
		['PRICE_RISES'],
	],
	['twenty tiers', Array.from({ length: 20 }, (_, tier) => [String(tier + 1), '20'] as const), []],
	['twenty-one', Array.from({ length: 21 }, (_, tier) => [String(tier + 1), '20'] as const), ['TIERS_TOO_MANY 3']],
] as const)('%s', (_name, typed, expected) => {
	expect(checked(...typed)).toEqual(expected)
})

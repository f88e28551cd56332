import { expect, test } from 'vitest'
import { type LaneFields, readLane } from '../../../app/engine/cart/read-lane.ts'
import { readRate } from '../../../app/engine/tax/read-rate.ts'

const fields: LaneFields = {
	method: 'ground',
	currency: 'USD',
	country: 'US',
	region: 'ND',
	postalPrefix: '',
	bandBy: 'weight',
	transitDays: '3',
	transitBy: 'working',
	bands: '0 9.50',
}
const read = (given: Partial<LaneFields>) => {
	const answer = readLane({ ...fields, ...given })
	return answer.ok
		? answer.lane.bands.map(({ bandFrom, priceMinor }) => `${bandFrom} ${priceMinor}`)
		: answer.refusals.map(({ code, facts }) => [code, facts['key']].filter(Boolean).join(' '))
}

test.each<[string, Partial<LaneFields>, string[]]>([
	['kilograms are kept as grams', { bands: '0 9.50\n10.25 16.5' }, ['0 950', '10250 1650']],
	['bands in any order, parted by anything plain', { bands: '10;16.50\n\n0 → 9.50\n' }, ['0 950', '10000 1650']],
	['amounts in the digits of their currency', { bandBy: 'amount', currency: 'JPY', bands: '0 900\n10000 0' }, ['0 900', '10000 0']],
	['no half yen', { bandBy: 'amount', currency: 'JPY', bands: '0 900.5' }, ['BAND_INVALID']],
	['a line that is none, and one that is too much', { bands: '0\n0 1 2\nx 1\n0 -1' }, ['BAND_INVALID', 'BAND_INVALID', 'BAND_INVALID', 'BAND_INVALID']],
	['two bands from the same', { bands: '0 9\n0.000 8' }, ['BAND_TWICE']],
	['none', { bands: ' \n' }, ['BANDS_EMPTY']],
	['too many', { bands: Array.from({ length: 51 }, (_, from) => `${from} 1`).join('\n') }, ['BANDS_TOO_MANY']],
	[
		'every field at once',
		{ method: '', currency: 'US', country: 'USA', region: 'TOOLONG', postalPrefix: '?', transitDays: 'x' },
		[
			'FIELD_INVALID method',
			'FIELD_INVALID currency',
			'FIELD_INVALID country',
			'FIELD_INVALID region',
			'FIELD_INVALID postalPrefix',
			'FIELD_INVALID transitDays',
		],
	],
])('%s', (_name, given, expected) => {
	expect(read(given)).toEqual(expected)
})

test.each([
	['7.5', '0.075000'],
	['8.375', '0.083750'],
	['0', '0.000000'],
	['25', '0.250000'],
	['0.0001', '0.000001'],
	['0.00001', null],
	['100', null],
	['-1', null],
	['7,5', null],
])('%s percent is %s', (ratePercent, expected) => {
	const rate = {
		jurisdiction: 'US-ND',
		country: 'US',
		region: 'ND',
		postalPrefix: '',
		taxCode: 'standard',
		ratePercent,
		taxesShipping: false,
		taxesFees: false,
		validFrom: '2026-01-01',
		validTo: null,
	}
	const answer = readRate(rate)
	expect(answer.ok ? answer.rate.rate : null).toBe(expected)
})

import { describe, expect, test } from 'vitest'
import { printMicros } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { packOffer } from '../../../app/engine/cart/pack-offer.ts'
import type { PriceCandidate } from '../../../app/engine/pricing/price-candidate.ts'
import { asking, candidate, P1 } from '../pricing/books.ts'

const terms = (increment: number, more: { minimum?: number; maximum?: number } = {}) => ({
	...{ minimumQuantity: wholeQuantity(more.minimum ?? 1), incrementQuantity: wholeQuantity(increment) },
	maximumQuantity: more.maximum === undefined ? null : wholeQuantity(more.maximum),
})
const offered = (units: number, books: PriceCandidate[], asked = terms(1)) => {
	const offer = packOffer(asking(units), books, asked)
	return offer && [offer.why, offer.quantity / 10_000, printMicros(offer.unitPriceMicros), offer.nowMinor, offer.thenMinor]
}
const box = candidate(50, 'base', [
	[1, '1.10'],
	[24, '0.90'],
])

describe('a line is offered', () => {
	test.each([
		['24 instead of 20, where each is cheaper: 21.60 in place of 22.00', 20, [box], terms(1), ['CHEAPER', 24, '0.900000', 2200, 2160]],
		['the next whole pack at which the tier is reached, not the tier itself', 20, [box], terms(10), ['CHEAPER', 30, '0.900000', 2200, 2700]],
		['the next whole pack where its quantity fits none, dearer or not', 20, [box], terms(12), ['FITS', 24, '0.900000', 2200, 2160]],
		['a pack that fits, though each costs the same', 7, [box], terms(6), ['FITS', 12, '1.100000', 770, 1320]],
		['less, where it is above the maximum', 60, [box], terms(1, { maximum: 48 }), ['FITS', 48, '0.900000', 5400, 4320]],
		[
			'what makes another book win, by the same decision as every price',
			4,
			[P1.contract, P1.group, P1.sale, P1.base],
			terms(1),
			['CHEAPER', 5, '17.750000', 7200, 8875],
		],
	])('%s', (_name, units, books, asked, expected) => {
		expect(offered(units, books, asked)).toEqual(expected)
	})

	test.each([
		['where no tier is ahead', 24, [box], terms(1)],
		['where the tier is far: 24 for 3 is a hint, not an offer', 3, [box], terms(1)],
		['where the maximum stands before the tier', 20, [box], terms(1, { maximum: 22 })],
		['where a tier ahead of a losing book would not win', 20, [box, candidate(51, 'contract', [[1, '0.80']], { policy: 'exclusive' })], terms(1)],
		['where the price is on request', 20, [], terms(12)],
	])('nothing %s', (_name, units, books, asked) => {
		expect(offered(units, books, asked)).toBeNull()
	})
})

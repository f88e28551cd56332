import fc from 'fast-check'
import { expect, test } from 'vitest'
import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { listPrice } from '../../../app/engine/pricing/list-price.ts'
import { resolvePrice } from '../../../app/engine/pricing/resolve-price.ts'
import { lawCases } from '../../support/laws.ts'
import { asking, candidate, P1 } from './books.ts'

const context = asking(1)
const all = Object.values(P1)

test('P1 on a list page: the sale price, and 17.75 from 5', () => {
	expect(listPrice(context, wholeQuantity(1), all)).toEqual({
		unitPriceMicros: microsOf('18.00'),
		quantity: 10_000,
		rung: 'sale',
		bookId: 20,
		promotable: true,
		lowest: { unitPriceMicros: microsOf('17.75'), from: 50_000 },
	})
})

test('the minimum orderable quantity decides, and what lies below it is not promised', () => {
	expect(listPrice(context, wholeQuantity(6), all)).toMatchObject({ unitPriceMicros: microsOf('17.75'), quantity: 60_000, lowest: null })
})

test('no price is PRICE_ON_REQUEST', () => {
	expect(listPrice(context, wholeQuantity(1), [])).toBeNull()
	expect(listPrice({ ...context, isEntitled: false }, wholeQuantity(1), all)).toBeNull()
	expect(listPrice(context, wholeQuantity(1), [candidate(1, 'base', [[12, '15.00']])])).toBeNull()
})

test('a tier of a graduated book is named by its own price', () => {
	const graduated = candidate(
		1,
		'base',
		[
			[1, '20.00'],
			[5, '10.00'],
		],
		{ tierMode: 'graduated' },
	)
	expect(listPrice(context, wholeQuantity(1), [graduated])?.lowest).toEqual({ unitPriceMicros: microsOf('10.00'), from: 50_000 })
})

test('an exclusive book that starts later and is dearer is not the lowest', () => {
	const later = candidate(1, 'contract', [[10, '19.00']], { policy: 'exclusive' })
	expect(listPrice(context, wholeQuantity(1), [P1.base, P1.sale, later])?.lowest).toBeNull()
})

test('law: the list shows what a cart with that quantity pays', () => {
	const tiers = fc.uniqueArray(
		fc.tuple(
			fc.integer({ min: 1, max: 12 }),
			fc.integer({ min: 100, max: 3000 }).map((cents) => (cents / 100).toFixed(2)),
		),
		{ minLength: 1, maxLength: 3, selector: ([from]) => from },
	)
	const books = fc.array(fc.tuple(fc.constantFrom('contract' as const, 'group' as const, 'sale' as const, 'base' as const), tiers, fc.boolean()), {
		maxLength: 4,
	})
	fc.assert(
		fc.property(books, fc.integer({ min: 1, max: 8 }), (made, pieces) => {
			const candidates = made.map(([rung, prices, isExclusive], index) => candidate(index + 1, rung, prices, { policy: isExclusive ? 'exclusive' : 'best_of' }))
			const listed = listPrice(context, wholeQuantity(pieces), candidates)
			expect(listed?.unitPriceMicros ?? null).toBe(resolvePrice(asking(pieces), candidates).unitPriceMicros)
			// Asked for every quantity one by one, nothing is cheaper than what the list calls lowest.
			const prices = Array.from({ length: 14 }, (_, more) => resolvePrice(asking(pieces + more), candidates).unitPriceMicros).filter((price) => price !== null)
			const cheapest = prices.reduce<bigint | null>((least, price) => (least === null || price < least ? price : least), null)
			if (listed) expect(listed.lowest?.unitPriceMicros ?? listed.unitPriceMicros).toBe(cheapest)
		}),
		lawCases(35),
	)
})

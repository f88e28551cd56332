import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rateOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { PriceCandidate } from '../../../app/engine/pricing/price-candidate.ts'
import { resolvePrice } from '../../../app/engine/pricing/resolve-price.ts'
import { lawCases } from '../../support/laws.ts'
import { type NaiveBook, naivePrice } from '../../support/naive-pricer.ts'
import { asking, candidate } from './books.ts'

const price = fc.oneof(
	fc.constantFrom('18.00', '17.75', '18.5'),
	fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(999_999)).map(([whole, part]) => `${whole}.${String(part).padStart(6, '0')}`),
)
const tiers = fc
	.uniqueArray(fc.integer({ min: 1, max: 14 }), { minLength: 1, maxLength: 4 })
	.chain((froms) => fc.tuple(...froms.map((from) => fc.tuple(fc.constant(from), price))))

const book: fc.Arbitrary<Omit<NaiveBook, 'id'>> = fc
	.record({
		rung: fc.constantFrom('contract', 'contract', 'group', 'sale', 'base', 'fx'),
		exclusive: fc.boolean(),
		graduated: fc.boolean(),
		basis: fc.constantFrom('line', 'order', 'account_period'),
		priority: fc.constantFrom(0, 0, 0, 1),
		scope: fc.constantFrom(0, 1, 1, 2),
		currency: fc.constantFrom('USD', 'USD', 'USD', 'CAD'),
		unit: fc.constantFrom('each', 'each', 'each', 'each', 'each', 'case'),
		active: fc.constantFrom(true, true, true, true, true, false),
		from: fc.constantFrom(0, 0, 0, 0, 0, 10, 11),
		to: fc.constantFrom(null, null, 10, 11),
		location: fc.constantFrom(null, null, 1, 2),
		tiers,
		committed: fc.nat(8),
		rate: fc.constantFrom('1.3725', '0.91234567'),
	})
	.map((made) => ({ ...made, rate: made.rung === 'fx' ? made.rate : null, to: made.to !== null && made.to <= made.from ? null : made.to }))

const day = (n: number) => new Date(Date.UTC(2026, 5, 5 + n, 15))

function asCandidate(naive: NaiveBook): PriceCandidate {
	return candidate(naive.id, naive.rung, naive.tiers, {
		policy: naive.exclusive ? 'exclusive' : 'best_of',
		tierMode: naive.graduated ? 'graduated' : 'all_units',
		basis: naive.basis,
		priority: naive.priority,
		scope: naive.scope,
		currency: naive.currency,
		unit: naive.unit,
		isActive: naive.active,
		validFrom: day(naive.from),
		validTo: naive.to === null ? null : day(naive.to),
		locationId: naive.location,
		committed: naive.basis === 'account_period' ? wholeQuantity(naive.committed) : 0,
		fx: naive.rate === null ? null : { to: 'USD', rate: rateOf(naive.rate), ratedOn: '2026-06-01', ending: null },
	})
}

const cases = fc.record({
	books: fc.array(book, { maxLength: 9, size: 'max' }),
	pieces: fc.integer({ min: 1, max: 9 }),
	others: fc.nat(6),
	location: fc.constantFrom(null, 1, 2),
})
const numbered = (books: Omit<NaiveBook, 'id'>[]) => books.map((made, index) => ({ ...made, id: index + 1 }))
const contextOf = (pieces: number, others: number, locationId: number | null) =>
	asking(pieces, { locationId, basis: { line: wholeQuantity(pieces), order: wholeQuantity(pieces + others) } })

test('law: the same price as the naive pricer, to the last digit', () => {
	const run = lawCases(31, 2000)
	let priced = 0
	fc.assert(
		fc.property(cases, ({ books, pieces, others, location }) => {
			const naive = naivePrice(numbered(books), { currency: 'USD', unit: 'each', pieces, orderPieces: pieces + others, at: 10, location, digits: 2 })
			const resolved = resolvePrice(contextOf(pieces, others, location), numbered(books).map(asCandidate))
			if (naive === 'on request') {
				expect(resolved.winner).toBeNull()
				return
			}
			priced += 1
			expect({ book: resolved.winner?.candidate?.bookId, shown: resolved.unitPriceMicros, minor: BigInt(resolved.extendedMinor ?? -1) }).toEqual({
				book: naive.bookId,
				shown: naive.shown,
				minor: naive.minor,
			})
		}),
		run,
	)
	// About half of the cases have a price; were it few, the law would say little.
	expect(priced).toBeGreaterThan(run.numRuns / 3)
})

test('law: row order never changes a price, a trace or a hash', () => {
	fc.assert(
		fc.property(cases, fc.infiniteStream(fc.nat()), ({ books, pieces, others, location }, lots) => {
			const candidates = numbered(books).map(asCandidate)
			const drawn = candidates.map((made) => ({ made, lot: lots.next().value as number })).sort((a, b) => a.lot - b.lot)
			const context = contextOf(pieces, others, location)
			const reordered = drawn.map(({ made }) => ({ ...made, tiers: [...made.tiers].reverse() }))
			const [one, other] = [resolvePrice(context, candidates), resolvePrice(context, reordered)]
			expect([other.hash, other.trace, other.extendedMinor]).toEqual([one.hash, one.trace, one.extendedMinor])
		}),
		lawCases(32),
	)
})

test('law: a book that does not concern this line changes nothing', () => {
	fc.assert(
		fc.property(
			cases,
			price,
			fc.constantFrom<Partial<PriceCandidate>>({ currency: 'EUR' }, { unit: 'pallet' }, { isActive: false }, { productId: 5 }, { locationId: 77 }),
			({ books, pieces, others, location }, cheap, irrelevant) => {
				const candidates = numbered(books).map(asCandidate)
				const context = contextOf(pieces, others, location)
				const stray = candidate(999, 'contract', [[1, cheap]], { priority: 9, policy: 'exclusive', ...irrelevant })
				const [without, withIt] = [resolvePrice(context, candidates), resolvePrice(context, [...candidates, stray])]
				expect([withIt.hash, withIt.unitPriceMicros, withIt.trace.nextTier]).toEqual([without.hash, without.unitPriceMicros, without.trace.nextTier])
			},
		),
		lawCases(33),
	)
})

test('law: a better price in a lower rung never makes a line dearer', () => {
	fc.assert(
		fc.property(cases, price, ({ books, pieces, others, location }, cheap) => {
			const candidates = numbered(books).map(asCandidate)
			const context = contextOf(pieces, others, location)
			const before = resolvePrice(context, candidates).extendedMinor
			const after = resolvePrice(context, [...candidates, candidate(999, 'base', [[1, cheap]])]).extendedMinor
			// An fx fallback is not compared: it is only asked when nothing else speaks.
			if (before !== null && resolvePrice(context, candidates).winner?.rung !== 'fx') expect(after).toBeLessThanOrEqual(before)
			else expect(after).not.toBeNull()
		}),
		lawCases(34),
	)
})

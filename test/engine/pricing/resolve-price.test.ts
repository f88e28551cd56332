import { describe, expect, test } from 'vitest'
import { microsOf, rateOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { PriceCandidate } from '../../../app/engine/pricing/price-candidate.ts'
import type { PriceContext } from '../../../app/engine/pricing/price-context.ts'
import { resolvePrice } from '../../../app/engine/pricing/resolve-price.ts'
import { asking, BEAN, candidate, P1 } from './books.ts'

const { base, sale, group, contract } = P1
const all = [base, sale, group, contract]
const exclusive = { ...contract, policy: 'exclusive' as const }
const graduated = { ...contract, tierMode: 'graduated' as const }
const basis = (line: number, order: number) => ({ line: wholeQuantity(line), order: wholeQuantity(order) })

/** What people would say of it: `18.00 = 54.00`, or the word. */
function said(context: PriceContext, candidates: readonly PriceCandidate[]): string {
	const { winner, trace, extendedMinor } = resolvePrice(context, candidates)
	if (winner === null || extendedMinor === null) return 'PRICE_ON_REQUEST'
	const won = trace.candidates.find(({ status }) => status === 'won')
	return `${won?.unitPrice?.replace(/0{1,4}$/, '')} = ${(extendedMinor / 100).toFixed(2)}`
}

describe('P1, bean 1 kg in USD', () => {
	test.each<[string, PriceContext, PriceCandidate[], string]>([
		['3 units, store 1', asking(3), all, '18.00 = 54.00'],
		['same, contract exclusive', asking(3), [base, sale, group, exclusive], '18.50 = 55.50'],
		['3 + 1 + 1 over three stores', asking(5), all, '17.75 = 88.75'],
		['7 units, tiers graduated', asking(7), [base, sale, group, graduated], '18.00 = 126.00'],
		['7 units, graduated, exclusive', asking(7), [base, sale, group, { ...graduated, policy: 'exclusive' }], '18.178571 = 127.25'],
		['7 units, all_units', asking(7), all, '17.75 = 124.25'],
		['Montreal, CAD book lacks it, no fallback', asking(1, { currency: 'CAD' }), all, 'PRICE_ON_REQUEST'],
		['3 of a line while the order holds 5', asking(3, { basis: basis(3, 5) }), all, '17.75 = 53.25'],
		['group tier at 10', asking(10), [base, group], '18.20 = 182.00'],
		['nothing at all', asking(1), [], 'PRICE_ON_REQUEST'],
	])('%s', (_name, context, candidates, expected) => {
		expect(said(context, candidates)).toBe(expected)
	})
})

describe('filters, each with its reason', () => {
	test.each<[string, PriceContext, PriceCandidate, string]>([
		['not entitled', asking(3, { isEntitled: false }), base, 'NOT_ENTITLED'],
		['another product', asking(3, { productId: BEAN + 1 }), base, 'NOT_ENTITLED'],
		['another ship-to', asking(3), { ...base, locationId: 2 }, 'NOT_ENTITLED'],
		['unit', asking(3, { unit: 'case' }), base, 'UNIT'],
		['a book that ended as the clock reads', asking(3), { ...base, validTo: new Date('2026-06-15T15:00:00Z') }, 'DATE'],
		['an entry that ended', asking(3), { ...base, entryValidTo: new Date('2026-06-15T15:00:00Z') }, 'DATE'],
		['below the smallest tier', asking(3), candidate(1, 'base', [[4, '1.00']]), 'BELOW_MIN'],
	])('%s', (_name, context, only, reason) => {
		const price = resolvePrice(context, [only])
		expect(price.winner).toBeNull()
		expect(price.extendedMinor).toBeNull()
		expect(price.trace.candidates).toMatchObject([{ status: 'rejected', reason }])
	})

	test('a book in another currency loses by name, is told to merchandisers only, and leaves the fingerprint as it was', () => {
		const fx: PriceCandidate = { ...base, rung: 'fx', fx: { to: 'CAD', rate: rateOf('1.5'), ratedOn: '2026-06-01', ending: null } }
		expect(resolvePrice(asking(3), [fx]).privateTrace.hidden).toMatchObject([{ status: 'rejected', reason: 'CURRENCY' }])
		const price = resolvePrice(asking(3), [base, { ...contract, currency: 'CAD' }])
		expect(price.trace.candidates.map(({ bookId }) => bookId)).toEqual([base.bookId])
		expect(price.privateTrace.hidden.map(({ bookId, reason }) => [bookId, reason])).toEqual([[contract.bookId, 'CURRENCY']])
		expect(price.hash).toBe(resolvePrice(asking(3), [base]).hash)
		expect(resolvePrice(asking(3, { currency: 'CAD' }), [base]).privateTrace.hidden).toMatchObject([{ status: 'rejected', reason: 'CURRENCY' }])
	})

	test('an unpublished or future book is told to merchandisers only', () => {
		const future = { ...sale, validFrom: new Date('2026-06-15T15:00:01Z') }
		const futureEntry = { ...group, entryValidFrom: new Date('2026-06-16T00:00:00Z') }
		const price = resolvePrice(asking(3), [base, future, futureEntry, { ...contract, isActive: false }])
		expect(price.trace.candidates.map(({ bookId }) => bookId)).toEqual([10])
		expect(price.privateTrace.hidden.map(({ bookId, reason }) => [bookId, reason])).toEqual([
			[20, 'DATE'],
			[30, 'DATE'],
			[40, 'INACTIVE'],
		])
		expect(JSON.stringify(price.trace)).not.toContain('Book 20')
	})

	test('the last millisecond of a window still counts', () => {
		expect(said(asking(3), [{ ...base, validTo: new Date('2026-06-15T15:00:00.001Z') }])).toBe('20.00 = 60.00')
		expect(said(asking(3), [{ ...base, validFrom: new Date('2026-06-15T15:00:00Z') }])).toBe('20.00 = 60.00')
	})

	test('a book by delivery date looks at the day in the seller’s zone', () => {
		// July in Chicago begins at 05:00 UTC.
		const july = { ...sale, dateBasis: 'delivery' as const, validFrom: new Date('2026-07-01T05:00:00Z'), validTo: new Date('2026-08-01T05:00:00Z') }
		expect(said(asking(3, { deliverOn: '2026-06-30' }), [base, july])).toBe('20.00 = 60.00')
		expect(said(asking(3, { deliverOn: '2026-07-01' }), [base, july])).toBe('18.00 = 54.00')
		expect(said(asking(3, { deliverOn: '2026-07-31' }), [base, july])).toBe('18.00 = 54.00')
		expect(said(asking(3, { deliverOn: '2026-08-01' }), [base, july])).toBe('20.00 = 60.00')
		expect(said(asking(3), [base, july])).toBe('20.00 = 60.00')
	})
})

describe('rank and policy', () => {
	const contractOf = (id: number, price: string, more: Partial<PriceCandidate>) => candidate(id, 'contract', [[1, price]], { policy: 'exclusive', ...more })
	test.each<[string, PriceCandidate[], number]>([
		['higher priority before narrower scope', [contractOf(1, '9.00', { priority: 1, scope: 3 }), contractOf(2, '8.00', { scope: 0 })], 1],
		['narrower scope before lower price', [contractOf(1, '9.00', { scope: 1 }), contractOf(2, '8.00', { scope: 2 })], 1],
		['lower price before lower id', [contractOf(1, '9.00', {}), contractOf(2, '8.00', {})], 2],
		['lower id last', [contractOf(2, '9.00', {}), contractOf(1, '9.00', {})], 1],
		['lower entry id of one book', [contractOf(1, '9.00', { entryId: 8 }), contractOf(1, '9.00', { entryId: 7 })], 1],
		['a cheaper one of its own rung stays lost under best_of', [contractOf(1, '9.00', { priority: 1, policy: 'best_of' }), contractOf(2, '8.00', {})], 1],
		['exclusive on a book that is not first-ranked has no effect', [contract, { ...sale, policy: 'exclusive' }, base], 20],
		['ties go to the higher rung', [candidate(3, 'group', [[1, '18.00']]), sale, base], 3],
		[
			'fx is not asked while anything else survives',
			[base, candidate(9, 'fx', [[1, '1.00']], { fx: { to: 'USD', rate: rateOf('1'), ratedOn: '2026-06-01', ending: null } })],
			10,
		],
		['inside a lower rung equal prices go by rank', [contract, candidate(6, 'sale', [[1, '17.00']]), candidate(5, 'sale', [[1, '17.00']])], 5],
	])('%s', (_name, candidates, bookId) => {
		expect(resolvePrice(asking(3), candidates).winner?.candidate?.bookId).toBe(bookId)
		expect(resolvePrice(asking(3), [...candidates].reverse()).winner?.candidate?.bookId).toBe(bookId)
	})
})

describe('tiers', () => {
	const tiers: [number, string][] = [
		[1, '18.50'],
		[5, '17.75'],
	]
	const graduatedOf = (basisName: PriceCandidate['basis'], more: Partial<PriceCandidate> = {}) =>
		candidate(40, 'contract', tiers, { tierMode: 'graduated', policy: 'exclusive', basis: basisName, ...more })

	test('a line basis looks at the line alone', () => {
		expect(said(asking(3, { basis: basis(3, 9) }), [{ ...contract, basis: 'line', policy: 'exclusive' }])).toBe('18.50 = 55.50')
	})
	test('a mix group counts its whole group, the others only their product', () => {
		const mixed = candidate(40, 'contract', tiers, { basis: 'mix_group', mixGroup: 'beans', policy: 'exclusive' })
		const mix = new Map([['40:each:beans', wholeQuantity(6)]])
		expect(said(asking(3, { basis: { ...basis(3, 3), mix } }), [mixed])).toBe('17.75 = 53.25')
		expect(said(asking(3, { basis: { ...basis(3, 3), mix: new Map([['41:each:beans', wholeQuantity(6)]]) } }), [mixed])).toBe('18.50 = 55.50')
		expect(said(asking(3, { basis: { ...basis(3, 3), mix } }), [{ ...mixed, mixGroup: null }])).toBe('18.50 = 55.50')
	})
	test('what was committed within the period counts, and is never priced again', () => {
		const period = { ...contract, basis: 'account_period' as const, committed: wholeQuantity(2), policy: 'exclusive' as const }
		expect(said(asking(3), [period])).toBe('17.75 = 53.25')
		expect(said(asking(2), [period])).toBe('18.50 = 37.00')
		// 3 committed, 4 more: the 4th at 18.50, the 5th to 7th at 17.75.
		expect(said(asking(4), [graduatedOf('account_period', { committed: wholeQuantity(3) })])).toBe('17.9375 = 71.75')
		expect(said(asking(4), [graduatedOf('account_period', { committed: wholeQuantity(8) })])).toBe('17.75 = 71.00')
	})
	test('a graduated price on the order’s quantity is the same for each of its lines', () => {
		expect(said(asking(3, { basis: basis(3, 7) }), [graduatedOf('order')])).toBe('18.178571 = 54.54')
	})
	test('bands are explained', () => {
		expect(resolvePrice(asking(7), [graduatedOf('order')]).trace.bands).toEqual([
			{ from: 10_000, quantity: 40_000, unitPrice: '18.500000' },
			{ from: 50_000, quantity: 30_000, unitPrice: '17.750000' },
		])
	})
	test('the first band starts at nothing even when the entry starts at 3', () => {
		const from3 = candidate(
			1,
			'base',
			[
				[3, '2.00'],
				[5, '1.00'],
			],
			{ tierMode: 'graduated' },
		)
		expect(said(asking(6), [from3])).toBe('1.666667 = 10.00')
	})
})

describe('fx fallback', () => {
	const usdToCad = candidate(50, 'fx', [[1, '18.50']], { fx: { to: 'CAD', rate: rateOf('1.3725'), ratedOn: '2026-06-14', ending: null } })
	test('one piece is 25.39, ten are 253.91', () => {
		expect(said(asking(1, { currency: 'CAD' }), [usdToCad, base])).toBe('25.39125 = 25.39')
		expect(said(asking(10, { currency: 'CAD' }), [usdToCad, base])).toBe('25.39125 = 253.91')
	})
	test('an ending makes a new unit price and says so', () => {
		const ended = {
			...usdToCad,
			fx: { to: 'CAD', rate: rateOf('1.3725'), ratedOn: '2026-06-14', ending: { stepMicros: microsOf('1'), endingMicros: microsOf('0.95') } },
		}
		expect(said(asking(10, { currency: 'CAD' }), [ended])).toBe('24.95 = 249.50')
		expect(resolvePrice(asking(1, { currency: 'CAD' }), [ended]).trace.candidates[0]?.rate).toEqual({
			from: 'USD',
			rate: '1.3725',
			ratedOn: '2026-06-14',
			isEnding: true,
		})
	})
})

describe('the trace says why', () => {
	const reasons = (candidates: readonly PriceCandidate[], units = 3) =>
		resolvePrice(asking(units), candidates).trace.candidates.map(({ bookId, status, reason }) => `${bookId} ${status}${reason ? ` ${reason}` : ''}`)
	test('dearer than the winner', () => {
		expect(reasons(all)).toEqual(['40 lost DEARER', '30 lost DEARER', '20 won', '10 lost DEARER'])
	})
	test('outranked by an exclusive book, or inside its own rung', () => {
		expect(reasons([base, exclusive])).toEqual(['40 won', '10 lost LOWER_RANK'])
		expect(reasons([contract, { ...contract, bookId: 41, priority: 1 }], 5)).toEqual(['41 won', '40 lost LOWER_RANK'])
	})
	test('the tier reached stands beside the price', () => {
		expect(resolvePrice(asking(5), all).trace).toMatchObject({
			policy: 'best_of',
			candidates: [{ bookId: 40, rung: 'contract', bookName: 'Book 40', bookVersion: 1, tierFrom: 50_000, unitPrice: '17.750000' }, {}, {}, {}],
		})
	})
})

describe('accepted quotes and overrides', () => {
	const quoted = { quoteId: 7, version: 2, quantity: wholeQuantity(5), minimum: wholeQuantity(2), unitPriceMicros: microsOf('19.00') }
	test('a quote is locked even above the list, up to its quantity and from its minimum', () => {
		expect(said(asking(3, { quoted }), all)).toBe('19.00 = 57.00')
		expect(said(asking(6, { quoted }), all)).toBe('17.75 = 106.50')
		expect(said(asking(1, { quoted }), all)).toBe('18.00 = 18.00')
		expect(said(asking(2, { quoted }), all)).toBe('19.00 = 38.00')
		expect(said(asking(5, { quoted }), all)).toBe('19.00 = 95.00')
		expect(resolvePrice(asking(3, { quoted }), all)).toMatchObject({ promotable: false, trace: { policy: 'exclusive' } })
		expect(resolvePrice(asking(3, { quoted, isEntitled: false }), all).winner).toBeNull()
	})
	const override = (price: string, maxPercent: number, floor: string | null) => ({
		unitPriceMicros: microsOf(price),
		reason: 'Match a competitor',
		authority: { maxPercent, floorMicros: floor === null ? null : microsOf(floor) },
	})
	test.each<[string, PriceContext, PriceCandidate[], string, boolean]>([
		['10 % off 18.00 is within 10 %', asking(3, { override: override('16.20', 100_000, null) }), all, '16.20 = 48.60', false],
		['a hair more is not', asking(3, { override: override('16.199999', 100_000, null) }), all, '18.00 = 54.00', true],
		['nor under the floor', asking(3, { override: override('16.20', 500_000, '16.21') }), all, '18.00 = 54.00', true],
		['a price on request needs a floor', asking(3, { override: override('16.20', 500_000, null) }), [], 'PRICE_ON_REQUEST', true],
		['and takes it', asking(3, { override: override('16.20', 0, '15.00') }), [], '16.20 = 48.60', false],
	])('%s', (_name, context, candidates, expected, beyond) => {
		expect(said(context, candidates)).toBe(expected)
		expect(resolvePrice(context, candidates).isBeyondAuthority).toBe(beyond)
	})
	test('the reason is shown, the authority is not', () => {
		const price = resolvePrice(asking(3, { override: override('17.00', 100_000, '15.00') }), all, {
			costMicros: microsOf('11.00'),
			floorMicros: microsOf('14.00'),
		})
		expect(price.trace.overrideReason).toBe('Match a competitor')
		expect(price.privateTrace).toMatchObject({
			unitCost: '11.000000',
			floorPrice: '14.000000',
			marginMinor: 1800,
			authority: { maxPercent: 100_000, floorPrice: '15.000000', isBeyond: false },
		})
		expect(JSON.stringify(price.trace)).not.toMatch(/11\.00|14\.00|15\.00/)
	})
})

describe('the next tier', () => {
	test('P1: add 2 to 3 and pay 17.75, saving 5 × 0.25', () => {
		expect(resolvePrice(asking(3), all).trace.nextTier).toEqual({ addQuantity: 20_000, unitPrice: '17.750000', savingMinor: 125 })
	})
	test('a tier that would not win is never promised', () => {
		expect(resolvePrice(asking(5), all).trace.nextTier).toBeNull()
		expect(resolvePrice(asking(3), [base, sale, group, { ...exclusive, tiers: exclusive.tiers.slice(0, 1) }]).trace.nextTier).toBeNull()
	})
	test('it counts what the order already holds', () => {
		expect(resolvePrice(asking(3, { basis: basis(3, 4) }), [contract]).trace.nextTier).toEqual({
			addQuantity: 10_000,
			unitPrice: '17.750000',
			savingMinor: 375,
		})
	})
	test('a book that starts at 12 is named too', () => {
		const carton = candidate(5, 'base', [[12, '15.00']])
		expect(resolvePrice(asking(10), [sale, carton]).trace.nextTier).toEqual({ addQuantity: 20_000, unitPrice: '15.000000', savingMinor: 3600 })
	})
})

describe('the hash', () => {
	const hash = (context: PriceContext, candidates: readonly PriceCandidate[]) => resolvePrice(context, candidates).hash
	const now = hash(asking(3), all)
	test('is the same a minute later, in any row order, and whatever was rejected', () => {
		expect(hash(asking(3, { pricedAt: new Date('2026-06-15T15:01:00Z') }), all)).toBe(now)
		expect(hash(asking(3), [contract, base, group, sale])).toBe(now)
		expect(hash(asking(3), [...all, { ...sale, bookId: 99, isActive: false }])).toBe(now)
	})
	test.each<[string, PriceContext, PriceCandidate[]]>([
		['one book version later', asking(3), [base, sale, group, { ...contract, bookVersion: 2 }]],
		['another quantity', asking(4), all],
		['another basis', asking(3, { basis: basis(3, 4) }), all],
		['another policy', asking(3), [base, sale, group, exclusive]],
		['another price', asking(3), [base, candidate(20, 'sale', [[1, '17.99']]), group, contract]],
		['one book less', asking(3), [base, sale, contract]],
	])('is another: %s', (_name, context, candidates) => {
		expect(hash(context, candidates)).not.toBe(now)
	})
})

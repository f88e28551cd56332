import { expect, test } from 'vitest'
import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { authorityOver } from '../../../app/engine/pricing/authority.ts'
import { type BookPrice, planPriceDraft } from '../../../app/engine/pricing/plan-price-draft.ts'
import { RUNGS } from '../../../app/engine/pricing/price-candidate.ts'
import { priceLadder } from '../../../app/engine/pricing/price-ladder.ts'
import { priceParts } from '../../../app/engine/pricing/price-parts.ts'
import { readPriceRows } from '../../../app/engine/pricing/read-price-rows.ts'
import { resolvePrice } from '../../../app/engine/pricing/resolve-price.ts'
import { shareGraduated } from '../../../app/engine/pricing/share-graduated.ts'
import { AT, asking, candidate, P1 } from './books.ts'

/** Rules that stood in the code and in no test: each of these was found by a change that nothing noticed. */
test('a line that goes to one place is priced there', () => {
	const parts = priceParts(asking(3), [{ key: 'A', locationId: 3, deliverOn: '2026-06-20', quantity: wholeQuantity(3) }], [P1.base])
	expect(parts).toMatchObject([{ locationId: 3, deliverOn: '2026-06-20', quantity: 30_000, resolvedMinor: 6000 }])
})

test('two quotes of the same price are two decisions', () => {
	const hashOf = (quoteId: number, version = 1) =>
		resolvePrice(asking(3, { quoted: { quoteId, version, quantity: 30_000, minimum: 10_000, unitPriceMicros: microsOf('17.00') } }), [P1.base]).hash
	expect(new Set([hashOf(1), hashOf(2), hashOf(1, 2)]).size).toBe(3)
	expect(hashOf(1)).toBe(hashOf(1))
})

test('the smallest quantity that reaches a graduated tier is a band of its own', () => {
	const grams = candidate(
		50,
		'base',
		[
			[1, '2.00'],
			[5, '1.75'],
		],
		{ tierMode: 'graduated' },
	)
	const { winner } = resolvePrice(asking(5, { unitStep: 1 }), [grams])
	expect(winner?.bands?.map(({ quantity }) => quantity)).toEqual([49_999, 1])
})

test('only graduated prices are rounded together: of the others each line is rounded alone', () => {
	const half = candidate(60, 'base', [[1, '0.335']])
	const share = (key: string) => [{ key, locationId: 1, deliverOn: null, quantity: wholeQuantity(1) }]
	const lines = [priceParts(asking(1), share('A'), [half]), priceParts(asking(1), share('B'), [half])]
	expect(shareGraduated(lines, 'USD', 'half_away').map((parts) => parts.map(({ resolvedMinor }) => resolvedMinor))).toEqual([[34], [34]])
})

test('a rep may give the floor price itself, and nothing under it', () => {
	const given = (unitPrice: string) => {
		const authority = { maxPercent: 1_000_000, floorMicros: microsOf('15.00') }
		return resolvePrice(asking(3, { override: { unitPriceMicros: microsOf(unitPrice), reason: 'Opening', authority } }), [P1.base]).winner?.rung
	}
	expect([given('15.00'), given('14.999999')]).toEqual(['override', 'base'])
})

test('a rep’s least margin is a floor beside the product’s: the higher one holds, and a millionth under it does not', () => {
	const cost = { costMicros: microsOf('12.00'), floorMicros: microsOf('13.00') }
	// 12.00 at 15 % margin: 12 / 0.85 = 14.117647058…, rounded up.
	expect(authorityOver(cost, { maxPercent: 30, minMarginPercent: 15 })).toEqual({ maxPercent: 300_000, floorMicros: microsOf('14.117648') })
	expect(authorityOver(cost, { maxPercent: 30, minMarginPercent: 0 }).floorMicros).toBe(microsOf('13.00'))
	expect(authorityOver({ ...cost, costMicros: null }, { maxPercent: 30, minMarginPercent: 15 }).floorMicros).toBe(microsOf('13.00'))
	expect(authorityOver({ costMicros: null, floorMicros: null }, { maxPercent: 30, minMarginPercent: null }).floorMicros).toBeNull()
})

test('the seven rungs stand as commerce-engine.md section 4 numbers them: a rep’s override comes before a contract, whatever its priority', () => {
	expect(RUNGS).toEqual({ quote: 1, override: 2, contract: 3, group: 4, sale: 5, base: 6, fx: 7 })
	const override = { unitPriceMicros: microsOf('19.00'), reason: 'Opening', authority: { maxPercent: 1_000_000, floorMicros: null } }
	expect(resolvePrice(asking(3, { override }), [{ ...P1.contract, priority: 9 }]).winner?.rung).toBe('override')
})

test('a book that begins at this instant is no secret, one that begins a moment later is', () => {
	const shown = (validFrom: Date) =>
		resolvePrice(asking(3), [P1.base, candidate(50, 'sale', [[1, '1.00']], { unit: 'case', validFrom })]).trace.candidates.map(({ bookId }) => bookId)
	expect(shown(AT)).toEqual([10, 50])
	expect(shown(new Date(AT.getTime() + 1))).toEqual([10])
})

test('a band that the period has filled already is none', () => {
	const tiers: [number, string][] = [
		[1, '18.50'],
		[5, '17.75'],
	]
	const period = candidate(40, 'contract', tiers, { tierMode: 'graduated', basis: 'account_period', committed: wholeQuantity(4) })
	expect(resolvePrice(asking(3), [period]).winner?.bands?.map(({ unitPriceMicros, quantity }) => [unitPriceMicros, quantity])).toEqual([[17_750_000n, 30_000]])
})

test('what several lines take at a graduated price is one amount of exactly their quantity', () => {
	const tiers: [number, string][] = [
		[1, '1000.00'],
		[9, '900.00'],
	]
	const dear = candidate(70, 'base', tiers, { tierMode: 'graduated' })
	const part = (key: string) =>
		priceParts(
			asking(1, { basis: { line: wholeQuantity(1), order: wholeQuantity(2) } }),
			[{ key, locationId: 1, deliverOn: null, quantity: wholeQuantity(1) }],
			[dear],
		)
	expect(shareGraduated([part('A'), part('B')], 'USD', 'half_away').map(([one]) => one?.resolvedMinor)).toEqual([100_000, 100_000])
})

test('a file of new prices: each row its own, in the order of its goods; a price that begins later ends when the one before it does', () => {
	const read = (...lines: string[]) => {
		const rows = readPriceRows(
			['sku,unit,price', ...lines].map((line) => line.split(',')),
			false,
		)
		if (!rows.ok) throw new Error(rows.refusals[0]?.code)
		return rows.prices
	}
	expect(read('b,each,1', 'a,each,2', 'c,each,3').map(({ sku }) => sku)).toEqual(['A', 'B', 'C'])
	const units = ['each', 'case'].map((code) => ({ code, digits: 0, isOwn: code === 'each' }))
	const products = new Map([['A', { productId: 7, sku: 'A', units, floorPrice: null, unitCost: null }]])
	const asked = { at: AT, beginsAt: null, zone: 'America/Chicago', jumpPercent: 20 }
	const statuses = (prices: BookPrice[], more = {}) => planPriceDraft(read('a,each,2', 'a,case,20'), { products, prices }, { ...asked, ...more })
	expect(statuses([]).map(({ status, refusals }) => [status, refusals.length])).toEqual([
		['new', 0],
		['new', 0],
	])
	const days = readPriceRows(
		['sku,unit,price,valid_from', 'a,each,2,2026-07-01', 'a,each,3,2026-08-01'].map((line) => line.split(',')),
		false,
	)
	expect(days.ok && planPriceDraft(days.prices, { products, prices: [] }, asked).map(({ status }) => status)).toEqual(['new', 'new'])
	const [until, july] = [new Date('2026-09-01T05:00:00Z'), new Date('2026-07-01T05:00:00Z')]
	const held: BookPrice = {
		entryId: 1,
		productId: 7,
		unitCode: 'each',
		tiers: [{ from: 10_000, unitPriceMicros: 1n }],
		mixGroup: null,
		validFrom: null,
		validTo: until,
	}
	expect(statuses([held], { beginsAt: july })[0]).toMatchObject({ status: 'changed', validFrom: july, validTo: until, endsEntry: true })
})

test('a ladder names each quantity at which the price changes, and nothing on request', () => {
	expect(priceLadder(asking(1), [P1.base, P1.contract]).map(({ from, unitPriceMicros }) => [from / 10_000, unitPriceMicros])).toEqual([
		[1, 18_500_000n],
		[5, 17_750_000n],
	])
	expect(priceLadder(asking(6), [P1.contract])).toEqual([{ from: 60_000, unitPriceMicros: 17_750_000n }])
	// Two tiers of one price are one step.
	const tiers: [number, string][] = [
		[1, '5.00'],
		[3, '5.00'],
		[6, '4.00'],
	]
	expect(priceLadder(asking(1), [candidate(50, 'base', tiers)]).map(({ from }) => from)).toEqual([10_000, 60_000])
	expect(priceLadder(asking(1), [])).toEqual([])
	// On request until there are enough of them: the ladder begins there.
	expect(priceLadder(asking(1), [candidate(50, 'base', [[4, '5.00']])]).map(({ from }) => from)).toEqual([40_000])
})

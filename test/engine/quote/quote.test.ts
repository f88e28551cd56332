import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTerms, refuseOffer, usualValidOn } from '../../../app/engine/quote/check-terms.ts'
import { actsOf, decideAct, endOf, isExpired } from '../../../app/engine/quote/decide-act.ts'
import { diffVersions } from '../../../app/engine/quote/diff-versions.ts'
import { leastOffer } from '../../../app/engine/quote/offer-authority.ts'
import { QUOTE_STATES, type QuoteAct, type QuoteLine, type QuoteSide, type QuoteState } from '../../../app/engine/quote/quote.ts'
import { totalVersion } from '../../../app/engine/quote/total-version.ts'
import { lawCases } from '../../support/laws.ts'

const noon = new Date('2026-03-10T12:00:00Z')
const later = new Date('2026-03-20T05:00:00Z')
const standing = (state: QuoteState, expiresAt: Date | null = later) => ({ number: 'Q-1', state, version: 3, validOn: '2026-03-19', expiresAt })
const act = (state: QuoteState, what: QuoteAct, side: QuoteSide, seenVersion = 3, at = noon) => {
	const done = decideAct(standing(state), what, { side, seenVersion, at })
	return done.ok ? done.state : done.refusals[0]?.code
}

describe('who may do what, from where', () => {
	// Rows of the table as it was agreed; nothing of it is read from the code.
	const table: Record<QuoteState, string> = {
		asked: 'buyer withdraw, seller decline, seller offer',
		offered: 'buyer accept, buyer counter, buyer decline, seller offer, seller withdraw',
		countered: 'buyer withdraw, seller decline, seller offer',
		accepted: '',
		declined: '',
		expired: 'seller offer',
		withdrawn: '',
	}
	test.each(QUOTE_STATES)('%s', (state) => {
		const may = (['buyer', 'seller'] as const).flatMap((side) => actsOf(standing(state), side, noon).map((one) => `${side} ${one}`))
		expect(may.sort().join(', ')).toBe(table[state])
	})
	test('what each act makes of it', () => {
		expect([act('offered', 'counter', 'buyer'), act('offered', 'accept', 'buyer'), act('countered', 'offer', 'seller')]).toEqual([
			'countered',
			'accepted',
			'offered',
		])
		expect([act('offered', 'decline', 'buyer'), act('asked', 'decline', 'seller'), act('offered', 'withdraw', 'seller')]).toEqual([
			'declined',
			'declined',
			'withdrawn',
		])
	})
	test('what is over, changed since, or the other side’s turn is refused by its own name', () => {
		expect(act('accepted', 'accept', 'buyer')).toBe('QUOTE_DECIDED')
		expect(act('accepted', 'offer', 'seller', 2)).toBe('QUOTE_DECIDED')
		expect(act('offered', 'accept', 'buyer', 2)).toBe('QUOTE_CHANGED')
		expect(act('countered', 'accept', 'buyer')).toBe('QUOTE_NOT_NOW')
		expect(act('asked', 'accept', 'buyer')).toBe('QUOTE_NOT_NOW')
	})
})

describe('the last day of an offer ends where the seller is', () => {
	test.each([
		['America/Chicago', '2026-03-07', '2026-03-08T06:00:00.000Z'],
		// The clocks go forward in the night to the 8th: its end is an hour earlier by UTC.
		['America/Chicago', '2026-03-08', '2026-03-09T05:00:00.000Z'],
		['Asia/Tokyo', '2026-03-08', '2026-03-08T15:00:00.000Z'],
		['Europe/Prague', '2026-12-31', '2026-12-31T23:00:00.000Z'],
	])('%s %s', (zone, validOn, end) => expect(endOf(validOn, zone).toISOString()).toBe(end))
	test('its last millisecond is in time, the next one is not, told or not yet told', () => {
		const over = (state: QuoteState, at: Date) => isExpired(standing(state), at)
		const last = new Date(later.getTime() - 1)
		expect([
			over('offered', last),
			over('offered', later),
			over('countered', later),
			over('accepted', later),
			over('asked', later),
			over('expired', last),
		]).toEqual([...[false, true, true, false, false, true]])
		expect([act('offered', 'accept', 'buyer', 3, last), act('offered', 'accept', 'buyer', 3, later)]).toEqual(['accepted', 'QUOTE_EXPIRED'])
		expect([act('offered', 'counter', 'buyer', 3, later), act('countered', 'withdraw', 'buyer', 3, later)]).toEqual(['QUOTE_EXPIRED', 'QUOTE_EXPIRED'])
		expect(act('expired', 'offer', 'seller', 3, later)).toBe('offered')
	})
})

describe('terms', () => {
	const each = { code: 'each', digits: 0 }
	const line = (position: number, quantity: number, price: bigint | null, minimum = quantity): QuoteLine => ({
		position,
		quantity,
		minimum,
		unitPriceMicros: price,
	})
	test('a line of nothing is out, half a piece and a minimum above the quantity are refused at their line', () => {
		const typed = [
			{ position: 1, unit: each, quantity: 0, minimum: 0, price: null },
			{ position: 2, unit: each, quantity: 5_000, minimum: 5_000, price: 1n },
			{ position: 3, unit: each, quantity: 20_000, minimum: 30_000, price: 1n },
			{ position: 4, unit: each, quantity: 20_000, minimum: 10_000, price: 'unreadable' as const },
			{ position: 5, unit: each, quantity: 20_000, minimum: 10_000, price: 1n },
			{ position: 6, unit: each, quantity: 20_000, minimum: 20_000, price: 1n },
		]
		const { lines, refusals } = readTerms(typed)
		expect(lines.map(({ position }) => position)).toEqual([2, 3, 4, 5, 6])
		expect(refusals.map(({ code, line: at }) => `${code} ${at}`)).toEqual(['NOT_A_QUANTITY 2', 'QUOTE_MINIMUM 3', 'QUOTE_PRICE_INVALID 4'])
		expect(readTerms(typed.slice(0, 1)).refusals.map(({ code }) => code)).toEqual(['QUOTE_EMPTY'])
	})
	test('each line of an offer needs a price within authority, and the offer a day from today on', () => {
		const lines = [line(1, 10_000, 17_000_000n), line(2, 10_000, null), line(3, 10_000, 16_999_999n), line(4, 10_000, 1n)]
		const least = new Map<number, bigint | null>([
			[1, 17_000_000n],
			[2, 0n],
			[3, 17_000_000n],
			[4, null],
		])
		const codes = (validOn: string | null) => refuseOffer(lines, least, validOn, '2026-03-10').map(({ code, line: at }) => [code, at])
		const own = [
			['QUOTE_PRICE_MISSING', 2],
			['QUOTE_BEYOND_AUTHORITY', 3],
			['QUOTE_BEYOND_AUTHORITY', 4],
		]
		expect(codes('2026-03-10')).toEqual(own)
		expect(codes('2026-03-09')).toEqual([...own, ['QUOTE_VALID_ON', undefined]])
		// Two weeks from the first day of February are its fifteenth, and may be said.
		expect(usualValidOn('2026-02-01')).toBe('2026-02-15')
		expect(codes(null)).toHaveLength(4)
		expect(codes('2027-03-12')).toHaveLength(4)
	})
	test('the least that may be offered: percent under the list, never under floor or margin', () => {
		const given = { maxPercent: 15, minMarginPercent: null }
		const cost = { costMicros: 8_000_000n, floorMicros: null }
		expect(leastOffer(given, cost, 20_000_000n, 'half_away')).toBe(17_000_000n)
		expect(leastOffer(given, { ...cost, floorMicros: 18_000_000n }, 20_000_000n, 'half_away')).toBe(18_000_000n)
		// 8.00 leaves 60 % of 20.00.
		expect(leastOffer({ maxPercent: 90, minMarginPercent: 60 }, cost, 20_000_000n, 'half_away')).toBe(20_000_000n)
		expect(leastOffer(given, cost, null, 'half_away')).toBeNull()
		expect(leastOffer('any', cost, null, 'half_away')).toBe(0n)
		expect(leastOffer('any', { ...cost, floorMicros: 5_000_000n }, 20_000_000n, 'half_away')).toBe(5_000_000n)
	})
	test('a version comes to the sum of its lines, each rounded once; to nothing while a price is missing', () => {
		const lines = [line(1, 30_000, 17_333_333n), line(2, 5_000, 10n)]
		expect(totalVersion(lines, 'USD', 'half_away')).toEqual({ lines: [5200, 0], totalMinor: 5200 })
		expect(totalVersion([...lines, line(3, 10_000, null)], 'USD', 'half_away')).toEqual({ lines: [5200, 0, null], totalMinor: null })
	})
})

describe('what differs between two versions', () => {
	test('by name', () => {
		const before: QuoteLine[] = [
			{ position: 1, quantity: 1, minimum: 1, unitPriceMicros: null },
			{ position: 2, quantity: 2, minimum: 2, unitPriceMicros: 5n },
			{ position: 3, quantity: 3, minimum: 3, unitPriceMicros: 5n },
			{ position: 5, quantity: 3, minimum: 3, unitPriceMicros: 5n },
			{ position: 6, quantity: 3, minimum: 3, unitPriceMicros: 5n },
		]
		const after: QuoteLine[] = [
			{ position: 1, quantity: 1, minimum: 1, unitPriceMicros: 4n },
			{ position: 3, quantity: 3, minimum: 3, unitPriceMicros: 5n },
			{ position: 4, quantity: 9, minimum: 1, unitPriceMicros: 2n },
			{ position: 5, quantity: 4, minimum: 3, unitPriceMicros: 5n },
			{ position: 6, quantity: 3, minimum: 1, unitPriceMicros: 5n },
		]
		expect(diffVersions(before, after)).toEqual([
			{ position: 1, change: 'changed', price: { before: null, after: 4n } },
			{ position: 2, change: 'removed' },
			{ position: 4, change: 'added' },
			{ position: 5, change: 'changed', quantity: { before: 3, after: 4 } },
			{ position: 6, change: 'changed', minimum: { before: 3, after: 1 } },
		])
	})
	const anyLine = fc.record({
		position: fc.integer({ min: 1, max: 12 }),
		...{ quantity: fc.integer({ min: 1, max: 4 }), minimum: fc.integer({ min: 1, max: 3 }), unitPriceMicros: fc.option(fc.bigInt({ min: 0n, max: 3n })) },
	})
	const version = fc.uniqueArray(anyLine, { selector: ({ position }) => position, maxLength: 12 })
	test('laws: itself is the same; turned round, added is removed and before is after; order of rows is nothing', () => {
		fc.assert(
			fc.property(version, version, (a, b) => {
				expect(diffVersions(a, a)).toEqual([])
				const there = diffVersions(a, b)
				const back = diffVersions(b, a)
				const turned = back.map(({ change, ...one }) => ({
					...Object.fromEntries(
						Object.entries(one).map(([name, value]) => [name, typeof value === 'object' ? { before: value.after, after: value.before } : value]),
					),
					change: change === 'added' ? 'removed' : change === 'removed' ? 'added' : change,
				}))
				expect(there).toEqual(turned)
				expect(diffVersions([...a].reverse(), b)).toEqual(there)
				// Applied to the one it gives the other.
				const gone = new Set(there.filter(({ change }) => change === 'removed').map(({ position }) => position))
				expect(a.filter(({ position }) => !gone.has(position)).length + there.filter(({ change }) => change === 'added').length).toBe(b.length)
			}),
			lawCases(911),
		)
	})
})

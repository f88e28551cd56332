import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movedTooFar } from '../../../app/engine/base/money.ts'
import { refusal } from '../../../app/engine/base/refusal.ts'
import { judgeRun, poNumberOf, type RunLine } from '../../../app/engine/standing/judge-run.ts'
import { lawCases } from '../../support/laws.ts'

const line = (part: Partial<RunLine>): RunLine => ({
	sequence: 1,
	sku: 'BEAN',
	unitPriceMicros: 18_500_000n,
	agreedMicros: 18_500_000n,
	supersededBySku: null,
	...part,
})
const judge = (lines: RunLine[], guardrailPercent = 5) => judgeRun({ lines, guardrailPercent, refusals: [] }).map(({ code }) => code)

test.each<[string, RunLine[], string[]]>([
	['nothing moved', [line({})], []],
	['exactly 5 % up may go', [line({ agreedMicros: 20_000_000n, unitPriceMicros: 21_000_000n })], []],
	['a micro more holds', [line({ agreedMicros: 20_000_000n, unitPriceMicros: 21_000_001n })], ['STANDING_PRICE_MOVED']],
	['a fall holds as well', [line({ agreedMicros: 20_000_000n, unitPriceMicros: 18_999_999n })], ['STANDING_PRICE_MOVED']],
	['a product that never had a price has none to move', [line({ agreedMicros: null })], []],
	['a successor holds', [line({ supersededBySku: 'BEAN-2' })], ['STANDING_SUPERSEDED']],
	[
		'both are said',
		[line({ supersededBySku: 'BEAN-2' }), line({ sequence: 2, unitPriceMicros: 99_000_000n })],
		['STANDING_SUPERSEDED', 'STANDING_PRICE_MOVED'],
	],
])('%s', (_name, lines, codes) => expect(judge(lines)).toEqual(codes))

test('what the order refuses is said with the rest', () =>
	expect(
		judgeRun({ lines: [line({ unitPriceMicros: 30_000_000n })], guardrailPercent: 5, refusals: [refusal('CREDIT_INSUFFICIENT')] }).map(({ code }) => code),
	).toEqual(['STANDING_PRICE_MOVED', 'CREDIT_INSUFFICIENT']))

test('a PO number stays as agreed, or has the day of its run', () => {
	expect(poNumberOf({ poText: 'FARGO', poHasDate: true }, '2026-03-09')).toBe('FARGO-2026-03-09')
	expect(poNumberOf({ poText: 'FARGO', poHasDate: false }, '2026-03-09')).toBe('FARGO')
})

test('laws: a wider guardrail never holds what a narrower lets go; an unmoved price never holds', () => {
	const price = fc.bigInt({ min: 1n, max: 10_000_000_000n })
	const percent = fc.integer({ min: 0, max: 100 })
	fc.assert(
		fc.property(price, price, percent, percent, (agreed, now, a, b) => {
			expect(movedTooFar(agreed, agreed, a)).toBe(false)
			if (!movedTooFar(agreed, now, Math.min(a, b))) expect(movedTooFar(agreed, now, Math.max(a, b))).toBe(false)
		}),
		lawCases(2613),
	)
})

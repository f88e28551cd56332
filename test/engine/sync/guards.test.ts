import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countTried, decideCanary, isRampOver, isWorthRamp } from '../../../app/engine/sync/canary.ts'
import { type ConsentEvent, foldConsent } from '../../../app/engine/sync/consent.ts'
import { callsLeft, lowestLane, quotaResetAt } from '../../../app/engine/sync/lanes.ts'
import { isLooping } from '../../../app/engine/sync/loop.ts'
import { nextLookSeconds, nextTrySeconds } from '../../../app/engine/sync/next-try.ts'
import { lawCases } from '../../support/laws.ts'

const minute = (n: number) => new Date(Date.UTC(2026, 10, 22, 10, n)).toISOString()

test('tried again within 2, 4, 8 … 900 seconds, or exactly when the side says', () => {
	const wait = (attempts: number, random = 1, retryAfterSeconds: number | null = null) => nextTrySeconds({ attempts, random, retryAfterSeconds })
	expect([1, 2, 3, 9, 10, 5000].map((attempts) => wait(attempts))).toEqual([2, 4, 8, 512, 900, 900])
	expect(wait(3, 0.25)).toBe(2)
	expect(wait(3, 0.25, 37)).toBe(37)
	expect(wait(3, 0.25, 0)).toBe(0)
})

test.each<[string, string[], boolean]>([
	['four times back and forth', ['a', 'b', 'a', 'b', 'a'], true],
	['three times', ['a', 'b', 'a', 'b'], false],
	['a third value is a new thought', ['a', 'b', 'a', 'c', 'a'], false],
	['the same value again is none', ['a', 'b', 'b', 'a', 'b'], false],
	['only the last ones count', ['c', 'd', 'a', 'b', 'a', 'b', 'a'], true],
])('%s', (_name, values, expected) => {
	expect(
		isLooping(
			values.map((value, n) => ({ at: minute(n), value })),
			minute(values.length),
		),
	).toBe(expected)
})
test('five writes within ten minutes, not within eleven', () => {
	const writes = ['a', 'b', 'a', 'b', 'a'].map((value, n) => ({ at: minute(n * 2), value }))
	expect([isLooping(writes, minute(9)), isLooping(writes, minute(10))]).toEqual([true, false])
})

test.each([
	[
		{ step: 0, tried: 0, refused: 0 },
		{ kind: 'go_on', room: 10 },
	],
	[
		{ step: 0, tried: 1, refused: 1 },
		{ kind: 'stop', share: 1 },
	],
	[
		{ step: 0, tried: 10, refused: 0 },
		{ kind: 'next', step: 1, room: 100 },
	],
	[
		{ step: 1, tried: 50, refused: 2 },
		{ kind: 'go_on', room: 50 },
	],
	[
		{ step: 1, tried: 50, refused: 3 },
		{ kind: 'stop', share: 0.06 },
	],
	[
		{ step: 1, tried: 100, refused: 2 },
		{ kind: 'next', step: 2, room: 1000 },
	],
	[
		{ step: 2, tried: 1000, refused: 20 },
		{ kind: 'next', step: 3, room: null },
	],
	[
		{ step: 2, tried: 900, refused: 21 },
		{ kind: 'stop', share: 21 / 900 },
	],
	[{ step: 3, tried: 5, refused: 5 }, { kind: 'all' }],
])('a new connection at %j: %j', (state, expected) => expect(decideCanary(state)).toEqual(expected))

test.each([
	[{ step: 1, tried: 30, refused: 0 }, false, true],
	[{ step: 2, tried: 732, refused: 14 }, false, true],
	[{ step: 2, tried: 700, refused: 15 }, false, false],
	[{ step: 1, tried: 30, refused: 0 }, true, false],
	[{ step: 0, tried: 9, refused: 0 }, false, false],
	[{ step: 3, tried: 0, refused: 0 }, false, false],
])('(A21) a ramp at %j that has more to come (%s) is over: %s', (state, waits, expected) => expect(isRampOver(state, waits)).toBe(expected))

test('(A21) of what a ramp tried only what our own rules keep back on purpose is no refusal, and nothing hides behind it', () => {
	const [went, kept, refused, both, failed] = [[], ['OTHER_CURRENCY'], ['STRING_TOO_LONG'], ['OTHER_CURRENCY', 'STRING_TOO_LONG'], ['OTHER_CURRENCY']]
	const records = [went, kept, kept, refused, both].map((codes) => ({ failed: false, codes }))
	expect(countTried([...records, { failed: true, codes: failed }])).toEqual({ tried: 6, refused: 3 })
})

test('(A21) a changed mapping of more than ten records goes by the ramp; of ten or fewer it is done at once', () =>
	expect([0, 10, 11, 1_000_000].map(isWorthRamp)).toEqual([false, false, true, true]))

test('(B12) down to which lane the other side may be called: all, without backfill, only who waits, nobody', () => {
	const at = '2026-03-02T09:00:00.000Z'
	const day = { allowed: 2000, share: 0.5, isBusy: true }
	const lowest = (used: number, pausedUntil: string | null = null) => lowestLane({ ...day, used }, pausedUntil, at)
	expect([lowest(0), lowest(899), lowest(900), lowest(999), lowest(1000)]).toEqual(['backfill', 'live', 'interactive', 'interactive', null])
	expect(lowestLane({ ...day, isBusy: false, used: 899 }, null, at)).toBe('backfill')
	expect([lowestLane(null, null, at), lowestLane(null, '2026-03-03T00:00:00Z', at), lowestLane(null, at, at)]).toEqual(['backfill', 'interactive', 'backfill'])
	expect([quotaResetAt(at, null), quotaResetAt(at, 90)]).toEqual(['2026-03-03T00:00:00.000Z', '2026-03-02T09:01:30.000Z'])
})

test('a tenth of the share is kept for people who wait; backfill leaves half to the others', () => {
	const day = { used: 400, allowed: 2000, share: 0.5, isBusy: true }
	expect([callsLeft(day, 'interactive'), callsLeft(day, 'live'), callsLeft(day, 'backfill')]).toEqual([600, 500, 250])
	expect(callsLeft({ ...day, isBusy: false }, 'backfill')).toBe(500)
	expect([callsLeft({ ...day, used: 950 }, 'live'), callsLeft({ ...day, used: 950 }, 'interactive')]).toEqual([0, 50])
})

const event = (kind: ConsentEvent['kind'], n: number, hasEvidence = true): ConsentEvent => ({ kind, at: minute(n), hasEvidence })
test.each<[string, ConsentEvent[], string]>([
	['nothing said', [], 'unknown'],
	['a bounce says nothing', [event('bounce', 1)], 'unknown'],
	['yes', [event('opt_in', 1)], 'in'],
	['yes without evidence', [event('opt_in', 1, false)], 'unknown'],
	['no after yes', [event('opt_in', 1), event('opt_out', 2)], 'out'],
	['yes after no', [event('opt_out', 1), event('opt_in', 2)], 'in'],
	['yes after no without evidence', [event('opt_out', 1), event('opt_in', 2, false)], 'out'],
	['at the same time', [event('opt_in', 1), event('opt_out', 1)], 'out'],
	['a complaint is a no', [event('opt_in', 1), event('complaint', 2)], 'out'],
	['a bounce later changes nothing', [event('opt_in', 1), event('bounce', 2)], 'in'],
	['what a merge had said for her, and then unsaid', [event('opt_out', 1), event('none', 2)], 'cleared'],
	['unsaid, and then said by herself', [event('opt_out', 1), event('none', 2), event('opt_out', 3)], 'out'],
	['unsaid and said at the same time', [event('none', 1), event('opt_out', 1)], 'out'],
])('consent: %s', (_name, events, expected) => expect(foldConsent(events)).toBe(expected))

test('law: in whatever order it was heard, and heard twice, it says the same', () => {
	const heard = fc.record({
		kind: fc.constantFrom('opt_in' as const, 'opt_out' as const, 'bounce' as const, 'complaint' as const),
		n: fc.nat(5),
		hasEvidence: fc.boolean(),
	})
	fc.assert(
		fc.property(fc.array(heard, { maxLength: 6 }), (list) => {
			const events = list.map(({ kind, n, hasEvidence }) => event(kind, n, hasEvidence))
			const state = foldConsent(events)
			expect(foldConsent([...events, ...events].reverse())).toBe(state)
		}),
		lawCases(398),
	)
})

test('a job at the other side is looked at after a second, then after a quarter of its age, and every half minute at the least', () => {
	expect([0, 1, 8, 60, 120, 86_400].map(nextLookSeconds)).toEqual([1, 1, 2, 15, 30, 30])
})

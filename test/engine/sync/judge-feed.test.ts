import { expect, test } from 'vitest'
import { forecastQuota } from '../../../app/engine/sync/forecast-quota.ts'
import { isStuck, judgeFeed } from '../../../app/engine/sync/judge-feed.ts'

const at = '2026-11-22T12:00:00.000Z'
const minutesAgo = (minutes: number) => new Date(Date.parse(at) - minutes * 60_000).toISOString()

test.each([
	['just now, all read', 0, 0, 'fresh'],
	['alive, all read a quarter of an hour ago', 1, 15, 'fresh'],
	['alive, and not through since then', 1, 16, 'behind'],
	['alive, and never through', 1, null, 'behind'],
	['silent for ten minutes', 10, 0, 'fresh'],
	['silent for longer, however well it stood', 11, 0, 'stopped'],
] as const)('%s', (_what, beat, caughtUp, standing) => {
	expect(judgeFeed({ beatAt: minutesAgo(beat), caughtUpAt: caughtUp === null ? null : minutesAgo(caughtUp) }, at)).toBe(standing)
})

test('what a person waits for is stuck after ten minutes; backfill never is', () => {
	expect([0, 1, 2, 3].map((lane) => isStuck({ lane, oldestAt: minutesAgo(11) }, at))).toEqual([true, true, true, false])
	expect(isStuck({ lane: 0, oldestAt: minutesAgo(10) }, at)).toBe(false)
})

test.each([
	// Half a day has passed: as many again will come.
	['3,000 calls by noon, 10,000 of 20,000 are ours', 3000, 20_000, 0.5, { share: 10_000, expected: 6000, reachedAt: null }],
	['8,000 by noon: gone at three', 8000, 20_000, 0.5, { share: 10_000, expected: 16_000, reachedAt: '2026-11-22T15:00:00.000Z' }],
	['12,000 by noon: gone at ten', 12_000, 20_000, 0.5, { share: 10_000, expected: 24_000, reachedAt: '2026-11-22T10:00:00.000Z' }],
	['the one call that is ours, by noon', 1, 2, 0.5, { share: 1, expected: 2, reachedAt: '2026-11-22T12:00:00.000Z' }],
	['nothing yet', 0, 20_000, 0.5, { share: 10_000, expected: 0, reachedAt: null }],
])('%s', (_what, used, allowed, share, forecast) => {
	expect(forecastQuota({ onDay: '2026-11-22', used, allowed }, share, at)).toEqual(forecast)
})

test('the first minute of a day forecasts no flood, and yesterday is what it was', () => {
	expect(forecastQuota({ onDay: '2026-11-22', used: 1, allowed: 1000 }, 1, '2026-11-22T00:00:01Z').expected).toBe(1440)
	expect(forecastQuota({ onDay: '2026-11-21', used: 700, allowed: 1000 }, 1, at)).toEqual({ share: 1000, expected: 700, reachedAt: null })
})

import { expect, test } from 'vitest'
import { hasNews, type Said } from '../../../app/engine/sync/has-news.ts'

const quiet: Said = { fields: [{ value: 'Chef', agreed: 'Chef' }], modifiedAt: '2026-05-12T09:00:00Z', troubledAt: null, skewMs: 2000 }
const other = { value: 'Owner', agreed: 'Chef' }

test.each<[string, Partial<Said>, boolean]>([
	['what both agreed on is an echo', {}, false],
	['one field that says something else', { fields: [...quiet.fields, other] }, true],
	['an error seen after the change: our own write, or one that was looked at', { troubledAt: '2026-05-12T09:00:03Z' }, false],
	['an error seen before the change: what ends it may be this', { troubledAt: '2026-05-12T08:59:00Z' }, true],
	['one seen within what the clocks may differ', { troubledAt: '2026-05-12T09:00:02Z' }, true],
	['a side that keeps no stamps, and an error', { modifiedAt: null, troubledAt: '2026-05-12T09:00:03Z' }, true],
	['a side that keeps no stamps, and no error', { modifiedAt: null }, false],
])('(B6, B8) %s', (_what, more, expected) => {
	expect(hasNews({ ...quiet, ...more })).toBe(expected)
})

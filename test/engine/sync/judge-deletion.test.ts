import { expect, test } from 'vitest'
import { judgeDeletion } from '../../../app/engine/sync/judge-deletion.ts'

test.each([
	['nobody', 0, 100, 'spreads'],
	['nine of ten are a handful', 9, 10, 'spreads'],
	['ten of fifty are a fifth, and no more than that', 10, 50, 'spreads'],
	['ten of forty-nine', 10, 49, 'asks'],
	['all of them', 30, 30, 'asks'],
	['four hundred and ninety-nine of a million', 499, 1_000_000, 'spreads'],
	['five hundred of a million', 500, 1_000_000, 'asks'],
])('%s', (_, gone, linked, verdict) => {
	expect(judgeDeletion({ gone, linked })).toBe(verdict)
})

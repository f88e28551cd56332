import { expect, test } from 'vitest'
import { judgeShare } from '../../../app/engine/sync/judge-share.ts'

const of = (tried: number, refused: number) => ({ tried, refused })

test.each([
	['an hour with enough records speaks for itself', { hour: of(100, 3), day: null, most: 0.02 }, { window: 'hour', share: 0.03, isOver: true }],
	['exactly the share is allowed', { hour: of(200, 4), day: null, most: 0.02 }, { share: 0.02, isOver: false }],
	['a quiet hour is judged with its day', { hour: of(5, 5), day: of(1000, 10), most: 0.02 }, { window: 'day', share: 0.01, isOver: false }],
	['a busy hour is not hidden by its day', { hour: of(100, 50), day: of(10_000, 50), most: 0.02 }, { window: 'hour', share: 0.5, isOver: true }],
	['two records are no share', { hour: of(2, 2), day: of(2, 2), most: 0.02 }, { share: 1, isOver: false }],
	['three of three are', { hour: of(3, 3), day: of(3, 3), most: 0.02 }, { share: 1, isOver: true }],
	['another share', { hour: of(100, 9), day: null, most: 0.1 }, { share: 0.09, isOver: false }],
	['nothing travelled', { hour: of(0, 0), day: of(0, 0), most: 0.02 }, { share: 0, isOver: false }],
	['more refused than counted is all of them', { hour: of(2, 4), day: of(2, 4), most: 0.02 }, { tried: 4, share: 1, isOver: true }],
])('%s (B8)', (_name, given, expected) => {
	expect(judgeShare(given)).toMatchObject(expected)
})

import { expect, test } from 'vitest'
import { judgeShare } from '../../../app/engine/sync/judge-share.ts'

const [hourAgo, dayAgo] = [new Date('2026-05-12T08:00:00Z'), new Date('2026-05-11T09:00:00Z')]
const hour = (tried: number, refused: number) => ({ since: hourAgo, tried, refused })
const day = (tried: number, refused: number) => ({ since: dayAgo, tried, refused })

test.each([
	['an hour with enough records speaks for itself', { hour: hour(100, 3), day: null, most: 0.02 }, { since: hourAgo, share: 0.03, isOver: true }],
	['exactly the share is allowed', { hour: hour(200, 4), day: null, most: 0.02 }, { share: 0.02, isOver: false }],
	['a quiet hour is judged with its day', { hour: hour(5, 5), day: day(1000, 10), most: 0.02 }, { since: dayAgo, share: 0.01, isOver: false }],
	['a busy hour is not hidden by its day', { hour: hour(100, 50), day: day(10_000, 50), most: 0.02 }, { since: hourAgo, share: 0.5, isOver: true }],
	['two records are no share', { hour: hour(2, 2), day: day(2, 2), most: 0.02 }, { share: 1, isOver: false }],
	['three of three are', { hour: hour(3, 3), day: day(3, 3), most: 0.02 }, { share: 1, isOver: true }],
	['another share', { hour: hour(100, 9), day: null, most: 0.1 }, { share: 0.09, isOver: false }],
	['nothing travelled', { hour: hour(0, 0), day: day(0, 0), most: 0.02 }, { share: 0, isOver: false }],
	['more refused than counted is all of them', { hour: hour(2, 4), day: day(2, 4), most: 0.02 }, { tried: 4, share: 1, isOver: true }],
])('%s (B8)', (_name, given, expected) => {
	expect(judgeShare(given)).toMatchObject(expected)
})

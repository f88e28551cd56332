import { expect, test } from 'vitest'
import { toldTimes } from '../../../app/engine/sync/told-times.ts'

const told = { Title: ['2026-05-12T09:00:00.700Z', 'feed:7'], Phone: ['2026-05-12T08:00:00.000Z', 'feed:7'] } as const

test('(B3) what was told of fields counts while nothing later happened to their record that was not told', () => {
	expect(toldTimes(told, '2026-05-12T09:00:00Z')).toBe(told)
	expect(toldTimes(told, '2026-05-12T08:59:00Z')).toBe(told)
	expect(toldTimes(told, null)).toBe(told)
	expect(toldTimes(told, '2026-05-12T09:00:01Z'), 'somebody was at it since, and nobody knows at which field').toEqual({})
})

test('(B3) the marks of our own triggers are the field’s own times, whatever a record says', () => {
	const ours = { title: ['2026-05-12T09:00:00.700123Z', 'user:1'] } as const
	expect(toldTimes(ours, '2026-05-12T10:00:00Z')).toBe(ours)
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	addDays,
	addWorkingDays,
	dayIn,
	daysBetween,
	isDayWithin,
	isWithin,
	startOfDay,
	weekdayOf,
	workingDayAfter,
} from '../../../app/engine/base/calendar.ts'
import { lawCases } from '../../support/laws.ts'

const zones = [
	'UTC',
	'America/Toronto',
	'America/Chicago',
	'Europe/Prague',
	'Asia/Tokyo',
	'America/Sao_Paulo',
	'Australia/Lord_Howe',
	'Asia/Kathmandu',
	'Pacific/Kiritimati',
]

describe('windows are half-open', () => {
	const from = new Date('2026-03-01T05:00:00Z')
	const to = new Date('2026-04-01T04:00:00Z')
	test.each<[string, boolean]>([
		['2026-03-01T04:59:59.999Z', false],
		['2026-03-01T05:00:00.000Z', true],
		['2026-04-01T03:59:59.999Z', true],
		['2026-04-01T04:00:00.000Z', false],
	])('%s', (at, expected) => expect(isWithin({ from, to }, new Date(at))).toBe(expected))
	test('without ends', () => {
		expect(isWithin({ from: null, to: null }, from)).toBe(true)
		expect(isDayWithin({ from: '2026-03-01', to: '2026-04-01' }, '2026-04-01')).toBe(false)
		expect(isDayWithin({ from: '2026-03-01', to: null }, '2026-03-01')).toBe(true)
		expect(isDayWithin({ from: '2026-03-01', to: null }, '2026-02-28')).toBe(false)
	})
})

test.each([
	['2026-03-08T04:59:00Z', 'America/Toronto', '2026-03-07'],
	['2026-03-08T05:00:00Z', 'America/Toronto', '2026-03-08'],
	['2026-11-02T04:59:59Z', 'America/Toronto', '2026-11-01'],
	['2026-01-01T15:00:00Z', 'Asia/Tokyo', '2026-01-02'],
])('%s in %s is %s', (at, zone, day) => expect(dayIn(new Date(at), zone)).toBe(day))

test.each([
	['2026-07-01', 'America/Toronto', '2026-07-01T04:00:00.000Z'],
	['2026-01-01', 'America/Toronto', '2026-01-01T05:00:00.000Z'],
	['2026-03-08', 'America/Toronto', '2026-03-08T05:00:00.000Z'],
	['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
	['2018-02-18', 'America/Sao_Paulo', '2018-02-18T03:00:00.000Z'],
	['2026-01-01', 'Asia/Tokyo', '2025-12-31T15:00:00.000Z'],
])('%s starts in %s at %s', (day, zone, instant) => expect(startOfDay(day, zone).toISOString()).toBe(instant))

test('law: a day starts on that day and one millisecond earlier it has not', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 12_000 }), fc.constantFrom(...zones), (days, zone) => {
			const day = addDays('2000-01-01', days)
			const start = startOfDay(day, zone)
			expect(dayIn(start, zone)).toBe(day)
			expect(dayIn(new Date(start.getTime() - 1), zone)).toBe(addDays(day, -1))
			expect(daysBetween('2000-01-01', day)).toBe(days)
		}),
		lawCases(19),
	)
})

test.each([
	['2026-11-19', 1, '2026-11-20'],
	['2026-11-20', 1, '2026-11-23'],
	['2026-11-21', 1, '2026-11-23'],
	['2026-11-22', 1, '2026-11-23'],
	['2026-11-22', 2, '2026-11-24'],
	['2026-11-20', 6, '2026-11-30'],
	['2026-11-21', 0, '2026-11-21'],
])('(c) what is asked on %s is due %i working days behind it, on %s: the day itself is none of them', (day, count, expected) => {
	expect(workingDayAfter(day, count)).toBe(expected)
})

test('working days leave out weekends and closed days', () => {
	expect(weekdayOf('2026-11-21')).toBe(6)
	expect(addWorkingDays('2026-11-20', 1)).toBe('2026-11-23')
	expect(addWorkingDays('2026-11-21', 0)).toBe('2026-11-23')
	expect(addWorkingDays('2026-12-24', 1, new Set(['2026-12-25']))).toBe('2026-12-28')
	expect(() => addDays('2026-02-30', 1)).toThrow()
})

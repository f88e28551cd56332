import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, dayIn, daysBetween, instantAt, weekdayOf } from '../../../app/engine/base/calendar.ts'
import { nextRuns, RUN_HOUR, readSchedule, type Schedule } from '../../../app/engine/standing/schedule.ts'
import { lawCases } from '../../support/laws.ts'

const weekly = (weekdays: number[], everyWeeks: number, startsOn: string): Schedule => ({ kind: 'weekly', weekdays, everyWeeks, startsOn })
const monthly = (day: number | 'last', startsOn: string): Schedule => ({ kind: 'monthly', day, startsOn })

test.each<[string, Schedule, string, string[]]>([
	['every Monday', weekly([1], 1, '2026-03-02'), '2026-03-02', ['2026-03-09', '2026-03-16', '2026-03-23']],
	['Monday and Thursday', weekly([1, 4], 1, '2026-03-02'), '2026-03-01', ['2026-03-02', '2026-03-05', '2026-03-09']],
	['every second Wednesday, counted from the week it starts in', weekly([3], 2, '2026-03-06'), '2026-03-01', ['2026-03-18', '2026-04-01', '2026-04-15']],
	['a Sunday belongs to the week of the Monday before it', weekly([0], 2, '2026-03-02'), '2026-03-02', ['2026-03-08', '2026-03-22', '2026-04-05']],
	['the 31st is the last day of a shorter month', monthly(31, '2026-01-01'), '2026-01-31', ['2026-02-28', '2026-03-31', '2026-04-30']],
	['the last day, in a leap year', monthly('last', '2028-01-01'), '2028-01-31', ['2028-02-29', '2028-03-31', '2028-04-30']],
	['the 15th', monthly(15, '2026-03-20'), '2026-03-01', ['2026-04-15', '2026-05-15', '2026-06-15']],
])('%s', (_name, schedule, after, days) => expect(nextRuns(schedule, after, 3)).toEqual(days))

test.each([
	['2026-03-07', 'America/Chicago', '2026-03-07T12:00:00.000Z'],
	['2026-03-08', 'America/Chicago', '2026-03-08T11:00:00.000Z'],
	['2026-11-01', 'America/Chicago', '2026-11-01T12:00:00.000Z'],
	['2026-03-29', 'Europe/Prague', '2026-03-29T04:00:00.000Z'],
	['2026-06-01', 'Asia/Tokyo', '2026-05-31T21:00:00.000Z'],
])('a run of %s in %s begins at %s: at six by the wall clock, also when the clocks change', (day, zone, instant) =>
	expect(instantAt(day, RUN_HOUR, zone).toISOString()).toBe(instant),
)

test.each<[string, unknown]>([
	['no day of the week', { kind: 'weekly', weekdays: [], everyWeeks: 1, startsOn: '2026-03-02' }],
	['a weekday that is none', { kind: 'weekly', weekdays: [7], everyWeeks: 1, startsOn: '2026-03-02' }],
	['one weekday that stands alone', { kind: 'weekly', weekdays: 1, everyWeeks: 1, startsOn: '2026-03-02' }],
	['a kind that is none', { kind: 'yearly', weekdays: [1], everyWeeks: 1, startsOn: '2026-03-02' }],
	['every 0 weeks', { kind: 'weekly', weekdays: [1], everyWeeks: 0, startsOn: '2026-03-02' }],
	['the 32nd', { kind: 'monthly', day: 32, startsOn: '2026-03-02' }],
	['a start that is no day', { kind: 'monthly', day: 1, startsOn: '2026-02-30' }],
	['nothing', null],
])('%s is no schedule', (_name, said) => expect(readSchedule(said)).toBeNull())

const days = fc.integer({ min: 0, max: 3000 }).map((step) => addDays('2026-01-01', step))
const schedules: fc.Arbitrary<Schedule> = fc.oneof(
	fc.record({
		kind: fc.constant('weekly' as const),
		weekdays: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
		everyWeeks: fc.integer({ min: 1, max: 8 }),
		startsOn: days,
	}),
	fc.record({ kind: fc.constant('monthly' as const), day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)), startsOn: days }),
)

test('laws: days ascend, none before the start or twice, and asking from one of them goes on behind it', () => {
	fc.assert(
		fc.property(schedules, days, (schedule, after) => {
			const runs = nextRuns(schedule, after, 6)
			expect(runs).toHaveLength(6)
			expect([...new Set(runs)].sort()).toEqual(runs)
			expect(runs.every((day) => day > after && day >= schedule.startsOn)).toBe(true)
			expect(nextRuns(schedule, runs[2] ?? '', 3)).toEqual(runs.slice(3))
			if (schedule.kind === 'weekly') expect(runs.every((day) => schedule.weekdays.includes(weekdayOf(day)))).toBe(true)
			else for (const [index, day] of runs.entries()) if (index > 0) expect(daysBetween(runs[index - 1] ?? day, day)).toBeLessThanOrEqual(31)
		}),
		lawCases(2611),
	)
})

test('laws: whatever the clocks do, a run is on its day and an hour of the wall clock', () => {
	const zones = fc.constantFrom('America/Chicago', 'America/Toronto', 'Europe/Prague', 'Asia/Tokyo', 'Australia/Lord_Howe')
	fc.assert(
		fc.property(days, zones, (day, zone) => {
			const at = instantAt(day, RUN_HOUR, zone)
			expect(dayIn(at, zone)).toBe(day)
			expect(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(at)).toBe('06:00')
		}),
		lawCases(2612),
	)
})

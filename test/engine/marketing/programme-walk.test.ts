import { describe, expect, test } from 'vitest'
import type { Programme } from '../../../app/engine/marketing/programme.ts'
import { readWait, type Wait, waitUntil } from '../../../app/engine/marketing/programme-time.ts'
import { nextMove, type Walk, walkThrough } from '../../../app/engine/marketing/programme-walk.ts'

const wait = (amount: number, unit: Wait['unit'], at: string | null = null, window: Wait['window'] = 'any'): Wait => ({ amount, unit, at, window })

describe('(B14) a wait ends at the hour that its people live by', () => {
	test.each<[string, Wait, string, string, string]>([
		['minutes', wait(90, 'minutes'), '2026-03-02T18:00:00Z', 'America/Chicago', '2026-03-02T19:30:00.000Z'],
		// The clocks went forward on the 8th: 10:00 stays 10:00, 23 hours later.
		['a day over spring forward', wait(1, 'days'), '2026-03-07T16:00:00Z', 'America/Chicago', '2026-03-08T15:00:00.000Z'],
		['24 hours over spring forward', wait(24, 'hours'), '2026-03-07T16:00:00Z', 'America/Chicago', '2026-03-08T16:00:00.000Z'],
		['a day over fall back', wait(1, 'days', '09:00'), '2026-10-31T20:00:00Z', 'America/Chicago', '2026-11-01T15:00:00.000Z'],
		['an hour that is skipped', wait(1, 'days', '02:30'), '2026-03-07T16:00:00Z', 'America/Chicago', '2026-03-08T08:30:00.000Z'],
		['until nine, today', wait(0, 'days', '09:00'), '2026-03-03T13:00:00Z', 'America/Chicago', '2026-03-03T15:00:00.000Z'],
		['until nine, tomorrow', wait(0, 'days', '09:00'), '2026-03-03T18:00:00Z', 'America/Chicago', '2026-03-04T15:00:00.000Z'],
		['another zone', wait(1, 'days', '09:00'), '2026-03-03T18:00:00Z', 'Europe/Prague', '2026-03-04T08:00:00.000Z'],
		['working days over a weekend', wait(1, 'working_days', '09:00'), '2026-03-06T18:00:00Z', 'America/Chicago', '2026-03-09T14:00:00.000Z'],
		['in office hours it is now', wait(1, 'hours', null, 'office'), '2026-03-03T18:00:00Z', 'America/Chicago', '2026-03-03T19:00:00.000Z'],
		['their last minute is one of them', wait(1, 'minutes', null, 'office'), '2026-03-03T22:58:00Z', 'America/Chicago', '2026-03-03T22:59:00.000Z'],
		['five o’clock is not', wait(1, 'minutes', null, 'office'), '2026-03-03T22:59:00Z', 'America/Chicago', '2026-03-04T15:00:00.000Z'],
		['after them the next morning', wait(8, 'hours', null, 'office'), '2026-03-03T18:00:00Z', 'America/Chicago', '2026-03-04T15:00:00.000Z'],
		['before them this morning', wait(60, 'minutes', null, 'office'), '2026-03-03T12:00:00Z', 'America/Chicago', '2026-03-03T15:00:00.000Z'],
		[
			'Friday evening is Monday, after the clocks changed',
			wait(6, 'hours', null, 'office'),
			'2026-03-06T20:00:00Z',
			'America/Chicago',
			'2026-03-09T14:00:00.000Z',
		],
		['Saturday is Monday at the same time', wait(1, 'days', null, 'weekdays'), '2026-03-06T18:15:00Z', 'America/Chicago', '2026-03-09T17:15:00.000Z'],
	])('%s', (_, given, from, zone, expected) => expect(waitUntil(given, new Date(from), zone).toISOString()).toBe(expected))

	test('what is out of bounds is nothing', () => {
		expect(readWait({ amount: -1, unit: 'years', at: '25:00', window: 'night' })).toEqual(wait(0, 'days'))
		expect(readWait({ amount: 3, unit: 'hours', at: '07:05', window: 'office' })).toEqual(wait(3, 'hours', '07:05', 'office'))
	})
})

const programme: Programme = {
	firstKey: 'mail',
	steps: [
		{ key: 'mail', kind: 'send', sendId: 7, next: 'rest' },
		{ key: 'rest', kind: 'wait', wait: wait(2, 'days'), next: 'hot' },
		{ key: 'hot', kind: 'if', question: { field: 'score', op: 'gte', value: 1 }, yes: 'mail', no: 'out' },
		{ key: 'out', kind: 'end' },
	],
}
const at = new Date('2026-03-03T18:00:00Z')
const later = new Date('2026-03-05T18:00:00Z')
const walk = (given: Partial<Walk>): Walk => ({ stepKey: 'mail', hops: 0, zone: 'America/Chicago', isOut: false, heldUntil: null, answer: null, ...given })

describe('(B14) one step at a time', () => {
	test.each([
		['she begins', {}, { stepKey: null }, { kind: 'begun', to: { key: 'mail', dueAt: at } }],
		['a mail, then a wait that ends in two days', {}, {}, { kind: 'done', step: 'mail', to: { key: 'rest', dueAt: later } }],
		['the wait is over', {}, { stepKey: 'rest' }, { kind: 'done', step: 'rest', to: { key: 'hot', dueAt: at } }],
		['yes', {}, { stepKey: 'hot', answer: true }, { kind: 'done', step: 'hot', to: { key: 'mail', dueAt: at } }],
		['no', {}, { stepKey: 'hot', answer: false }, { kind: 'done', step: 'hot', to: { key: 'out', dueAt: at } }],
		['the end', {}, { stepKey: 'out' }, { kind: 'done', step: 'out', to: null }],
		['she may leave before anything else', {}, { isOut: true, heldUntil: later }, { kind: 'left', why: 'exit' }],
		['a rep has her cart', {}, { heldUntil: later }, { kind: 'held', until: later }],
		['a rep had her cart', {}, { heldUntil: at }, { kind: 'done', step: 'mail', to: { key: 'rest', dueAt: later } }],
		['her step is gone', {}, { stepKey: 'x' }, { kind: 'left', why: 'step_gone' }],
		['for ever is too long', {}, { hops: 1000 }, { kind: 'left', why: 'too_long' }],
	])('%s', (_, __, given, expected) => expect(nextMove(programme, walk(given), at)).toEqual(expected))

	test('the way that somebody would go, with its times; a loop ends where it began to repeat', () => {
		const way = (answer: boolean) => walkThrough(programme, { answers: new Map([['hot', answer]]), zone: 'America/Chicago', at })
		expect(way(false)).toEqual([
			{ key: 'mail', at, answer: null },
			{ key: 'rest', at: later, answer: null },
			{ key: 'hot', at: later, answer: false },
			{ key: 'out', at: later, answer: null },
		])
		expect(way(true)).toHaveLength(8)
	})
})

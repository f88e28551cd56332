import { expect, test } from 'vitest'
import { readValueDay } from '../../../app/engine/invoice/value-day.ts'

test.each([
	['', { ok: true, receivedOn: null }],
	['2026-03-02', { ok: true, receivedOn: null }],
	[' 2026-02-27 ', { ok: true, receivedOn: '2026-02-27' }],
	['2026-03-03', { ok: false, refusals: [{ code: 'VALUE_DAY_FUTURE', facts: { todayOn: '2026-03-02' } }] }],
	['2026-02-30', { ok: false, refusals: [{ code: 'VALUE_DAY_INVALID', facts: {} }] }],
	['last week', { ok: false, refusals: [{ code: 'VALUE_DAY_INVALID', facts: {} }] }],
])('%s', (typed, read) => expect(readValueDay(typed, '2026-03-02')).toEqual(read))

import { expect, test } from 'vitest'
import { type HoursFields, readHours } from '../../../app/engine/order/read-hours.ts'

const fields: HoursFields = { timeZone: 'America/Chicago', cutOff: '14:00', worksOn: ['5', '1', '1'], closedOn: '2026-12-25, 2026-07-04\n2026-12-25' }

test('when a warehouse sends, as it was typed: days once and in order; nothing said is nothing', () => {
	const hours = { timeZone: 'America/Chicago', cutOff: '14:00', worksOn: [1, 5], closedOn: ['2026-07-04', '2026-12-25'] }
	expect(readHours(fields)).toEqual({ ok: true, hours })
	expect(readHours({ ...fields, timeZone: '', cutOff: '', closedOn: '' })).toEqual({
		ok: true,
		hours: { ...hours, timeZone: null, cutOff: null, closedOn: [] },
	})
})

/** Each day of a leap year and of a half after it. */
const days = (count: number) => Array.from({ length: count }, (_, at) => new Date(Date.UTC(2028, 0, 1 + at)).toISOString().slice(0, 10)).join(' ')

test.each<[string, Partial<HoursFields>, string[]]>([
	['in a zone that is nowhere', { timeZone: 'Mars/Olympus' }, ['timeZone']],
	['until midnight', { cutOff: '23:59' }, []],
	['until after it', { cutOff: '24:00' }, ['cutOff']],
	['until a minute of its own', { cutOff: '12:60' }, ['cutOff']],
	['until two', { cutOff: '2:00' }, ['cutOff']],
	['on Saturday and Sunday', { worksOn: ['6', '0'] }, []],
	['on no day', { worksOn: [] }, ['worksOn']],
	['on a day beyond the week', { worksOn: ['7'] }, ['worksOn']],
	['but on 30 February', { closedOn: '2026-02-30' }, ['closedOn']],
	['but on a month', { closedOn: '2026-12' }, ['closedOn']],
	['but on 400 days', { closedOn: days(400) }, []],
	['but on 401 days', { closedOn: days(401) }, ['closedOn']],
	['with everything wrong', { timeZone: '?', cutOff: '?', worksOn: [], closedOn: '?' }, ['timeZone', 'cutOff', 'worksOn', 'closedOn']],
])('a warehouse that sends %s', (_, more, wrong) => {
	const read = readHours({ ...fields, ...more })
	expect(read.ok ? [] : read.refusals.map(({ facts }) => facts['key'])).toEqual(wrong)
})

import { expect, test } from 'vitest'
import { type DateOrder, readWallTime } from '../../../app/engine/base/wall-time.ts'

test.each<[string, DateOrder, string | null]>([
	['2010-12-01 08:26:00', 'YYYY-MM-DD', '2010-12-01 08:26:00'],
	['2010-12-01T08:26', 'YYYY-MM-DD', '2010-12-01 08:26:00'],
	['7/4/1996', 'M/D/YYYY', '1996-07-04 00:00:00'],
	['7/4/1996', 'D/M/YYYY', '1996-04-07 00:00:00'],
	['31. 12. 2024', 'D.M.YYYY', '2024-12-31 00:00:00'],
	['2024-02-29', 'YYYY-MM-DD', '2024-02-29 00:00:00'],
	['2023-02-29', 'YYYY-MM-DD', null],
	['1900-02-29', 'YYYY-MM-DD', null],
	['2000-02-29', 'YYYY-MM-DD', '2000-02-29 00:00:00'],
	['13/1/1996', 'M/D/YYYY', null],
	['2010-12-01 24:00:00', 'YYYY-MM-DD', null],
	['2010-12-01 08:26:59', 'YYYY-MM-DD', '2010-12-01 08:26:59'],
	['2010-12-01 08:26:60', 'YYYY-MM-DD', null],
	['2010-12-01 08:26 tomorrow', 'YYYY-MM-DD', null],
	['', 'YYYY-MM-DD', null],
])('%j as %s is %j', (text, order, expected) => {
	expect(readWallTime(text, order)).toBe(expected)
})

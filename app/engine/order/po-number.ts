import type { Day } from '../base/calendar.ts'

const MOST_TRIES = 10_000

/**
 * The PO number that follows the last one: a day at its end becomes `today`, else its last run of digits counts one up,
 * as many digits as it had, past every number that is `used`. Null: there is no pattern in it.
 */
export function nextPoNumber(last: string | null, used: ReadonlySet<string>, today: Day): string | null {
	if (last === null) return null
	const dated = /^(.*)\d{4}-\d{2}-\d{2}$/.exec(last)
	if (dated) {
		const next = `${dated[1]}${today}`
		return used.has(next) ? null : next
	}
	const [, head = '', digits = '', tail = ''] = /^(.*?)(\d{1,12})(\D*)$/.exec(last) ?? []
	if (digits === '') return null
	for (let step = 1; step <= MOST_TRIES; step += 1) {
		const next = `${head}${String(Number(digits) + step).padStart(digits.length, '0')}${tail}`
		if (!used.has(next)) return next.length <= 60 ? next : null
	}
	return null
}

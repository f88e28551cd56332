import { SideDown } from '../../platform/side-down.ts'
import type { Quota } from '../sync/quota.ts'

const dayMs = 86_400_000

/**
 * The service does not say how much of the day is used, only when it is over (code 122); so our own calls are counted,
 * day by day in UTC. `spent` remembers that it said so.
 */
export function countCalls(limit: number, share: number, now: () => number): Quota & { spent: () => void } {
	let day = Math.floor(now() / dayMs)
	let used = 0
	const turn = () => {
		const today = Math.floor(now() / dayMs)
		if (today !== day) used = 0
		day = today
	}
	return {
		take() {
			turn()
			if (used >= Math.floor(limit * share)) {
				const message = `${used} of ${limit} calls are used, and our share is ${share}`
				throw new SideDown({ code: 'REQUEST_LIMIT_EXCEEDED', message, fields: [], status: null, retryAfterSeconds: null, isUnknown: false })
			}
			used += 1
		},
		give() {},
		note() {},
		usage() {
			turn()
			return { used, limit }
		},
		spent() {
			used = limit
		},
	}
}

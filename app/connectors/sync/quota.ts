import { SideDown } from '../../platform/side-down.ts'

export type Quota = {
	/** Before each call; throws SideDown when our share of the day is used up. */
	take: () => void
	give: () => void
	note: (headers: Headers) => void
	usage: () => { used: number; limit: number } | null
}

/** What an old figure is worth: the day's calls come back hour by hour, so one call asks anew. */
const believedMs = 15 * 60_000

/** More calls than any door lets run at once. */
const overtaking = 32

/**
 * Lets nobody call once `share` of the day is used, by whomever. `read` says what an answer tells of the day (null: nothing);
 * calls that are under way count as used.
 */
export function watchQuota(share: number, now: () => number, read: (headers: Headers) => { used: number; limit: number } | null): Quota {
	let said: { used: number; limit: number; at: number } | null = null
	let under = 0
	let asksAnew = false
	return {
		take() {
			const isSpent = said !== null && said.used + under >= Math.floor(said.limit * share)
			if (said && isSpent && now() - said.at >= believedMs) {
				said.at = now()
				asksAnew = true
			} else if (said && isSpent) {
				const message = `${said.used} of ${said.limit} calls are used, and our share is ${share}`
				throw new SideDown({ code: 'REQUEST_LIMIT_EXCEEDED', message, fields: [], status: null, retryAfterSeconds: null, isUnknown: false })
			}
			under += 1
		},
		give() {
			under -= 1
		},
		note(headers) {
			const told = read(headers)
			// An answer that was overtaken tells a little less than is known already; a new day tells a lot less.
			const isOvertaken = told !== null && said !== null && told.limit === said.limit && told.used < said.used && said.used - told.used < overtaking
			if (!told || (isOvertaken && !asksAnew)) return
			said = { ...told, at: now() }
			asksAnew = false
		},
		usage: () => said && { used: said.used, limit: said.limit },
	}
}

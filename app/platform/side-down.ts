import type { SideFailure } from '../engine/sync/types.ts'

/** The whole call failed: nobody is there, the key is no longer good, or today's calls are used up. */
export class SideDown extends Error {
	failure: SideFailure
	constructor(failure: SideFailure) {
		super(`${failure.code}: ${failure.message}`)
		this.failure = failure
	}
}

import type { SideFailure } from '../engine/sync/types.ts'

/** The whole call failed: nobody is there, the key is no longer good, or today's calls are used up. */
export class SideDown extends Error {
	/** By its name: the pages are built with a copy of this class of their own, and what a connector throws comes from another. */
	static override [Symbol.hasInstance](value: unknown): boolean {
		return value instanceof Error && value.name === 'SideDown'
	}

	failure: SideFailure
	constructor(failure: SideFailure) {
		super(`${failure.code}: ${failure.message}`)
		this.name = 'SideDown'
		this.failure = failure
	}
}

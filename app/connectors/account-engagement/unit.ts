import type { ObjectShape } from '../../engine/sync/types.ts'
import type { Answer, Ask } from '../sync/door.server.ts'

/** The door to a business unit, and what its prospects look like. */
export type Unit = {
	call: (ask: Ask) => Promise<Answer>
	/** Remembered; asked anew by `describe`. */
	shape: (isAgain?: boolean) => Promise<ObjectShape>
	pageSize: number
	now: () => number
}

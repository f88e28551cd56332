/** What can go wrong on purpose. Counts go down as they are used; all start at nothing. */
export type Faults = {
	/** How long each answer waits, in milliseconds; the records of a write stay locked meanwhile. */
	answerDelayMs: number
	/** The next so many writing calls are done, and their answers are lost on the way. */
	loseAnswers: number
	/** So many writing calls are answered before those. */
	keepAnswers: number
	/** The next so many calls fail with 503 before anything is done. */
	failCalls: number
	/** The next so many calls are told 429, with a Retry-After of two seconds. */
	limitCalls: number
	/** The next so many calls are told that too many run at once. */
	busyCalls: number
	/** The next so many rows cannot be locked. */
	lockRows: number
	/** Writes of one account in two calls at once are refused, not queued. */
	lockContention: boolean
	/** What is written is seen only so many seconds after its stamp. */
	lateSeconds: number
	/** Rows of a page of a query. */
	queryBatch: number
	/** The feed of deletes covers up to so many seconds ago. */
	feedLagSeconds: number
	/** Notices of changes: the next so many are never sent, sent twice, or collected and sent last first. */
	dropPushes: number
	repeatPushes: number
	reorderPushes: number
	/** The next so many notices say that something happened, and not what. */
	gapPushes: number
	/** Lines of a bulk job that are done between two looks. */
	bulkLines: number
	/** The next so many bulk jobs fail after what they have done so far. */
	failBulk: number
	/** Bytes of an upload, once encoded. */
	bulkBytes: number
}

export const noFaults: Faults = {
	...{ answerDelayMs: 0, loseAnswers: 0, keepAnswers: 0, failCalls: 0, limitCalls: 0, busyCalls: 0, lockRows: 0, lockContention: false },
	...{ lateSeconds: 0, queryBatch: 2000, feedLagSeconds: 0, dropPushes: 0, repeatPushes: 0, reorderPushes: 0, gapPushes: 0 },
	...{ bulkLines: 1_000_000, failBulk: 0, bulkBytes: 150_000_000 },
}

type Count = 'loseAnswers' | 'keepAnswers' | 'failCalls' | 'limitCalls' | 'busyCalls' | 'lockRows' | 'dropPushes' | 'repeatPushes' | 'gapPushes' | 'failBulk'

/** Uses one of a count; false when none is left. */
export function spend(faults: Faults, count: Count): boolean {
	if (faults[count] <= 0) return false
	faults[count] -= 1
	return true
}

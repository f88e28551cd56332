/** What can go wrong on purpose. Counts go down as they are used; all start at nothing. */
export type Faults = {
	/** Seconds that the stand-in's clock runs ahead: authorisations lapse, signatures carry the moved time. */
	aheadSeconds: number
	/** Whether this account has multicapture; most accounts have not. */
	multicapture: boolean
	/** How long each answer waits, in milliseconds. */
	answerDelayMs: number
	/** The next so many writing calls are done, and their answers are lost on the way. */
	loseAnswers: number
	/** The next so many calls fail with 500 before anything is done. */
	failCalls: number
	/** The next so many calls are told 429. */
	limitCalls: number
	webhookDelayMs: number
	/** The next so many notices are never sent. */
	dropWebhooks: number
	/** The next so many notices are sent twice. */
	repeatWebhooks: number
	/** Collect this many notices and send them last first. */
	reorderWebhooks: number
}

export const noFaults: Faults = {
	aheadSeconds: 0,
	multicapture: false,
	answerDelayMs: 0,
	loseAnswers: 0,
	failCalls: 0,
	limitCalls: 0,
	webhookDelayMs: 0,
	dropWebhooks: 0,
	repeatWebhooks: 0,
	reorderWebhooks: 0,
}

type Count = 'loseAnswers' | 'failCalls' | 'limitCalls' | 'dropWebhooks' | 'repeatWebhooks'

/** Uses one of a count; false when none is left. */
export function spend(faults: Faults, count: Count): boolean {
	if (faults[count] <= 0) return false
	faults[count] -= 1
	return true
}

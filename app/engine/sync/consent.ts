export type ConsentEvent = { kind: 'opt_in' | 'opt_out' | 'bounce' | 'complaint'; at: string; hasEvidence: boolean }
export type Consent = 'in' | 'out' | 'unknown'

/**
 * What a person wants, out of all that was said of one channel and topic, in any order (sync-core.md B9). A complaint is an opt-out, a bounce is
 * nothing of the sort; an opt-in counts with evidence, and only when it is later than every opt-out: at the same time the answer is no.
 */
export function foldConsent(events: readonly ConsentEvent[]): Consent {
	const latest = (kinds: readonly string[]) =>
		Math.max(
			Number.NEGATIVE_INFINITY,
			...events.filter(({ kind, hasEvidence }) => kinds.includes(kind) && (kind !== 'opt_in' || hasEvidence)).map(({ at }) => Date.parse(at)),
		)
	const [said, refused] = [latest(['opt_in']), latest(['opt_out', 'complaint'])]
	if (refused === Number.NEGATIVE_INFINITY) return said === Number.NEGATIVE_INFINITY ? 'unknown' : 'in'
	return said > refused ? 'in' : 'out'
}

/** Of two who turn out to be one: out if either was. */
export function mergeConsent(a: Consent, b: Consent): Consent {
	if (a === 'out' || b === 'out') return 'out'
	return a === 'in' || b === 'in' ? 'in' : 'unknown'
}

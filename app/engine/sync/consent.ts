export type ConsentKind = 'opt_in' | 'opt_out' | 'bounce' | 'complaint' | 'none'
export type ConsentEvent = { kind: ConsentKind; at: string; hasEvidence: boolean }
export type Consent = 'in' | 'out' | 'unknown' | 'cleared'

/**
 * What a person wants, out of all that was said of one channel and topic, in any order (sync-core.md B9). A complaint is an opt-out, a bounce is
 * nothing of the sort; an opt-in counts with evidence, and only when it is later than every opt-out: at the same time the answer is no.
 * `cleared`: the merge that said no for her was undone, and she had said nothing before it.
 */
export function foldConsent(events: readonly ConsentEvent[]): Consent {
	const latest = (kinds: readonly ConsentKind[]) =>
		Math.max(
			Number.NEGATIVE_INFINITY,
			...events.filter(({ kind, hasEvidence }) => kinds.includes(kind) && (kind !== 'opt_in' || hasEvidence)).map(({ at }) => Date.parse(at)),
		)
	const [said, refused, cleared] = [latest(['opt_in']), latest(['opt_out', 'complaint']), latest(['none'])]
	if (said > refused && said >= cleared) return 'in'
	if (cleared > refused) return 'cleared'
	return refused === Number.NEGATIVE_INFINITY ? 'unknown' : 'out'
}

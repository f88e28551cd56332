import { type ConsentEvent, foldConsent } from './consent.ts'
import type { Role, SyncValue } from './types.ts'

/** Both sides of a field that says whether a person has opted out; blank is not opted out. `words`: what was said of her address; `at`: when each side's flag was set, at the latest. */
export type ConsentCase = { crm: SyncValue; ma: SyncValue; agreed: SyncValue | undefined; words: readonly ConsentEvent[]; at: Readonly<Record<Role, string>> }

/** `writes`: the sides that get `value`; `said`: sides whose flag is a word that stands nowhere yet; `blocked`: sides that took an opt-out back with nothing to show for it. */
export type ConsentResolution = { rule: string; winner: Role | null; writes: readonly Role[]; value: boolean; said: readonly Role[]; blocked: readonly Role[] }

const roles: readonly Role[] = ['crm', 'ma']

/**
 * A person's word on mails is no ordinary field (sync-core.md B9): what counts is the fold of all that was said, and a flag that was set on
 * either side since both agreed is one more opt-out. An opt-out of either side is one of both, on a record that was made anew as well. It is
 * taken back only by a later opt-in with its evidence; a flag that was turned off without one is turned on again. Law: nobody is ever opted in by a flag.
 */
export function resolveConsent({ crm, ma, agreed, words, at }: ConsentCase): ConsentResolution {
	const isOut = { crm: crm === true, ma: ma === true }
	const flagged = agreed === true ? [] : roles.filter((role) => isOut[role])
	const known = foldConsent(words)
	const state = foldConsent([...words, ...flagged.map((role) => ({ kind: 'opt_out' as const, at: at[role], hasEvidence: true }))])
	const said = known === 'out' ? [] : flagged
	const [out, free] = [roles.filter((role) => isOut[role]), roles.filter((role) => !isOut[role])]
	const stays = { rule: 'equal', winner: null, writes: [], value: isOut.crm, said, blocked: [] }
	if (state === 'out' || (state === 'unknown' && agreed === true)) {
		if (free.length === 0) return stays
		const blocked = agreed === true ? free : []
		const rule = blocked.length > 0 ? 'consent.no_evidence' : out.length > 0 ? 'consent.opted_out' : 'consent.remembered'
		return { rule, winner: out[0] ?? null, writes: free, value: true, said, blocked }
	}
	if (out.length !== 1) return stays
	return { rule: 'consent.taken_back', winner: free[0] ?? null, writes: out, value: false, said, blocked: [] }
}

import { isSame } from './normalise.ts'
import type { SyncValue } from './types.ts'

/** A write of the sync to one field of one record: what stood there, and what it wrote. */
export type UndoneWrite = { was: SyncValue; wrote: SyncValue }
export type UndoPlan = { from: SyncValue; to: SyncValue; refusal: 'CHANGED_SINCE' | 'CONSENT' | 'GONE' | 'NOTHING_TO_GIVE_BACK' | null }

/**
 * What a bad sync is taken back to (sync-core.md section e): what stood in the field before its first write, given that its last one still stands there. What
 * somebody wrote since is never written over, and a word on mails is not taken back by a machine. `now` undefined: the record is gone.
 */
export function planUndo(writes: readonly UndoneWrite[], { now, isConsent }: { now: SyncValue | undefined; isConsent: boolean }): UndoPlan {
	const [first, last] = [writes[0], writes.at(-1)]
	const plan = { from: now ?? null, to: first?.was ?? null }
	if (now === undefined) return { ...plan, refusal: 'GONE' }
	if (isConsent) return { ...plan, refusal: 'CONSENT' }
	if (isSame(now, plan.to)) return { ...plan, refusal: 'NOTHING_TO_GIVE_BACK' }
	return { ...plan, refusal: last && isSame(now, last.wrote) ? null : 'CHANGED_SINCE' }
}

/** Below one in a thousand what stands apart is mended by itself; more than that says that something is broken, and a person looks (B15). */
export function judgeDrift({ compared, drifted }: { compared: number; drifted: number }): 'none' | 'mend' | 'alert' {
	if (drifted === 0) return 'none'
	return drifted * 1000 < compared ? 'mend' : 'alert'
}

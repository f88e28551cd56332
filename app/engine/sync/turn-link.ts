import { holds, type Predicate } from '../base/predicate.ts'
import type { SyncValue } from './types.ts'

export type LinkState = 'active' | 'archived' | 'held' | 'conflict' | 'never'

export type TurnCase = {
	state: LinkState
	stateReason: string | null
	/** Null: gone on that side. */
	crm: { values: Readonly<Record<string, SyncValue>>; convertedTo: { object: string; id: string } | null; mergedInto?: string | null } | null
	ma: { values: Readonly<Record<string, SyncValue>>; mergedInto?: string | null } | null
	/** Where the CRM's feed says that its record went, once the record is gone there. */
	mergedInto?: string | null
	filter: Predicate | null
}

/** What becomes of a link before its fields are looked at: it moves to the contact that a lead became, goes where a merge in the CRM led, rests while a record is gone or filtered out, or comes back. Null: it stays as it is. */
export type Turn =
	| { kind: 'converted'; object: string; id: string }
	| { kind: 'merged'; into: string }
	| { kind: 'archived'; reason: 'CRM_DELETED' | 'MA_DELETED' | 'FILTERED_OUT' | 'MERGED' }
	| { kind: 'returned' }

/**
 * A link's turn (sync-core.md B10, B11, A27, A30). Deleted on one side never deletes on the other; what was filtered out keeps its
 * history and returns as the same prospect; a converted lead takes its link along. A link that is held, in conflict or never to be made
 * again waits for a person or for room, and turns by nothing else.
 */
export function turnLink({ state, stateReason, crm, ma, filter, mergedInto = null }: TurnCase): Turn | null {
	if (state !== 'active' && state !== 'archived') return null
	// Whose link rests because she is somebody else's now, rests until the merge is taken back.
	if (state === 'archived' && stateReason === 'MERGED') return null
	const rests = (reason: 'CRM_DELETED' | 'MA_DELETED' | 'FILTERED_OUT' | 'MERGED'): Turn | null =>
		state === 'archived' && stateReason === reason ? null : { kind: 'archived', reason }
	if (!ma) return rests('MA_DELETED')
	if (ma.mergedInto) return rests('MERGED')
	const into = crm ? (crm.mergedInto ?? null) : mergedInto
	if (into) return { kind: 'merged', into }
	if (!crm) return rests('CRM_DELETED')
	if (crm.convertedTo) return { kind: 'converted', ...crm.convertedTo }
	if (filter && !holds(filter, crm.values)) return rests('FILTERED_OUT')
	return state === 'archived' ? { kind: 'returned' } : null
}

/** Whether a link that was at work rests from now on because the filter no longer lets its record through (sync-core.md B10). */
export function leavesByFilter(given: TurnCase): boolean {
	if (given.state !== 'active' || given.filter === null) return false
	const turn = turnLink(given)
	return turn?.kind === 'archived' && turn.reason === 'FILTERED_OUT'
}

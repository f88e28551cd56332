import { type Refusal, refusal } from '../base/refusal.ts'
import type { FieldMap, SyncValue } from './types.ts'

/** What an administrator does about one cause of errors. */
export type RemedyAct =
	| { act: 'retry' }
	| { act: 'edit'; value: string }
	| { act: 'blank' }
	| { act: 'map'; value: string }
	| { act: 'truncate' }
	| { act: 'fallback'; value: string }
	| LinkRemedy

/** What is done about the records and their links, and not about a value. `error`: whose candidate is meant; `candidate`: `object:id` in the CRM. */
export type LinkRemedy =
	| { act: 'unfreeze' }
	| { act: 'rest' }
	| { act: 'again' }
	| { act: 'allow_duplicate' }
	| { act: 'link'; error: number; candidate: string }

const linkActs: readonly string[] = ['unfreeze', 'rest', 'again', 'allow_duplicate', 'link'] satisfies LinkRemedy['act'][]
export const isLinkRemedy = (remedy: RemedyAct): remedy is LinkRemedy => linkActs.includes(remedy.act)

/** Values that go to the side that has the refused one, or another mapping; then everything is tried again. */
export type RemedyPlan = { ok: true; write: { value: SyncValue } | null; map: FieldMap | null } | { ok: false; refusals: Refusal[] }

/**
 * What a remedy changes (sync-core.md B8): the value where it stands, or how its field travels. `field` is the mapping of the refused field;
 * null where the error is about the whole record, which can only be tried again.
 */
export function planRemedy(
	remedy: Exclude<RemedyAct, LinkRemedy>,
	{ field, value, side }: { field: FieldMap | null; value: SyncValue; side: 'crm' | 'ma' },
): RemedyPlan {
	if (remedy.act === 'retry') return { ok: true, write: null, map: null }
	if (!field) return { ok: false, refusals: [refusal('SYNC_REMEDY_NO_FIELD')] }
	if (remedy.act === 'blank') return { ok: true, write: { value: null }, map: null }
	if (remedy.act === 'truncate') return { ok: true, write: null, map: { ...field, overflow: 'truncate', stoppedBy: null } }
	const typed = remedy.value.trim()
	if (typed === '') return { ok: false, refusals: [refusal('SYNC_VALUE_MISSING')] }
	if (remedy.act === 'edit') return { ok: true, write: { value: typed }, map: null }
	if (remedy.act === 'fallback') return { ok: true, write: null, map: { ...field, fallback: typed, stoppedBy: null } }
	return mapValue(field, { value, side, typed })
}

/** Value to value, for everybody who has it: the pair leads from marketing's word to sales'. */
function mapValue(field: FieldMap, { value, side, typed }: { value: SyncValue; side: 'crm' | 'ma'; typed: string }): RemedyPlan {
	if (typeof value !== 'string' || (field.transform && field.transform.kind !== 'choices')) return { ok: false, refusals: [refusal('SYNC_PAIR_IMPOSSIBLE')] }
	const pairs = field.transform?.pairs ?? {}
	// What sales refuses is marketing's word, told already by the pairs that stand; what marketing refuses is sales'.
	const ofMa = side === 'crm' ? (Object.entries(pairs).find(([, told]) => told === value)?.[0] ?? value) : typed
	return {
		ok: true,
		write: null,
		map: { ...field, transform: { kind: 'choices', pairs: { ...pairs, [ofMa]: side === 'crm' ? typed : value } }, stoppedBy: null },
	}
}

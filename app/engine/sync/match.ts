import { isBlank } from './normalise.ts'
import type { FieldMap, SyncValue } from './types.ts'

/**
 * Who is who (sync-core.md B4): from a prospect to its record in the CRM, rung by rung; the first that answers ends the ladder.
 * Mail addresses are in their normal form (mail.ts).
 */
export type Candidate = {
	object: string
	id: string
	/** Whether this connection links it already: such a one is nobody else's. */
	isLinked: boolean
	ownerActive: boolean
	openOpportunity: boolean
	lastActivityAt: string | null
	createdAt: string | null
	/** A lead that became a contact; null while it is a lead. */
	convertedTo: { object: string; id: string } | null
}

export type MatchCase = {
	/** What the prospect itself says of its CRM record, the record as it was found there; null: it names none, or none that exists. */
	named: Candidate | null
	mail: string | null
	/** Records of this kind have no address at all, as a campaign: nobody misses one. */
	isWithout?: boolean
	/** Those with the same address: contacts first, as the mapping ranks its objects; each list unordered. */
	contacts: readonly Candidate[]
	leads: readonly Candidate[]
	/** `multi`: several prospects may share an address; they meet by it only with `fallbackEmail`, and only whom nobody has yet (B4). */
	emailMode: 'one' | 'multi'
	fallbackEmail: boolean
}

export type Match =
	| { kind: 'link'; object: string; id: string; rung: 'crm_id' | 'contact' | 'lead' | 'converted_lead' | 'alike'; duplicates: readonly string[] }
	| { kind: 'create' }
	| { kind: 'none'; reason: 'NO_EMAIL' | 'DUPLICATE_MATCH'; duplicates: readonly string[] }

/**
 * Laws: the order of the candidates makes no difference; a contact comes before a lead, a lead before a converted one; a record that is
 * linked is never linked again; several hits are always told.
 */
export function decideMatch({ named, mail, isWithout = false, contacts, leads, emailMode, fallbackEmail }: MatchCase): Match {
	if (named) return meet([named], named.convertedTo ? 'converted_lead' : 'crm_id', [])
	if (isWithout) return { kind: 'create' }
	if (mail === null) return { kind: 'none', reason: 'NO_EMAIL', duplicates: [] }
	if (emailMode === 'multi' && !fallbackEmail) return { kind: 'create' }
	const met = emailMode === 'multi' ? leads.filter(({ isLinked }) => !isLinked) : leads
	const open = met.filter(({ convertedTo }) => convertedTo === null)
	const converted = met.filter(({ convertedTo }) => convertedTo !== null)
	for (const [rung, hits] of [
		['contact', emailMode === 'multi' ? contacts.filter(({ isLinked }) => !isLinked) : contacts],
		['lead', open],
		['converted_lead', converted],
	] as const) {
		if (hits.length > 0) return meet(hits, rung, hits.length > 1 ? rank(hits).map(({ object, id }) => `${object}:${id}`) : [])
	}
	return { kind: 'create' }
}

function meet(hits: readonly Candidate[], rung: 'crm_id' | 'contact' | 'lead' | 'converted_lead', duplicates: readonly string[]): Match {
	const free = rank(hits).find(({ isLinked }) => !isLinked)
	// All of them belong to somebody: making another would be the next duplicate, so a person decides.
	if (!free) return { kind: 'none', reason: 'DUPLICATE_MATCH', duplicates: rank(hits).map(({ object, id }) => `${object}:${id}`) }
	return { kind: 'link', ...(free.convertedTo ?? { object: free.object, id: free.id }), rung, duplicates }
}

/** Owner active, then an open opportunity, then the latest activity, then the oldest, then the smallest id. */
export function rank<T extends Candidate>(candidates: readonly T[]): T[] {
	return [...candidates].sort(
		(a, b) =>
			Number(b.ownerActive) - Number(a.ownerActive) ||
			Number(b.openOpportunity) - Number(a.openOpportunity) ||
			later(a.lastActivityAt, b.lastActivityAt) ||
			-later(a.createdAt, b.createdAt) ||
			a.id.length - b.id.length ||
			(a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
	)
}

/** The later first; without a time last. */
function later(a: string | null, b: string | null): number {
	if (a === b) return 0
	if (a === null) return 1
	if (b === null) return -1
	return a > b ? -1 : 1
}

type Creating = Pick<FieldMap, 'maField' | 'transform'>

/**
 * Of several objects that a record may become over there the one whose parents it has: who is of a company is made as its contact, who is of none
 * as a lead (sync-core.md B4). Undefined: none is made.
 */
export function chooseObject<T extends { createsCrm: GateCase['creates']; fields: readonly Creating[] }>(
	maps: readonly T[],
	values: Readonly<Record<string, SyncValue>>,
): T | undefined {
	const may = maps.filter(({ createsCrm }) => createsCrm !== 'never')
	const parents = ({ fields }: T) => fields.filter(({ transform }) => transform?.kind === 'linked')
	const has = (map: T) => parents(map).length > 0 && parents(map).every(({ maField }) => !isBlank(values[maField]))
	return may.find(has) ?? may.find((map) => parents(map).length === 0) ?? may[0]
}

/** Whether somebody has taken a record: it has an owner, or waits in a queue. */
export function hasOwner(fields: readonly Creating[], values: Readonly<Record<string, SyncValue>>): boolean {
	const owners = fields.filter(({ transform }) => transform?.kind === 'users').map(({ maField }) => maField)
	return [...owners, 'assigned_user_id', 'assigned_queue_id'].some((field) => !isBlank(values[field]))
}

export type GateCase = {
	creates: 'never' | 'gate' | 'always'
	isAssigned: boolean
	/** She did something that counts as an assignment here, as a first order may (A23). */
	isEarned: boolean
	/** What the connection does with whom it got through this source (A10). */
	policy: 'create' | 'match_only' | 'never'
}

/** Whether a record may be made for who was not found. A prospect that nobody has taken stays marketing's. */
export function mayCreate({ creates, isAssigned, isEarned, policy }: GateCase): boolean {
	if (creates === 'never' || policy !== 'create') return false
	return creates === 'always' || isAssigned || isEarned
}

export type MakeProspectCase = {
	creates: 'never' | 'always'
	causes: readonly string[]
	policy: 'create' | 'match_only' | 'never'
	/** Whether the filter of the mapping wants the record. */
	isWanted: boolean
	/** When the record was made, and since when new ones go over by themselves. Instants as ISO 8601; null: not known, or not at all. */
	createdAt: string | null
	since: string | null
}

/**
 * Whether a record of the CRM becomes a prospect (A26): by itself only when it is newer than the switch; with a back-fill whenever it was made. Who
 * sends one over by hand has decided, whatever the mapping does by itself; what the filter leaves out stays out for everybody.
 */
export function mayMakeProspect({ creates, causes, policy, isWanted, createdAt, since }: MakeProspectCase): boolean {
	if (!isWanted) return false
	if (causes.includes('send')) return true
	if (policy !== 'create') return false
	return causes.includes('backfill') || (creates === 'always' && since !== null && createdAt !== null && Date.parse(createdAt) >= Date.parse(since))
}

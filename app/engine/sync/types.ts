import type { ConsentEvent } from './consent.ts'

/**
 * What both sides of a connection are to the sync core (sync-core.md B1): plain records of plain values. A side is called by
 * its role, `crm` or `ma`, whichever system plays it; nothing in here knows a vendor.
 */

/** Text; numbers as decimal text, never as a float; instants as ISO 8601 in UTC, days as YYYY-MM-DD; several choices in their order. Null, '' and [] are blank. */
export type SyncValue = string | boolean | readonly string[] | null

export type Role = 'crm' | 'ma'

export type FieldKind = 'text' | 'email' | 'phone' | 'integer' | 'decimal' | 'boolean' | 'date' | 'instant' | 'picklist' | 'multipicklist' | 'reference'

/** A field as its side describes it. `length` in characters; `values` only where the side refuses any other. */
export type FieldShape = {
	name: string
	label: string
	kind: FieldKind
	length: number | null
	precision: number | null
	scale: number | null
	values: readonly string[] | null
	required: boolean
	createable: boolean
	updateable: boolean
	visible: boolean
	custom: boolean
	/** The objects that a reference may name. */
	references: readonly string[]
	/** Its change makes no job by itself (sync-core.md A29): it goes along with the next of its record, and until then is no drift. */
	isUnmarked?: true
	/** What this side says of its own accord in a new record that leaves the field blank; absent where it fills nothing, or does not tell. */
	default?: string
	/** An amount on a side that counts in this currency alone. */
	onlyCurrency?: string
	/** An amount in the currency that stands in this field of the same record. */
	currencyIn?: string
	/** How strictly a mail address is read here; strictly where nothing is said (A16). */
	mail?: 'strict' | 'lenient'
}

export type ObjectShape = { name: string; label: string; createable: boolean; fields: readonly FieldShape[] }

export type Behaviour = 'use_ma' | 'use_crm' | 'most_recent' | 'crm_to_ma' | 'ma_to_crm' | 'off'
export type Blank = 'fill' | 'clear'
export type Changed = 'neither' | 'crm' | 'ma' | 'both'
export type Later = 'crm' | 'ma' | 'tie'

/** A value of one side in the words of the other: choices by their pairs, yes and no as text, or text cut to what stands. */
export type Transform =
	/** `also`: words of the CRM that mean one of ours besides the one that ours is told as. */
	| { kind: 'choices'; pairs: Readonly<Record<string, string>>; also?: Readonly<Record<string, string>> }
	| { kind: 'upper' }
	| { kind: 'lower' }
	| { kind: 'boolean_text'; yes: string; no: string }
	/**
	 * Ids of records that the connection keeps as well: the parent's link says who is who. Filled for the records of a batch; who is not over yet is waited for.
	 * `also`: other objects of the CRM that the reference may name. `isPatient`: a parent that never comes over is nobody's error (sync-core.md B13).
	 */
	| { kind: 'linked'; crm: string; also?: readonly string[]; ma: string; isPatient?: true; pairs: Readonly<Record<string, string>> }
	/** Ids of people; who has no counterpart is the connector user of the other side. Filled from the connection's own map whenever it is read. */
	| { kind: 'users'; pairs: Readonly<Record<string, string>>; elseCrm: string | null; elseMa: string | null }

/** One row of the mapping. `key` is its id as text and names the field in bases, decisions and errors. */
export type FieldMap = {
	key: string
	crmField: string
	maField: string
	behaviour: Behaviour
	blank: Blank
	/** How several values on `ma` are told to a `crm` that holds one. */
	multi: 'last' | 'join' | 'union' | 'error'
	overflow: 'error' | 'truncate'
	/** From `ma` to `crm`; the way back is its reverse. */
	transform: Transform | null
	/** What a new `crm` record gets where `ma` is blank. */
	fallback: string | null
	/** Says whether a person has opted out: resolved by the rule of consent, whatever `behaviour` says. */
	isConsent?: boolean
	/** The code that stopped the field for everybody, until it is mended. */
	stoppedBy: string | null
}

/** When a field changed, and how that is known (B3): `field` beats `record` beats `none`. */
export type FieldTime = { at: string; evidence: 'field' | 'record' | 'none' }

/** One side of a link as it was just read. A field that its side does not describe is absent from `shape`. */
export type SideState = {
	shape: Readonly<Record<string, FieldShape>>
	values: Readonly<Record<string, SyncValue>>
	times: Readonly<Record<string, FieldTime>>
	/** Fields of which this side alone says what stands there, whatever the mapping says of both. */
	owned?: readonly string[]
}

export type LinkCase = {
	maps: readonly FieldMap[]
	crm: SideState
	ma: SideState
	/** What both agreed on last, under the mapping's projection, by key; a key without a line has no base yet. */
	agreed: Readonly<Record<string, SyncValue>>
	/** Keys that a revert pinned; a person's edit on either side takes them off before this is asked. */
	pinned: readonly string[]
	/** Keys that the loop breaker froze on this record. */
	frozen: readonly string[]
	/** Fields of `ma` that the CRM of another connection overrules on this record (app/decisions/0486). */
	elsewhere?: ReadonlySet<string>
	/** What a person ordered of single fields, by key. */
	wishes?: Readonly<Record<string, Wish>>
	tieWinner: Role
	/** Amounts that are in another currency than the one in which the other side counts alone, by key (engine/sync/foreign-amounts.ts). */
	foreign?: ReadonlyMap<string, ForeignAmount>
	/** Times closer than this are the same time. 0 between embedded sides, 2,000 with an outside one. */
	skewMs: number
	/** What was said of the person's address, and now: a flag whose time nobody knows was set at the latest now (B9). */
	consent: { words: readonly ConsentEvent[]; at: string }
}

/** `role`: the side that counts in `only` alone. */
export type ForeignAmount = { role: Role; currency: string; only: string }

/**
 * What a person ordered of one field on the side that only the worker speaks to: a value goes back (`revert`) or is mended (`edit`). `pins`: it stands until a
 * person edits it. `expects`: only while this stands there. `keeps`: what stands there now is kept, whatever `value` says. `line`: the line of a list that it was ordered by. `refusedFor`: why it was not done.
 */
export type Wish = {
	side: Role
	value: SyncValue
	cause: 'revert' | 'edit'
	actor: string
	pins: boolean
	expects?: SyncValue
	keeps?: true
	line?: { runId: number; id: number }
	refusedFor?: string
}

export type Note = 'tie' | 'pinned' | 'frozen' | 'truncated' | 'refused' | 'stopped' | 'held' | 'left'

/** A line of the journal (T9): written for each field whose values differed, or that was refused, held, cut or pinned. */
export type FieldDecision = {
	key: string
	crmField: string
	maField: string
	crm: SyncValue
	ma: SyncValue
	changed: Changed
	later: Later
	/** The row of table B5 in words, as `use_crm.both_filled`; stable, shown by name. */
	rule: string
	winner: Role | null
	/** Where the winner's value goes, and what is written there. */
	wrote: Role | null
	value: SyncValue
	note: Note | null
	/** Ordered by a person, and not decided by the table. */
	wish?: Wish
}

/** One field that cannot travel (B8): the rest of the record goes on without it. `role` is the side that would refuse it, or did: then `message` is what it said. */
export type FieldRefusal = {
	key: string
	field: string
	role: Role
	code: string
	value: SyncValue
	facts: Readonly<Record<string, string | number>>
	message?: string
	/** Who has the value, where the side said so. */
	duplicates?: readonly string[]
}

/** What a link needs so that both sides agree: only the fields that must change. */
export type LinkDecision = {
	crm: Record<string, SyncValue>
	ma: Record<string, SyncValue>
	/** The base as it stands once the writes are made; only what differs from what was given. */
	agreed: Record<string, SyncValue>
	decisions: FieldDecision[]
	refusals: FieldRefusal[]
	/** Fields that were equal: one number for the journal. */
	equal: number
	/** Opt-outs that stood as a flag only, each with its side and the time of its flag, and opt-ins that had nothing to show for them. */
	consents: ConsentNews[]
}

/** What a flag of one side said on consent: a new opt-out, or an opt-in that is not carried. */
export type ConsentNews = { key: string; role: Role; field: string; kind: 'opt_out' | 'blocked'; at: string }

/** A refusal in the side's own words; engine/sync/classify-failure.ts reads it. `isUnknown`: the answer was lost, the write may have happened. */
export type SideFailure = {
	code: string
	message: string
	fields: readonly string[]
	status: number | null
	retryAfterSeconds: number | null
	isUnknown: boolean
	/** Records that it would be a duplicate of, each as `object:id`. */
	duplicates?: readonly string[]
	/** What it said besides of the same record, of other fields. */
	others?: readonly Pick<SideFailure, 'code' | 'message' | 'fields' | 'duplicates'>[]
}

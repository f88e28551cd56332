import type { FirstMap } from '../../engine/sync/first-mapping.ts'
import type { Alike } from '../../engine/sync/match-alike.ts'
import type { OutsideUser } from '../../engine/sync/match-users.ts'
import type { ObjectShape, Role, SideFailure, SyncValue } from '../../engine/sync/types.ts'

/**
 * One side of a sync connection behind its port (sync-core.md B1). The core speaks to every system in these words and never
 * asks which one it is; what differs between systems is said by `capabilities`. Every method may throw SideDown when
 * nothing at all was answered or the whole call was refused.
 */
export type SidePort = {
	capabilities: Capabilities
	/** The named objects as this side has them now; an object that it does not know, or hides, is left out. */
	describe(objects: readonly string[]): Promise<ObjectShape[]>
	/** Objects of this side's own making whose records may be read, as it lists them now, by name (sync-core.md A42). Absent where a side has none. */
	listOwn?(): Promise<OwnObject[]>
	/** In any order; what is deleted, merged away or hidden is left out or comes with `deletedAt`. */
	readByIds(object: string, ids: readonly string[], fields: readonly string[]): Promise<SideRecord[]>
	/** A page of what changed after the cursor, oldest first by (time, id); null starts at the beginning. `cursor` is kept only once the page is durable. */
	readChanged(object: string, cursor: string | null, fields: readonly string[]): Promise<{ records: SideRecord[]; cursor: string; more: boolean }>
	/** What was deleted or merged away after the cursor. `expired`: the feed no longer reaches back so far, and ids must be compared whole. */
	readDeleted(object: string, cursor: string | null): Promise<{ deleted: SideDeleted[]; cursor: string; expired: boolean }>
	/** Records by normalised mail address, unordered; several may share one. */
	findMatches(object: string, mails: readonly string[], fields: readonly string[]): Promise<SideRecord[]>
	/** Records by what stands in one of their fields, whatever its case: how objects meet that have no address (`capabilities.alike`). Absent where the side has none. */
	findAlike?(object: string, by: { field: string; values: readonly string[] }, fields: readonly string[]): Promise<SideRecord[]>
	/** Each row by itself: one that is refused never stops another. Answers have the keys of the rows, in any order. */
	write(rows: readonly SideWrite[]): Promise<SideWritten[]>
	/** The side's own way for many rows, where nobody waits for an answer; absent where it has none. */
	bulk?: BulkWay
	/** Deletes records of one object, for who asked to be forgotten; one that is gone already counts as done. Absent where the side has no way. */
	remove?(object: string, ids: readonly string[]): Promise<SideRemoved[]>
	/** Whose the records may be, at work or not; none where the side knows no owners. */
	users(): Promise<OutsideUser[]>
	/** Calls used and allowed today as the side itself last said; null where it never says. */
	usage(): { used: number; limit: number } | null
}

export type Capabilities = {
	/** The side knows when each single field changed. */
	fieldTimestamps: boolean
	upsertByExternalId: boolean
	conditionalWrite: boolean
	/** Rows of one write call. */
	batchMax: number
	/** Above so many rows a backfill goes by the side's bulk way; null: none does. */
	bulkFrom: number | null
	push: boolean
	deletesFeed: boolean
	/** Writes and their confirmation are one transaction of ours. */
	transactional: boolean
	/** Times closer than this are the same time. */
	skewMs: number
	/** Under which name a person's mail address stands among the values. */
	mailField: string
	/** By object of this side: which of its fields holds the id of which object of the CRM (B4, rung 2). */
	counterparts: Readonly<Record<string, Readonly<Record<string, string>>>>
	/** By object of this side: the other one that the same record is of once it changes its kind, as a company that becomes a person; it keeps its id. */
	kinds?: Readonly<Record<string, string>>
	/** Objects that cannot keep our key, where the side upserts by it: a create whose answer was lost is looked for, and none goes in bulk. */
	keyless?: readonly string[]
	/** Objects of people who are nobody's prospects: the cap does not count them (A9). */
	uncounted?: readonly string[]
	/** By object of this side: the field that says how a record came (A10); absent where the side does not know. */
	sources?: Readonly<Record<string, string>>
	/** By object of this side that has no mail address: under which names stand what it is known by. */
	alike?: Readonly<Record<string, Alike>>
	/** A cursor is set back by so much, because records become visible later than their time says. */
	overlapMs: number
}

/** An object of a side's own making; `nameField`: which of its fields says what a record is called. */
export type OwnObject = { name: string; label: string; nameField: string }

/** Rows of one object that are all new, and named by our key, or all known, and named by their id. */
export type BulkPart = { object: string; isNew: boolean }

/** `gone`: the side knows no such job any more, and what became of its rows has to be looked for. */
export type BulkLook = { state: 'open' | 'working' | 'done' | 'failed' | 'aborted' | 'gone'; done: number; message: string | null }

/**
 * A job at the side for many rows. Nothing is written before `start`; of what was started each row has its own result. A job is
 * filled once: who does not know whether it was aborts it and opens another.
 */
export type BulkWay = {
	/** Rows and bytes of one job, and rows of a batch, by which the side counts its day. */
	rowsMax: number
	bytesMax: number
	rowsOfABatch: number
	open(part: BulkPart): Promise<string>
	fill(id: string, part: BulkPart, rows: readonly SideWrite[]): Promise<void>
	start(id: string): Promise<void>
	look(id: string): Promise<BulkLook>
	abort(id: string): Promise<void>
	/** Of a job that ended, by the record's id, or by our key where rows were new. `untouched`: rows that it did not come to. Of what it names nowhere nothing is known. */
	results(id: string, part: BulkPart): Promise<{ written: SideWritten[]; untouched: string[] }>
	/** Batches of the side's day; null where it does not say. */
	day(): Promise<{ used: number; limit: number } | null>
}

export type SideRecord = {
	object: string
	id: string
	values: Record<string, SyncValue>
	/** The record's own stamp: an upper bound for each of its fields. */
	modifiedAt: string | null
	/** Per field, where the side knows it. */
	changedAt: Record<string, string>
	deletedAt: string | null
	/** Absent where the side does not say it of a record that is read by its id. */
	createdAt?: string
	/** What ranks duplicates (B4); absent where the side cannot say. */
	rank?: { ownerActive: boolean; openOpportunity: boolean; lastActivityAt: string | null; createdAt: string | null }
	/** A lead that became a contact. */
	convertedTo?: { object: string; id: string } | null
	/** Fields of which this side alone says what stands there, on this record. */
	owned?: readonly string[]
	/** Fields without which this record says nothing: it is not told before they can be. */
	needs?: readonly string[]
	/** The record of the same object that this one was merged into; it stands here with nothing of its own. */
	mergedInto?: string | null
}

/**
 * What a side tells by itself, where somebody listens: a hint where to look, never a state. `fields` null: it does not say which.
 * `overflow`: so much happened that it says nothing more of it, and the object must be polled.
 */
export type SideNotice = {
	/** The same notice twice has the same. */
	deliveryId: string
	object: string
	ids: readonly string[]
	kind: 'changed' | 'deleted' | 'overflow'
	at: string
	fields: readonly string[] | null
}

export type SideDeleted = { id: string; deletedAt: string; mergedInto: string | null }

/** `id` null creates. `externalKey` makes a repeated create find the first one where `upsertByExternalId`. `ifModifiedAt`: where `conditionalWrite`, refused with CHANGED_MEANWHILE when the record is newer. `allowDuplicate`: a person said that the side's rule against duplicates need not hold for it. */
export type SideWrite = {
	key: string
	object: string
	id: string | null
	values: Record<string, SyncValue>
	externalKey?: string
	ifModifiedAt?: string
	allowDuplicate?: true
}

/** `stored`: what stands there now, where the side says so; another value than was sent is another's change, not our echo. */
export type SideWritten =
	| { key: string; ok: true; id: string; created: boolean; stored?: Record<string, SyncValue> }
	| { key: string; ok: false; failure: SideFailure }

/** `inBin`: deleted, and kept for good in a bin that only a person empties there. */
export type SideRemoved = { id: string; failure: SideFailure | null; inBin?: true }

/** What a connection keeps of another system. */
export type Keyed = { id: number; crmSystem: string; maSystem: string; quotaShare: string; sealedSecrets: string | null }

/** Another system of a connection, opened once per process by the key that stands sealed in its record; null where there is none. The worker asks it, and the rooms where its fields are mapped. */
export type OutsideSides = (connection: Keyed) => SidePort | null

/** How a system lets a machine in: by a secret that both know, or by what a private key signed for a person there. */
export type SignInWay = 'client_credentials' | 'jwt'

/** What the wizard asks for to open a system; a secret, and a private key in PEM, is never shown again. `way`: only who signs in by it is asked. */
export type KeyField = { name: string; kind: 'address' | 'text' | 'secret' | 'pem'; isOptional?: true; way?: SignInWay }

/** A system that may stand on one side of a connection; everything that a vendor does differently stands behind this line. */
export type OutsideSystem = {
	name: string
	/** Which side of a connection it is. */
	role: Role
	/** The ways in, the usual one first; its name stands in the key as `way`. */
	ways: readonly SignInWay[]
	keyFields: readonly KeyField[]
	/** What is mapped from the start, as far as the system shows these objects and fields. */
	firstMaps: readonly FirstMap[]
	open: (key: Readonly<Record<string, string>>, settings: { quotaShare: number; timeoutMs?: number }) => SidePort
	/** Reads what the system posts by itself; null for what nobody signed. */
	readNotice: ((rawBody: string, headers: Headers, secret: string) => SideNotice | null) | null
}

export type OutsideSystems = {
	all: readonly OutsideSystem[]
	/** The address in its plain form; null for one that this house may not speak to. */
	addressOf: (text: string) => string | null
	/** Whether a text is a private key that may sign: RSA of 2,048 bits or more, in PEM, without a passphrase. */
	isPrivateKey: (text: string) => boolean
	/** What is kept of a key, and what of it is read again. */
	seal: (key: Readonly<Record<string, string>>) => string
	unseal: (sealed: string | null) => Readonly<Record<string, string>> | null
}

declare module '../../platform/house.ts' {
	interface Connectors {
		sides: OutsideSides
		systems: OutsideSystems
	}
}

import { longReference } from '../../../engine/sync/long-reference.ts'
import { type FieldDef, type ObjectDef, standardDefs } from './define.ts'
import { type Faults, noFaults } from './faults.ts'

export type Value = string | boolean | null
export type Values = Record<string, Value>

export type Row = {
	id: string
	object: string
	/** Numbers as plain decimal text. */
	values: Values
	createdAt: number
	createdBy: string
	modifiedAt: number
	modifiedBy: string
	deletedAt: number | null
	/** A late row is not seen before; until then the version before it is, if there was one. */
	hiddenUntil: number
	before: Row | null
}

/** `code`: what it is refused by, where it is no validation rule but a flow that fails. */
export type Rule = { object: string; message: string; code?: string; field?: string; refuses: (values: Readonly<Values>) => boolean }

/** The words in which the updates of one record are refused. */
export type Refusing = { code: string; message: string; fields?: readonly string[]; is?: Value; times?: number }

/** Ids of the two families of accounts. */
type RecordTypes = { person: string; business: string }

/** Everything that the org is. Times in milliseconds; stamps are cut to whole seconds, as Salesforce's are. */
export type Org = {
	objects: Map<string, ObjectDef>
	rows: Map<string, Map<string, Row>>
	/** Unique values, `Object.Field value` in small letters → id. */
	unique: Map<string, string>
	rules: Rule[]
	/** By the id of a record. */
	refusals: Map<string, Refusing>
	/** Objects whose duplicate rule is on. */
	duplicateRules: Set<string>
	/** Objects that the connected user may only read. */
	readOnly: Set<string>
	/** What the connected user is not shown: `Object`, or `Object.Field`. */
	hidden: Set<string>
	/** By the id of a deleted record: which references to it were emptied, to be put back with it. */
	emptied: Map<string, { object: string; id: string; field: string }[]>
	faults: Faults
	/** Records that the connected user has no access to: nothing of hers may name them. */
	closed: Set<string>
	/** Whether the organization lets programs in at all. */
	isApiOff: boolean
	/** Records that it has room for. */
	room: number
	calls: { used: number; limit: number }
	/** Batches of bulk uploads, of ten thousand lines each. */
	batches: { used: number; limit: number }
	tokens: Set<string>
	locators: Map<string, unknown[]>
	jobs: Map<string, Job>
	/** Accounts that a call which has not ended yet holds. */
	locks: Set<string>
	/** The record types of people and of companies, where the org has accounts of people. */
	personTypes: RecordTypes | null
	/** Before this the feed of deletes was emptied. */
	binEmptiedAt: number
	/** The connected user, and somebody else who works there. */
	user: string
	colleague: string
	/** In which it counts, where it knows no other. */
	currency: string
	counter: number
	now: () => number
	changed: (row: Row, kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE', fields: readonly string[]) => void
}

export type Job = {
	id: string
	object: string
	operation: 'insert' | 'update' | 'upsert'
	keyField: string
	state: string
	lines: Record<string, string>[]
	columns: string[]
	/** Of its lines so many were come to. */
	done: number
	good: string[][]
	bad: string[][]
	error: string | null
}

export function openOrg(now: () => number): Org {
	const objects = standardDefs()
	const org: Org = {
		...{ objects, rows: new Map([...objects.keys()].map((name) => [name, new Map()])), unique: new Map(), rules: [], refusals: new Map() },
		...{
			duplicateRules: new Set(),
			readOnly: new Set(),
			closed: new Set(),
			isApiOff: false,
			room: Number.POSITIVE_INFINITY,
			hidden: new Set(),
			emptied: new Map(),
			faults: { ...noFaults },
			calls: { used: 0, limit: 100_000 },
			batches: { used: 0, limit: 15_000 },
			tokens: new Set(),
		},
		...{
			locators: new Map(),
			jobs: new Map(),
			locks: new Set(),
			personTypes: null,
			binEmptiedAt: 0,
			user: '',
			colleague: '',
			currency: 'USD',
			counter: 0,
			now,
			changed: () => {},
		},
	}
	const hire = (Name: string, Username: string, IsActive = true) => put(org, 'User', { Name, Username, Email: Username, IsActive }).id
	org.user = hire('Kontor Connection', 'kontor@capricorn.example')
	org.colleague = hire('Natalie Ortiz', 'natalie.ortiz@capricorn.example')
	hire('Tom Hale', 'tom.hale@capricorn.example', false)
	put(org, 'Group', { Name: 'Inbound leads', Type: 'Queue' })
	return org
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Ids grow as text grows, as an org's do. */
export function newId(org: Org, prefix: string): string {
	org.counter += 1
	let text = ''
	for (let left = org.counter; left > 0; left = Math.floor(left / 62)) text = digits.charAt(left % 62) + text
	return longReference(`${prefix}5g000${text.padStart(7, '0')}`)
}

export const defOf = (org: Org, object: string): ObjectDef | undefined => org.objects.get(object)

/** An object as the connected user is shown it; absent where she is not. */
export function shownDef(org: Org, object: string): ObjectDef | undefined {
	const def = org.objects.get(object)
	if (!def || org.hidden.has(object)) return undefined
	const isAll = ![...org.hidden].some((one) => one.startsWith(`${object}.`))
	return isAll ? def : { ...def, fields: new Map([...def.fields].filter(([name]) => !org.hidden.has(`${object}.${name}`))) }
}
export const stampOf = (org: Org): number => Math.floor(org.now() / 1000) * 1000

/** Puts a row in as it is, past every rule: what the org's own people and the other side of a merge may do. */
export function put(org: Org, object: string, values: Values): Row {
	const at = stampOf(org)
	const id = newId(org, org.objects.get(object)?.prefix ?? '000')
	const row: Row = {
		...{ id, object, values: { OwnerId: org.colleague, ...values }, createdAt: at, createdBy: org.colleague, modifiedAt: at, modifiedBy: org.colleague },
		...{ deletedAt: null, hiddenUntil: 0, before: null },
	}
	org.rows.get(object)?.set(id, row)
	note(org, row)
	return row
}

/** Keeps the index of unique values true to a row. */
export function note(org: Org, row: Row, before: Readonly<Values> = {}): void {
	for (const field of org.objects.get(row.object)?.fields.values() ?? []) {
		if (!field.unique) continue
		const [old, value] = [before[field.name], row.deletedAt === null ? row.values[field.name] : null]
		if (old && old !== value) org.unique.delete(uniqueKey(row.object, field, old))
		if (value) org.unique.set(uniqueKey(row.object, field, value), row.id)
	}
}

export const uniqueKey = (object: string, field: FieldDef, value: Value) => `${object}.${field.name} ${String(value).toLowerCase()}`

/** The row with this id in whatever length, deleted or not. */
export const findRow = (org: Org, object: string, id: string): Row | undefined => org.rows.get(object)?.get(longReference(id))

/** The version that a reader sees now; null where nobody does yet. */
export function seen(org: Org, row: Row): Row | null {
	return row.hiddenUntil > org.now() ? row.before : row
}

export const objectOfId = (org: Org, id: string): string | undefined => [...org.objects.values()].find(({ prefix }) => id.startsWith(prefix))?.name

/** Records that take up room: deleted ones lie in the bin, which is not counted. */
export function countRows(org: Org): number {
	let count = 0
	for (const rows of org.rows.values()) for (const { deletedAt } of rows.values()) if (deletedAt === null) count += 1
	return count
}

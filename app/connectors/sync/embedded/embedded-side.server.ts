import { type Db, type Tx, withTransaction } from '../../../../db/client.server.ts'
import { readActiveRules } from '../../../../db/queries/crm-rule.ts'
import { type CustomDefRow, readCustomDefs } from '../../../../db/queries/custom.ts'
import { readRecords } from '../../../../db/queries/record.ts'
import type { SideColumn, SideTable } from '../../../../db/queries/side-column.ts'
import { ownsObject, type SideObjectName, sideTable } from '../../../../db/queries/side-tables.ts'
import {
	findAlikeRows,
	findSideRows,
	insertSideRows,
	isPersonObject,
	pageSideIds,
	readBars,
	readSideRows,
	readUntakable,
	type SideRow,
	updateSideRows,
} from '../../../../db/queries/sync-side.ts'
import { readOwnUsers } from '../../../../db/queries/sync-user.ts'
import { readPredicate } from '../../../engine/base/read-predicate.ts'
import { withCustom } from '../../../engine/crm/custom-fields.ts'
import { type RecordObject, recordObjects } from '../../../engine/crm/record-fields.ts'
import { validateRecord } from '../../../engine/crm/validate-record.ts'
import type { FieldShape, SyncValue } from '../../../engine/sync/types.ts'
import { SideDown } from '../../../platform/side-down.ts'
import type { Capabilities, SidePort, SideRecord, SideWrite, SideWritten } from '../contract.ts'
import { storeMoney, tellMoney } from './own-money.server.ts'
import { tellTask } from './own-tasks.server.ts'
import { takeMails } from './take-mails.server.ts'

const capabilities: Capabilities = {
	...{ fieldTimestamps: true, upsertByExternalId: false, conditionalWrite: false, batchMax: 1000, bulkFrom: null, push: true, deletesFeed: false },
	...{ transactional: true, skewMs: 0, overlapMs: 0 },
	mailField: 'email',
	counterparts: { prospect: { contact: 'contact_id', lead: 'lead_id' }, source_campaign: { campaign: 'crm_campaign_id' } },
	alike: {
		account: { name: 'name', number: 'number', website: 'website', phone: 'phone', postalCode: 'billing_postal_code' },
		opportunity: { name: 'name', parents: ['account_id'], day: 'close_on' },
		contact_role: { parents: ['opportunity_id', 'prospect_id'] },
		campaign: { name: 'name', day: 'starts_on' },
		campaign_status: { name: 'status', parents: ['campaign_id'] },
		task: {},
		support_case: {},
		campaign_member: { parents: ['campaign_id', 'prospect_id'] },
	},
	kinds: { account: 'person_account', person_account: 'account' },
	uncounted: ['person_account'],
	sources: { prospect: 'acquired_by', lead: 'source' },
}

const pageSize = 1000

/**
 * Our own CRM or marketing side of one seller, inside the caller's transaction: what is read is locked until it is written,
 * so nobody writes in between, and a write and its confirmation are one thing (sync-core.md B7). Its changes come by marks;
 * `readChanged` goes through all there is, by id. Statements do not grow with the records.
 */
export function embeddedSide(tx: Tx, system: SideTable['system'], sellerEntityId: number): SidePort {
	const own = (object: string) => {
		if (!ownsObject(system, object)) throw new SideDown({ ...nothing, code: 'NOT_FOUND', message: `No object ${object}` })
		return object
	}
	const read = async (object: string, ids: readonly string[]) =>
		(await readSideRows(tx, own(object), { ids, sellerEntityId, locks: true })).map((row) => recordOf(own(object), row))
	return {
		capabilities,
		async describe(objects) {
			const known = objects.filter((name) => ownsObject(system, name))
			const defs = known.length > 0 ? await readCustomDefs(tx, sellerEntityId) : []
			return known.map((name) =>
				shapeOf(
					name,
					sideTable(own(name)),
					defs.filter((def) => def.object === name && def.isActive),
				),
			)
		},
		readByIds: async (object, ids) =>
			await read(
				object,
				ids.filter((id) => /^\d+$/.test(id)),
			),
		async readChanged(object, cursor) {
			const ids = await pageSideIds(tx, own(object), { after: cursor ?? '0', sellerEntityId, limit: pageSize })
			return { records: await read(object, ids), cursor: ids.at(-1) ?? cursor ?? '0', more: ids.length === pageSize }
		},
		readDeleted: async (_object, cursor) => ({ deleted: [], cursor: cursor ?? '0', expired: false }),
		async findMatches(object, mails) {
			const name = own(object)
			if (!isPersonObject(name)) return []
			return (await findSideRows(tx, name, mails, sellerEntityId)).map((row) => ({ ...recordOf(name, row), rank: rankOf(row) }))
		},
		findAlike: async (object, { field, values }) =>
			(await findAlikeRows(tx, own(object), { field, values, sellerEntityId })).map((row) => ({ ...recordOf(own(object), row), rank: rankOf(row) })),
		async write(rows) {
			const written: SideWritten[] = []
			for (const [object, some] of Map.groupBy(rows, (row) => own(row.object))) written.push(...(await writeObject(tx, { object, sellerEntityId, rows: some })))
			return written
		},
		users: async () => (await readOwnUsers(tx, sellerEntityId)).map(({ id, ...user }) => ({ id: String(id), ...user })),
		usage: () => null,
	}
}

/** The same outside of any transaction, each call in one of its own: for a connection whose other side is not ours. */
export function detachedSide(db: Db, system: SideTable['system'], sellerEntityId: number): SidePort {
	const call = <T>(work: (side: SidePort) => Promise<T>) => withTransaction(db, (tx) => work(embeddedSide(tx, system, sellerEntityId)))
	return {
		capabilities,
		describe: (objects) => call((side) => side.describe(objects)),
		readByIds: (object, ids, fields) => call((side) => side.readByIds(object, ids, fields)),
		readChanged: (object, cursor, fields) => call((side) => side.readChanged(object, cursor, fields)),
		readDeleted: (object, cursor) => call((side) => side.readDeleted(object, cursor)),
		findMatches: (object, mails, fields) => call((side) => side.findMatches(object, mails, fields)),
		findAlike: (object, by, fields) => call((side) => side.findAlike?.(object, by, fields) ?? Promise.resolve([])),
		write: (rows) => call((side) => side.write(rows)),
		users: () => call((side) => side.users()),
		usage: () => null,
	}
}

type Writing = { object: SideObjectName; sellerEntityId: number; rows: readonly SideWrite[] }

/** Updates and new rows of one object, held to the house's validation rules like every other write (A36): what they refuse is never written. */
async function writeObject(tx: Tx, { object, sellerEntityId, rows }: Writing): Promise<SideWritten[]> {
	const refused = isRuled(object) ? await judge(tx, object, sellerEntityId, rows) : new Map<string, string>()
	const barred = await barredOf(tx, { object, sellerEntityId, rows: rows.filter(isNew) })
	const money = await storeMoney(
		tx,
		{ object, sellerEntityId },
		rows.filter(({ key }) => !refused.has(key) && !barred.has(key)),
	)
	const fit = money.rows.filter(({ key }) => !money.unfit.has(key))
	const taken = object === 'prospect' ? await takeMails(tx, sellerEntityId, fit) : []
	const hindered = new Set(taken.map(({ key }) => key))
	const passing = fit.filter(({ key }) => !hindered.has(key))
	const standing = passing.filter((row): row is SideWrite & { id: string } => row.id !== null)
	const untakable = await readUntakable(tx, object, standing)
	const known = standing.filter(({ id }) => !untakable.has(id))
	const made = passing.filter(({ id }) => id === null)
	const stored = new Map((await updateSideRows(tx, object, known)).map((row) => [row.id, row.values]))
	const ids = await insertSideRows(
		tx,
		object,
		sellerEntityId,
		made.map(({ values }) => values),
	)
	return [
		...known.map((row) => writtenOf(row, toldAs(object, stored.get(row.id), money.currencies.get(row.key)))),
		...[...money.unfit].map(([key, field]) => failedBy(key, 'NUMBER_OUTSIDE_VALID_RANGE', [field])),
		...standing.flatMap(({ key, id }) => (untakable.has(id) ? [failedBy(key, untakable.get(id) ?? '', fieldsRefused(object))] : [])),
		...made.map(({ key }, place) => ({ key, ok: true as const, id: ids[place] ?? '', created: true })),
		...rows.flatMap(({ key }) => (barred.has(key) && !refused.has(key) ? [failedBy(key, barred.get(key) ?? '')] : [])),
		...taken,
		...rows.flatMap(({ key, values }) => (refused.has(key) ? [refusedBy(key, values, refused.get(key) ?? '')] : [])),
	]
}

const isNew = ({ id }: SideWrite) => id === null

/** By key, why a new record cannot be, as a person who is of another company. */
async function barredOf(tx: Tx, { object, sellerEntityId, rows }: Writing): Promise<Map<string, string>> {
	const bars = await readBars(tx, object, { rows: rows.map(({ values }) => values), sellerEntityId })
	return new Map([...bars].flatMap(([place, code]) => (rows[place] ? [[rows[place].key, code] as const] : [])))
}

const failedBy = (key: string, code: string, fields: readonly string[] = []): SideWritten => ({
	key,
	ok: false,
	failure: { ...nothing, code, message: '', fields },
})

const fieldsRefused = (object: SideObjectName) => {
	const { refuses } = sideTable(object)
	return refuses ? [refuses.field] : []
}

const toldAs = (object: SideObjectName, stored: Record<string, SyncValue> | undefined, currency: string | undefined) =>
	stored && (currency === undefined ? stored : tellMoney(object, stored, currency))

const isRuled = (object: SideObjectName): object is SideObjectName & RecordObject => (recordObjects as readonly string[]).includes(object)

/** By key, the words of the first rule that does not want the record as it would stand; one statement where there is no rule. */
async function judge(tx: Tx, object: RecordObject, sellerEntityId: number, rows: readonly SideWrite[]): Promise<Map<string, string>> {
	const rules = (await readActiveRules(tx, sellerEntityId, object)).flatMap(({ predicate, ...rule }) => {
		const read = readPredicate(predicate)
		return read.ok ? [{ ...rule, predicate: read.predicate }] : []
	})
	if (rules.length === 0) return new Map()
	const records = await readRecords(
		tx,
		object,
		rows.flatMap(({ id }) => (id === null ? [] : [Number(id)])),
	)
	const standing = new Map(records.map(({ id, fields, custom }) => [String(id), withCustom(fields, custom)]))
	return new Map(
		rows.flatMap(({ key, id, values }) => {
			const [first] = validateRecord(rules, { ...standing.get(id ?? ''), ...askedOf(values) }, { by: 'sync', locale: 'en' })
			return first ? [[key, String(first.facts?.['message'] ?? '')] as const] : []
		}),
	)
}

/** Under the names by which rules ask; the house's own fields have theirs already. */
const askedOf = (values: Readonly<Record<string, SyncValue>>) =>
	Object.fromEntries(
		Object.entries(values).map(([name, value]) => [
			name.startsWith('custom.') ? name : name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
			value,
		]),
	)

const refusedBy = (key: string, values: Readonly<Record<string, SyncValue>>, message: string): SideWritten => ({
	...{ key, ok: false, failure: { ...nothing, code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields: Object.keys(values) } },
})

const nothing = { fields: [], status: null, retryAfterSeconds: null, isUnknown: false }

function writtenOf({ key, id }: { key: string; id: string }, stored: Record<string, SyncValue> | undefined): SideWritten {
	if (!stored) return { key, ok: false, failure: { ...nothing, code: 'ENTITY_IS_DELETED', message: 'The record is gone' } }
	return { key, ok: true, id, created: false, stored }
}

function recordOf(object: SideObjectName, { id, values, createdAt, mergedInto, owned }: SideRow): SideRecord {
	const contact = object === 'lead' ? values['converted_contact_id'] : null
	return {
		object,
		id,
		values: object === 'task' ? tellTask(values) : tellMoney(object, values),
		modifiedAt: null,
		changedAt: {},
		deletedAt: null,
		createdAt: createdAt.toISOString(),
		convertedTo: typeof contact === 'string' ? { object: 'contact', id: contact } : null,
		mergedInto: mergedInto ?? null,
		...(owned && owned.length > 0 ? { owned } : {}),
		// What somebody did on a day is nobody's without her.
		...(values['is_log'] === true ? { needs: ['prospect_id'] } : {}),
	}
}

const rankOf = (row: SideRow) => ({
	ownerActive: row.ownerActive ?? false,
	openOpportunity: row.hasOpportunity ?? false,
	lastActivityAt: null,
	createdAt: row.createdAt.toISOString(),
})

/** With the fields of the house's own, as they are this moment: a new one is there without a restart (A1). */
function shapeOf(name: string, { label, createable, fields, hasCustom }: SideTable, defs: readonly CustomDefRow[]) {
	const own = Object.entries(fields).flatMap(([field, column]) => (column.isInner ? [] : [fieldShape(field, column)]))
	return { name, label, createable, fields: [...own, ...(hasCustom ? defs.map(customShape) : [])] }
}

const customKinds = { text: 'text', number: 'decimal', date: 'date', boolean: 'boolean', picklist: 'picklist', multipicklist: 'multipicklist' } as const

function customShape(def: CustomDefRow): FieldShape {
	return {
		...{
			name: `custom.${def.name}`,
			label: def.labels['en'] ?? def.name,
			kind: customKinds[def.type],
			length: def.length,
			precision: def.precision,
			scale: def.scale,
		},
		...{ values: def.choices, required: false, createable: true, updateable: true, visible: true, custom: true, references: [] },
	}
}

function fieldShape(name: string, column: SideColumn): FieldShape {
	const writes = column.column !== undefined
	const { length = null, values = null, required = false, references = [], once = false, isMoney = false } = column
	return {
		...{
			name,
			label: name,
			kind: column.kind,
			length,
			precision: null,
			scale: column.kind === 'integer' ? 0 : null,
			values,
		},
		...{ required, createable: writes, updateable: writes && !once, visible: true, custom: false, references },
		...(isMoney ? { currencyIn: 'currency' } : {}),
		...(column.isUnmarked ? { isUnmarked: true as const } : {}),
	}
}

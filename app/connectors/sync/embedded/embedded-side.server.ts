import { type Db, type Tx, withTransaction } from '../../../../db/client.server.ts'
import { readActiveRules } from '../../../../db/queries/crm-rule.ts'
import { type CustomDefRow, readCustomDefs } from '../../../../db/queries/custom.ts'
import { readRecords } from '../../../../db/queries/record.ts'
import {
	findSideRows,
	insertSideRows,
	isSideObject,
	pageSideIds,
	readSideRows,
	type SideColumn,
	type SideObjectName,
	type SideRow,
	type SideTable,
	sideTable,
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

const capabilities: Capabilities = {
	...{ fieldTimestamps: true, upsertByExternalId: false, conditionalWrite: false, batchMax: 1000, bulkFrom: null, push: true, deletesFeed: false },
	...{ transactional: true, skewMs: 0, overlapMs: 0 },
	mailField: 'email',
	counterparts: { prospect: { contact: 'contact_id', lead: 'lead_id' }, source_campaign: { campaign: 'crm_campaign_id' } },
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
		if (!isSideObject(object) || sideTable(object).system !== system) throw new SideDown({ ...nothing, code: 'NOT_FOUND', message: `No object ${object}` })
		return object
	}
	const read = async (object: string, ids: readonly string[]) =>
		(await readSideRows(tx, own(object), { ids, sellerEntityId, locks: true })).map((row) => recordOf(object, row))
	return {
		capabilities,
		async describe(objects) {
			const known = objects.filter((name) => isSideObject(name) && sideTable(name).system === system)
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
			if (name !== 'contact' && name !== 'lead' && name !== 'prospect') return []
			return (await findSideRows(tx, name, mails, sellerEntityId)).map((row) => ({ ...recordOf(object, row), rank: rankOf(row) }))
		},
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
		write: (rows) => call((side) => side.write(rows)),
		users: () => call((side) => side.users()),
		usage: () => null,
	}
}

type Writing = { object: SideObjectName; sellerEntityId: number; rows: readonly SideWrite[] }

/** Updates and new rows of one object, held to the house's validation rules like every other write (A36): what they refuse is never written. */
async function writeObject(tx: Tx, { object, sellerEntityId, rows }: Writing): Promise<SideWritten[]> {
	const refused = isRuled(object) ? await judge(tx, object, sellerEntityId, rows) : new Map<string, string>()
	const passing = rows.filter(({ key }) => !refused.has(key))
	const known = passing.filter((row): row is SideWrite & { id: string } => row.id !== null)
	const made = passing.filter(({ id }) => id === null)
	const stored = new Map((await updateSideRows(tx, object, known)).map((row) => [row.id, row.values]))
	const ids = await insertSideRows(
		tx,
		object,
		sellerEntityId,
		made.map(({ values }) => values),
	)
	return [
		...known.map((row) => writtenOf(row, stored.get(row.id))),
		...made.map(({ key }, place) => ({ key, ok: true as const, id: ids[place] ?? '', created: true })),
		...rows.flatMap(({ key, values }) => (refused.has(key) ? [refusedBy(key, values, refused.get(key) ?? '')] : [])),
	]
}

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

function recordOf(object: string, { id, values, createdAt, mergedInto }: SideRow): SideRecord {
	const contact = object === 'lead' ? values['converted_contact_id'] : null
	return {
		object,
		id,
		values,
		modifiedAt: null,
		changedAt: {},
		deletedAt: null,
		createdAt: createdAt.toISOString(),
		convertedTo: typeof contact === 'string' ? { object: 'contact', id: contact } : null,
		mergedInto: mergedInto ?? null,
	}
}

const rankOf = (row: SideRow) => ({
	ownerActive: row.ownerActive,
	openOpportunity: row.hasOpportunity,
	lastActivityAt: null,
	createdAt: row.createdAt.toISOString(),
})

/** With the fields of the house's own, as they are this moment: a new one is there without a restart (A1). */
function shapeOf(name: string, { label, createable, fields, hasCustom }: SideTable, defs: readonly CustomDefRow[]) {
	const own = Object.entries(fields).map(([field, column]) => fieldShape(field, column))
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
	return {
		...{
			name,
			label: name,
			kind: column.kind,
			length: column.length ?? null,
			precision: null,
			scale: column.kind === 'integer' ? 0 : null,
			values: column.values ?? null,
		},
		...{ required: column.required ?? false, createable: writes, updateable: writes, visible: true, custom: false, references: column.references ?? [] },
	}
}

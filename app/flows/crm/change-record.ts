import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ContactRoles, deleteContactRole, readContactRoles, saveContactRole } from '../../../db/queries/contact-role.ts'
import {
	type CustomDefRow,
	type CustomObjectRow,
	type CustomRow,
	deleteCustomRow,
	type HangingParent,
	insertCustomRow,
	type RowParent,
	readCustomDefs,
	readCustomObjects,
	readCustomRows,
	updateCustomRow,
} from '../../../db/queries/custom.ts'
import { type OpportunityLine, readOpportunity } from '../../../db/queries/opportunity.ts'
import { type ContactFace, readContactFace } from '../../../db/queries/person-account.ts'
import { lockRecord, updateCustom } from '../../../db/queries/record.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { changeCustom, type TypedValues } from '../../engine/crm/custom-fields.ts'
import { oddsOf } from '../../engine/crm/opportunity.ts'
import type { PersonSaid } from '../../engine/crm/person-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from '../desk/read-desk.ts'
import { leadDeskOf } from '../lead/read-lead-desk.ts'
import { saveSent } from '../sync/save-sent.ts'
import { type LoadedRecord, loadRecords } from './load-records.ts'
import { saveChecked } from './save-checked.ts'
import { saveContact } from './save-contact.ts'
import { type OpportunityEdit, saveOpportunity } from './save-opportunity.ts'

export const deskObjects = ['lead', 'contact', 'account', 'opportunity'] as const
export type DeskObject = (typeof deskObjects)[number]
export type RecordKey = { object: DeskObject; id: number }
export type RecordEdit =
	| { act: 'fields'; typed: TypedValues }
	| { act: 'row'; rowId: number | null; customObjectId: number; name: string; typed: TypedValues }
	| { act: 'remove_row'; rowId: number }
	| { act: 'send' }
	| { act: 'person'; wish: PersonSaid<'contact'> }
	| { act: 'role'; contactId: number; role: string; isPrimary: boolean }
	| { act: 'remove_role'; contactId: number }
	| OpportunityEdit

export type RecordPage = {
	record: LoadedRecord
	object: DeskObject
	defs: CustomDefRow[]
	objects: (CustomObjectRow & { defs: CustomDefRow[] })[]
	rows: CustomRow[]
	/** Of an opportunity: marketing sees it while somebody takes part in it (sync-core.md A8). */
	people: ContactRoles | null
	/** `odds`: in percent, as it stands; `usual`: as its stage says where nobody said otherwise. */
	opportunity: (OpportunityLine & { odds: number | null; usual: number | null }) | null
	/** Who she is, of a contact or of an account that is one person. */
	face: ContactFace | null
	/** The contact that a person account is: both have one page, the account's (decision 0445). */
	person: { id: number; defs: CustomDefRow[]; custom: LoadedRecord['custom'] } | null
	/** The account whose page shows this contact. */
	shownAt: number | null
}
type Changed = { ok: true } | { ok: false; refusals: Refusal[] }

/** A record of this desk: a lead as the leads' room shows it, all else by the owner of its account. */
async function findRecord(sql: Tx | Db, staff: StaffMember, { object, id }: RecordKey): Promise<LoadedRecord | null> {
	const [record] = await loadRecords(sql, object, [id])
	if (record?.sellerEntityId !== staff.seller.id) return null
	const { seesAll } = leadDeskOf(staff)
	const { ownerUserId } = deskOf(staff)
	const isHers =
		object === 'lead'
			? seesAll || record.ownerUserId === null || record.ownerUserId === staff.userId
			: ownerUserId === null || record.ownerUserId === ownerUserId
	return isHers ? record : null
}

const parentOf = ({ object }: RecordKey, record: LoadedRecord): RowParent | null =>
	record.accountId === null || object === 'lead'
		? null
		: { accountId: record.accountId, contactId: object === 'contact' ? record.id : null, opportunityId: object === 'opportunity' ? record.id : null }

const hangsOn = ({ object, id }: RecordKey, parent: RowParent | null): HangingParent =>
	parent ? { ...parent, leadId: null } : { accountId: null, contactId: null, opportunityId: null, leadId: object === 'lead' ? id : null }

/** Somebody whom another system's own objects name is a prospect here, as a lead or as somebody's contact. */
const isOf = ({ parent }: CustomObjectRow, object: DeskObject): boolean =>
	parent === object || (parent === 'prospect' && (object === 'lead' || object === 'contact'))

/** A record with the house's own fields and what hangs off it; six statements at most. Null: none of this desk. */
export async function openRecord(db: Db, staff: StaffMember, key: RecordKey | null): Promise<RecordPage | null> {
	const record = key && (await findRecord(db, staff, key))
	if (!record) return null
	const parent = parentOf(key, record)
	const [defs, objects, rows, people, face, line] = await Promise.all([
		readCustomDefs(db, staff.seller.id),
		readCustomObjects(db, staff.seller.id),
		readCustomRows(db, hangsOn(key, parent)),
		parent && parent.opportunityId !== null ? readContactRoles(db, parent.accountId, parent.opportunityId) : Promise.resolve(null),
		key.object === 'contact' ? readContactFace(db, { contactId: key.id }) : key.object === 'account' ? readContactFace(db, { accountId: key.id }) : null,
		key.object === 'opportunity' ? readOpportunity(db, record.id) : null,
	])
	const hanging = objects.filter((one) => isOf(one, key.object) && (parent !== null || one.mirror !== null))
	return {
		...{ record, object: key.object, rows, people },
		opportunity: line && { ...line, odds: oddsOf(line), usual: oddsOf({ ...line, probability: null }) },
		face,
		person:
			face && key.object === 'account' ? { id: face.id, custom: face.custom, defs: defs.filter((def) => def.object === 'contact' && def.isActive) } : null,
		shownAt: face?.isPerson && key.object === 'contact' ? record.accountId : null,
		defs: defs.filter((def) => def.object === key.object && def.isActive),
		objects: hanging.map((one) => ({ ...one, defs: defs.filter((def) => def.object === one.code && def.isActive) })),
	}
}

async function saveFields(
	tx: Tx,
	staff: StaffMember,
	{ key, record, typed, at }: { key: RecordKey; record: LoadedRecord; typed: TypedValues; at: Date },
): Promise<Changed> {
	const defs = await readCustomDefs(tx, staff.seller.id, key.object)
	const changed = changeCustom(defs, record.custom, typed, staff.locale)
	if (!changed.ok) return changed
	await updateCustom(tx, key.object, key.id, changed.custom)
	const against = await saveChecked(tx, { object: key.object, ids: [key.id], sellerEntityId: staff.seller.id, by: 'person', locale: staff.locale, at })
	return against.length > 0 ? refused(...against) : { ok: true }
}

/** Another system is master of it: it is changed there (sync-core.md A42). */
const mirrored = ({ name }: { name: string }): Changed => refused(refusal('CRM_ROW_MIRRORED', { connection: name }))

async function saveRow(
	tx: Tx,
	staff: StaffMember,
	{ parent, object, edit, at }: { parent: RowParent; object: DeskObject; edit: Extract<RecordEdit, { act: 'row' }>; at: Date },
): Promise<Changed | null> {
	const objects = await readCustomObjects(tx, staff.seller.id)
	const mine = objects.find((one) => one.id === edit.customObjectId && isOf(one, object))
	if (mine?.mirror) return mirrored(mine.mirror)
	const before =
		edit.rowId === null
			? null
			: (await readCustomRows(tx, { ...parent, leadId: null })).find(({ id, customObjectId }) => id === edit.rowId && customObjectId === mine?.id)
	if (!mine || before === undefined) return null
	const changed = changeCustom(await readCustomDefs(tx, staff.seller.id, mine.code), before?.custom ?? {}, edit.typed, staff.locale)
	const refusals = [...(edit.name === '' ? [refusal('CRM_NAME_MISSING')] : []), ...(changed.ok ? [] : changed.refusals)]
	if (refusals.length > 0 || !changed.ok) return refused(...refusals)
	if (before) await updateCustomRow(tx, parent.accountId, { id: before.id, name: edit.name, custom: changed.custom, at })
	else await insertCustomRow(tx, parent, { customObjectId: mine.id, name: edit.name, custom: changed.custom, at })
	return { ok: true }
}

/** Over to marketing, before all else (sync-core.md A26); the worker does it. */
async function send(
	tx: Tx,
	staff: StaffMember,
	{ key: { object, id }, requestId, at }: { key: RecordKey; requestId: string; at: Date },
): Promise<Changed | null> {
	if (object !== 'contact' && object !== 'lead') return null
	return (await saveSent(tx, staff, { object, id, requestId, at })) > 0 ? { ok: true } : refused(refusal('SYNC_THERE_ALREADY'))
}

/** Somebody of the account takes part in the opportunity, as what, or no longer. Null: nobody of this account's. */
async function saveRole(tx: Tx, { accountId, opportunityId }: RowParent, edit: Extract<RecordEdit, { act: 'role' | 'remove_role' }>): Promise<Changed | null> {
	if (opportunityId === null) return null
	const isDone =
		edit.act === 'role'
			? await saveContactRole(tx, { accountId, opportunityId, ...edit })
			: await deleteContactRole(tx, accountId, opportunityId, edit.contactId)
	return isDone ? { ok: true } : null
}

async function change(
	tx: Tx,
	staff: StaffMember,
	{ key, record, edit, requestId, at }: { key: RecordKey; record: LoadedRecord; edit: RecordEdit; requestId: string; at: Date },
): Promise<Changed | null> {
	if (edit.act === 'fields') return saveFields(tx, staff, { key, record, typed: edit.typed, at })
	if (edit.act === 'person') return key.object === 'contact' ? await saveContact(tx, staff, { id: key.id, said: edit.wish, at }) : null
	if (edit.act === 'send') return await send(tx, staff, { key, requestId, at })
	if (edit.act === 'details' || edit.act === 'delete') return key.object === 'opportunity' ? await saveOpportunity(tx, staff, { id: key.id, edit, at }) : null
	const parent = parentOf(key, record)
	if (!parent) return null
	if (edit.act === 'role' || edit.act === 'remove_role') return await saveRole(tx, parent, edit)
	if (edit.act === 'row') return saveRow(tx, staff, { parent, object: key.object, edit, at })
	const there = (await readCustomRows(tx, { ...parent, leadId: null })).filter(({ id }) => id === edit.rowId)
	const kept = there.find(({ isMirror }) => isMirror)
	if (there.length === 1 && kept) {
		const of = (await readCustomObjects(tx, staff.seller.id)).find(({ id }) => id === kept.customObjectId)
		return mirrored({ name: of?.mirror?.name ?? '' })
	}
	if (there.length === 0) return null
	await deleteCustomRow(tx, parent.accountId, edit.rowId)
	return { ok: true }
}

/** A rep changes the house's own fields of a record of her desk, who somebody is, or what hangs off it. Refuses what `changeCustom`, `checkPerson` and the house's rules do. Null: none of her desk. */
export async function changeRecord(
	db: Db,
	staff: StaffMember,
	{ key, edit, requestId, at }: { key: RecordKey | null; edit: RecordEdit; requestId: string; at: Date },
): Promise<Changed | null> {
	if (!key) return null
	return withTransaction(db, async (tx): Promise<Changed | null> => {
		await lockRecord(tx, key.object, key.id)
		await sayCause(tx, { cause: 'edit', actor: `user:${staff.userId}` })
		const record = await findRecord(tx, staff, key)
		const done = record && (await change(tx, staff, { key, record, edit, requestId, at }))
		if (!record || !done?.ok) return done
		const { accountId } = record
		await insertAudit(tx, [
			{ userId: staff.userId, accountId, action: `record.${edit.act}`, subject: `${key.object}:${key.id}`, before: record.custom, after: edit, requestId, at },
		])
		return { ok: true }
	})
}

import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import {
	type CustomDefRow,
	type CustomObjectRow,
	insertCustomDef,
	insertCustomObject,
	readCustomDefs,
	readCustomObjects,
	updateCustomDef,
} from '../../../db/queries/custom.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { type CustomDef, checkCustomDef, sizedDef, type Words } from '../../engine/crm/custom-fields.ts'
import { type Becomes, checkBecomes } from '../../engine/crm/lead-fields.ts'
import { recordObjects } from '../../engine/crm/record-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type FieldEdit =
	| { act: 'field'; id: number | null; object: string; def: CustomDef; becomes?: Becomes }
	| { act: 'object'; code: string; labels: Words; parent: 'account' | 'contact' | 'opportunity' }
type Changed = { ok: true } | { ok: false; refusals: Refusal[] }
export type FieldsPage = { defs: CustomDefRow[]; objects: CustomObjectRow[] }

/** Fields and objects of the house's own; two statements. */
export async function openFields(db: Db, { seller }: StaffMember): Promise<FieldsPage> {
	const [defs, objects] = await Promise.all([readCustomDefs(db, seller.id), readCustomObjects(db, seller.id)])
	return { defs, objects }
}

async function saveField(
	tx: Tx,
	{ seller, locale }: StaffMember,
	{ id, object, def, becomes: wish = {} }: Extract<FieldEdit, { act: 'field' }>,
): Promise<Changed | null> {
	const objects = await readCustomObjects(tx, seller.id)
	if (![...recordObjects, ...objects.map(({ code }) => code)].includes(object)) return null
	const of = objects.find(({ code }) => code === object)
	if (of?.mirror) return refused(refusal('CRM_OBJECT_MIRRORED', { connection: of.mirror.name }))
	const all = await readCustomDefs(tx, seller.id)
	const defs = all.filter((one) => one.object === object)
	const becomes = object === 'lead' ? wish : {}
	const known = id === null ? null : defs.find((one) => one.id === id)
	if (known === undefined) return null
	// Its name and type stay: values hang on them.
	const whole = sizedDef(known ? { ...def, name: known.name, type: known.type } : def)
	const taken = defs.filter((one) => one.id !== id).map(({ name }) => name)
	const refusals = [...checkCustomDef(whole, object, taken, known === null), ...checkBecomes(whole, becomes, all, locale)]
	if (refusals.length > 0) return refused(...refusals)
	if (known) await updateCustomDef(tx, known.id, { ...whole, becomes })
	else if ((await insertCustomDef(tx, seller.id, object, { ...whole, becomes })) === null) return refused(refusal('CUSTOM_NAME_TAKEN', { name: whole.name }))
	return { ok: true }
}

async function saveObject(tx: Tx, sellerId: number, { code, labels, parent }: Extract<FieldEdit, { act: 'object' }>): Promise<Changed> {
	const refusals = [
		...(/^[a-z][a-z0-9_]{0,39}$/.test(code) ? [] : [refusal('CUSTOM_NAME_INVALID')]),
		...(labels['en'] ? [] : [refusal('CUSTOM_LABEL_MISSING')]),
	]
	if (refusals.length > 0) return refused(...refusals)
	const isTaken = recordObjects.some((one) => one === code) || (await insertCustomObject(tx, sellerId, { code, labels, parent })) === null
	return isTaken ? refused(refusal('CUSTOM_NAME_TAKEN', { name: code })) : { ok: true }
}

/** An administrator adds or changes a field, or adds an object; it is there at once. Refuses what `checkCustomDef` and `checkBecomes` do. Null: none of this seller's. */
export async function changeFields(
	db: Db,
	staff: StaffMember,
	{ edit, requestId, at }: { edit: FieldEdit; requestId: string; at: Date },
): Promise<Changed | null> {
	return withTransaction(db, async (tx): Promise<Changed | null> => {
		const done = edit.act === 'field' ? await saveField(tx, staff, edit) : await saveObject(tx, staff.seller.id, edit)
		if (!done?.ok) return done
		const subject = edit.act === 'field' ? `field:${edit.object}.${edit.def.name}` : `object:${edit.code}`
		await insertAudit(tx, [{ userId: staff.userId, action: `custom.${edit.act}`, subject, after: edit, requestId, at }])
		return { ok: true }
	})
}

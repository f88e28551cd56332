import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type LockedLead, lockLead, updateLead, updateLeadOwner, updateLeadStatus } from '../../../db/queries/lead-save.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import type { LeadStatus } from '../../engine/crm/lead.ts'
import { checkPerson, type PersonSaid } from '../../engine/crm/person-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChecked } from '../crm/save-checked.ts'
import { saveSent } from '../sync/save-sent.ts'
import { leadDeskOf } from './read-lead-desk.ts'

export type LeadEdit =
	| { act: 'take' }
	| { act: 'status'; status: Exclude<LeadStatus, 'converted'> }
	| { act: 'edit'; wish: PersonSaid<'lead'> }
	| { act: 'send' }
type Changed = { ok: true } | { ok: false; refusals: Refusal[] }

const facts = (edit: LeadEdit) => (edit.act === 'status' ? { status: edit.status } : edit.act === 'edit' ? { ...edit.wish } : null)

async function save(tx: Tx, { id }: LockedLead, staff: StaffMember, edit: Exclude<LeadEdit, { act: 'send' }>): Promise<void> {
	if (edit.act === 'take') await updateLeadOwner(tx, id, staff.userId)
	else if (edit.act === 'status') await updateLeadStatus(tx, id, edit.status)
	else await updateLead(tx, id, edit.wish)
}

/** Over to marketing, before all else (sync-core.md A26); the worker does it. */
async function send(tx: Tx, staff: StaffMember, given: { id: number; requestId: string; at: Date }): Promise<Changed> {
	return (await saveSent(tx, staff, { object: 'lead', ...given })) > 0 ? { ok: true } : refused(refusal('SYNC_THERE_ALREADY'))
}

/**
 * A rep takes a lead of the queue, says how far it is, or who she is. Refuses `LEAD_TAKEN`, `LEAD_CONVERTED` and what
 * `checkPerson` and the house's rules do. Null: none of her desk.
 */
export async function changeLead(
	db: Db,
	staff: StaffMember,
	{ id, edit, requestId, at }: { id: number | null; edit: LeadEdit; requestId: string; at: Date },
): Promise<Changed | null> {
	if (id === null) return null
	return withTransaction(db, async (tx): Promise<Changed | null> => {
		const lead = await lockLead(tx, id, leadDeskOf(staff))
		if (!lead) return null
		if (lead.status === 'converted') return refused(refusal('LEAD_CONVERTED'))
		if (edit.act === 'take' && lead.ownerUserId !== null) return refused(refusal('LEAD_TAKEN'))
		if (edit.act === 'send') return await send(tx, staff, { id, requestId, at })
		const refusals = edit.act === 'edit' ? checkPerson('lead', edit.wish, lead) : []
		if (refusals.length > 0) return refused(...refusals)
		await sayCause(tx, { cause: edit.act === 'take' ? 'assignment' : 'edit', actor: `user:${staff.userId}` })
		await save(tx, lead, staff, edit)
		const against = await saveChecked(tx, { object: 'lead', ids: [id], sellerEntityId: lead.sellerEntityId, by: 'person', locale: staff.locale, at })
		if (against.length > 0) return refused(...against)
		const before = edit.act === 'status' ? { status: lead.status } : null
		await insertAudit(tx, [{ userId: staff.userId, action: `lead.${edit.act}`, subject: `lead:${id}`, before, after: facts(edit), requestId, at }])
		return { ok: true }
	})
}

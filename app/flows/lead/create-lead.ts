import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { insertLead } from '../../../db/queries/lead-save.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { checkPerson, type PersonSaid } from '../../engine/crm/person-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChecked } from '../crm/save-checked.ts'

/** A lead of the rep who writes her down. Refuses what `checkPerson` and the house's rules do. */
export async function createLead(
	db: Db,
	staff: StaffMember,
	{ wish, requestId, at }: { wish: PersonSaid<'lead'>; requestId: string; at: Date },
): Promise<{ ok: true; id: number } | { ok: false; refusals: Refusal[] }> {
	const refusals = checkPerson('lead', wish, null)
	if (refusals.length > 0) return { ok: false, refusals }
	return withTransaction(db, async (tx): Promise<{ ok: true; id: number } | { ok: false; refusals: Refusal[] }> => {
		await sayCause(tx, { cause: 'edit', actor: `user:${staff.userId}` })
		const id = await insertLead(tx, { sellerEntityId: staff.seller.id, ownerUserId: staff.userId, at }, wish)
		const against = await saveChecked(tx, { object: 'lead', ids: [id], sellerEntityId: staff.seller.id, by: 'person', locale: staff.locale, at })
		if (against.length > 0) return refused(...against)
		await insertAudit(tx, [
			{ userId: staff.userId, action: 'lead.created', subject: `lead:${id}`, after: { company: wish.company ?? '', source: wish.source ?? '' }, requestId, at },
		])
		return { ok: true, id }
	})
}

import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readLeadRoom } from '../../../db/queries/lead.ts'
import { insertProspect, lockLead, replaceProspectSight, updateLeadOwner, updateLeadStatus } from '../../../db/queries/lead-save.ts'
import { invariant } from '../../engine/base/invariant.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import type { TypedRow } from '../../engine/cart/read-typed-rows.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { absentShopper } from '../../platform/session.server.ts'
import { loadAsked } from '../quote/load-asked.ts'
import { saveAsked, tellQuote } from '../quote/save-said.ts'
import { leadDeskOf } from './read-lead-desk.ts'

export type PrepareQuote = { id: number | null; typed: readonly TypedRow[]; groupId: number | null; note: string | null; requestId: string; at: Date }
type Prepared = { ok: true; number: string } | { ok: false; refusals: Refusal[] }

/**
 * The first of two steps to a lead's quote (commerce-engine.md section 9): what it is for, priced as the buyer group that was
 * chosen, or as the signed-out are. The offer itself is said on the quote's own page. Twenty statements for any number of
 * lines. Refuses `LEAD_CONVERTED`, `LEAD_EMAIL_MISSING`, `LEAD_GROUP_UNKNOWN` and what `loadAsked` does. Null: none of her desk.
 */
export async function prepareQuote(db: Db, staff: StaffMember, { id, typed, groupId, note, requestId, at }: PrepareQuote): Promise<Prepared | null> {
	if (id === null) return null
	return withTransaction(db, async (tx): Promise<Prepared | null> => {
		const lead = await lockLead(tx, id, leadDeskOf(staff))
		if (!lead) return null
		if (lead.status === 'converted') return refused(refusal('LEAD_CONVERTED'))
		if (lead.email === null) return refused(refusal('LEAD_EMAIL_MISSING'))
		const { groups } = await readLeadRoom(tx, staff.seller.id)
		if (groupId !== null && !groups.some((group) => group.id === groupId)) return refused(refusal('LEAD_GROUP_UNKNOWN'))
		const ownerUserId = lead.ownerUserId ?? staff.userId
		if (lead.ownerUserId === null) await updateLeadOwner(tx, id, ownerUserId)
		const { prospectAccountId, prospectContactId } = lead
		const prospect =
			prospectAccountId !== null && prospectContactId !== null
				? { accountId: prospectAccountId, contactId: prospectContactId }
				: await insertProspect(tx, lead, { ownerUserId, currency: staff.seller.currency })
		await replaceProspectSight(tx, { accountId: prospect.accountId, sellerEntityId: staff.seller.id, groupId })
		const shopper = await absentShopper(tx, prospect)
		invariant(shopper, `lead ${id} has no prospect`)
		const rows = typed.map(({ sku, quantity, unit }) => ({ sku, quantity, unit: unit || null, locationId: null, requestedOn: null }))
		const asked = await loadAsked(tx, shopper, rows, { together: true, at })
		if (!asked.ok) return asked
		const made = await saveAsked(tx, shopper, asked, { userId: staff.userId, leadId: id, note, at })
		if (lead.status === 'open' || lead.status === 'recycle') await updateLeadStatus(tx, id, 'working')
		const quote = { ...made, ...prospect, ownerUserId, currency: shopper.account.currency }
		const facts = { leadId: id, lines: asked.lines.length, groupId }
		await tellQuote(tx, { topic: 'quote.prepared', quote, version: 1, actedByUserId: staff.userId, facts, at })
		const after = { number: made.number, ...facts }
		await insertAudit(tx, [{ userId: staff.userId, accountId: prospect.accountId, action: 'lead.quoted', subject: `lead:${id}`, after, requestId, at }])
		return { ok: true, number: made.number }
	})
}

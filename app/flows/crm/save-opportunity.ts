import type { Tx } from '../../../db/client.server.ts'
import { deleteOpportunity, readOpportunity, updateOpportunity } from '../../../db/queries/opportunity.ts'
import { type Refusal, refused } from '../../engine/base/refusal.ts'
import { type OpportunityWish, readOpportunityWish, refuseOpportunityDelete } from '../../engine/crm/opportunity.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChecked } from './save-checked.ts'

export type OpportunityEdit = { act: 'details'; wish: OpportunityWish } | { act: 'delete' }
type Changed = { ok: true } | { ok: false; refusals: Refusal[] }

/** What a person says of an opportunity, held to the house's rules, or that it is none any more (sync-core.md A8, decision 0466). Null: there is none. */
export async function saveOpportunity(tx: Tx, staff: StaffMember, { id, edit, at }: { id: number; edit: OpportunityEdit; at: Date }): Promise<Changed | null> {
	const line = await readOpportunity(tx, id)
	if (!line) return null
	if (edit.act === 'delete') {
		const against = refuseOpportunityDelete(line)
		if (against.length > 0) return refused(...against)
		await deleteOpportunity(tx, id, at)
		return { ok: true }
	}
	const read = readOpportunityWish(line, edit.wish)
	if (!read.ok) return read
	await updateOpportunity(tx, id, read.words)
	const against = await saveChecked(tx, { object: 'opportunity', ids: [id], sellerEntityId: staff.seller.id, by: 'person', locale: staff.locale, at })
	return against.length > 0 ? refused(...against) : { ok: true }
}

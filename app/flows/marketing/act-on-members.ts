import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { findMemberProspects, listCampaigns, type MemberQuestion } from '../../../db/queries/campaign.ts'
import { insertList } from '../../../db/queries/marketing-list.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { MarketingAction } from '../../engine/marketing/action.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveActions } from './save-actions.ts'

export type OnMembers = {
	campaignId: number
	filter: Pick<MemberQuestion, 'status' | 'minimumScore' | 'search'>
	/** A new list with this name, or this tag. */
	act: { kind: 'list' | 'tag'; name: string }
	requestId: string
	at: Date
}

/**
 * Makes a list of the members under a filter, or tags them: exactly the filtered ones, on whatever page they stand
 * (sync-core.md A5). Null: not this seller's campaign. Refuses `LIST_NAME_MISSING`, `LIST_NAME_TAKEN`, `MEMBERS_NOBODY`.
 */
export async function actOnMembers(
	db: Db,
	staff: StaffMember,
	{ campaignId, filter, act, requestId, at }: OnMembers,
): Promise<Result<{ people: number; listId: number | null }> | null> {
	return await withTransaction(db, async (tx) => {
		const [campaign] = await listCampaigns(tx, { sellerId: staff.seller.id, campaignId })
		if (!campaign) return null
		if (act.name === '') return refused(refusal('LIST_NAME_MISSING'))
		const prospectIds = await findMemberProspects(tx, { campaignId, ...filter })
		if (prospectIds.length === 0) return refused(refusal('MEMBERS_NOBODY'))
		const listId = act.kind === 'list' ? await insertList(tx, staff.seller.id, { name: act.name, predicate: null, at }) : null
		if (act.kind === 'list' && listId === null) return refused(refusal('LIST_NAME_TAKEN', { name: act.name }))
		const action: MarketingAction = listId === null ? { kind: 'tag_add', tag: act.name } : { kind: 'list_add', listId }
		const people = await saveActions(tx, {
			prospectIds,
			actions: [action],
			cause: `campaign:${campaignId}`,
			sourceKey: `members:${requestId}`,
			at,
			actor: { userId: staff.userId },
		})
		await insertAudit(tx, [
			{
				userId: staff.userId,
				action: `campaign.${act.kind}`,
				subject: `crm_campaign:${campaignId}`,
				after: { ...act, ...filter, people, listId },
				requestId,
				at,
			},
		])
		return { ok: true, people, listId }
	})
}

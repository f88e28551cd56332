import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import {
	deleteMember,
	insertCampaign,
	isCodeTaken,
	type LockedCampaign,
	lockCampaign,
	mayStandUnder,
	moveMember,
	readStepsInUse,
	replaceSteps,
	saveMembers,
	updateCampaign,
} from '../../../db/queries/crm-campaign.ts'
import { readCustomDefs } from '../../../db/queries/custom.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { type Campaign, type CampaignWish, checkSteps, type MemberStep, readCampaign } from '../../engine/crm/campaign.ts'
import { changeCustom, type TypedValues } from '../../engine/crm/custom-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveChecked } from './save-checked.ts'

type Answer = { ok: true; id: number } | { ok: false; refusals: Refusal[] }
export type CampaignEdit =
	| { act: 'steps'; steps: readonly MemberStep[] }
	| { act: 'move'; memberId: number; status: string }
	| { act: 'remove'; memberId: number }
	| { act: 'add'; emails: readonly string[]; status: string | null }

/** Steps of a campaign that nobody said anything else about. */
const usualSteps: readonly MemberStep[] = [
	{ status: 'Sent', hasResponded: false },
	{ status: 'Opened', hasResponded: false },
	{ status: 'Responded', hasResponded: true },
]

async function standsAgainst(tx: Tx, sellerId: number, id: number | null, { code, parentId }: Campaign): Promise<Refusal[]> {
	const under = parentId === null ? 'yes' : await mayStandUnder(tx, sellerId, { id, parentId })
	return [
		...((await isCodeTaken(tx, sellerId, { id, code })) ? [refusal('CAMPAIGN_CODE_TAKEN', { code })] : []),
		...(under === 'yes' ? [] : [refusal('CAMPAIGN_PARENT')]),
	]
}

/**
 * A marketer makes or changes a CRM campaign, with the house's own fields, in one step (sync-core.md A6): what a rule of the CRM refuses is answered, and
 * nothing of it is kept. Refuses what `readCampaign` and `changeCustom` do, `CAMPAIGN_CODE_TAKEN`, `CAMPAIGN_PARENT`. Null: none of this seller's.
 */
export async function saveCampaign(
	db: Db,
	staff: StaffMember,
	{ id, wish, typed, requestId, at }: { id: number | null; wish: CampaignWish; typed: TypedValues; requestId: string; at: Date },
): Promise<Answer | null> {
	const { seller, locale, userId } = staff
	return withTransaction(db, async (tx): Promise<Answer | null> => {
		const before: LockedCampaign | null = id === null ? { id: 0, currency: seller.currency, custom: {} } : await lockCampaign(tx, seller.id, id)
		if (!before) return null
		await sayCause(tx, { cause: 'campaign', actor: `user:${userId}` })
		const read = readCampaign(wish, before.currency)
		const custom = changeCustom(await readCustomDefs(tx, seller.id, 'campaign'), before.custom, typed, locale)
		const refusals = [...(read.ok ? await standsAgainst(tx, seller.id, id, read.campaign) : read.refusals), ...(custom.ok ? [] : custom.refusals)]
		if (refusals.length > 0 || !read.ok || !custom.ok) return refused(...refusals)
		const made = id ?? (await insertCampaign(tx, seller.id, { campaign: read.campaign, currency: before.currency, custom: custom.custom, at }))
		if (made === null) return refused(refusal('CAMPAIGN_CODE_TAKEN', { code: wish.code }))
		if (id === null) await replaceSteps(tx, made, usualSteps)
		else await updateCampaign(tx, id, { campaign: read.campaign, custom: custom.custom })
		const against = await saveChecked(tx, { object: 'campaign', ids: [made], sellerEntityId: seller.id, by: 'person', locale, at })
		if (against.length > 0) return refused(...against)
		await insertAudit(tx, [
			{
				userId,
				action: id === null ? 'campaign.created' : 'campaign.changed',
				subject: `campaign:${made}`,
				after: { ...read.campaign, custom: custom.custom },
				requestId,
				at,
			},
		])
		return { ok: true, id: made }
	})
}

async function change(tx: Tx, { seller }: StaffMember, { campaignId, edit, at }: { campaignId: number; edit: CampaignEdit; at: Date }): Promise<Answer | null> {
	const done: Answer = { ok: true, id: campaignId }
	if (edit.act === 'move') return (await moveMember(tx, { ...edit, campaignId, at })) ? done : null
	if (edit.act === 'remove') return (await deleteMember(tx, campaignId, edit.memberId)) ? done : null
	if (edit.act === 'steps') {
		const refusals = checkSteps(edit.steps, await readStepsInUse(tx, campaignId))
		if (refusals.length > 0) return refused(...refusals)
		await replaceSteps(tx, campaignId, edit.steps)
		return done
	}
	if (edit.emails.length === 0) return refused(refusal('MEMBERS_NONE'))
	const given = edit.emails.map((email, index) => ({ row: index + 1, campaignId, email, status: edit.status }))
	const outcomes = await saveMembers(tx, { sellerEntityId: seller.id, given, at })
	const odd = outcomes.filter(({ outcome }) => outcome === 'unknown_person').map(({ row }) => refusal('MEMBER_UNKNOWN', { email: edit.emails[row - 1] ?? '' }))
	if (outcomes.some(({ outcome }) => outcome === 'unknown_status')) return null
	return odd.length > 0 ? refused(...odd) : done
}

/** A marketer changes the steps of a campaign, or its members by hand: to any step, also back. Refuses what `checkSteps` does, `MEMBERS_NONE`, `MEMBER_UNKNOWN`. Null: none of this seller's. */
export async function changeCampaign(
	db: Db,
	staff: StaffMember,
	{ id, edit, requestId, at }: { id: number | null; edit: CampaignEdit; requestId: string; at: Date },
): Promise<Answer | null> {
	if (id === null) return null
	return withTransaction(db, async (tx): Promise<Answer | null> => {
		if (!(await lockCampaign(tx, staff.seller.id, id))) return null
		await sayCause(tx, { cause: edit.act === 'move' ? 'member_status' : edit.act === 'steps' ? 'campaign' : 'campaign_member', actor: `user:${staff.userId}` })
		const done = await change(tx, staff, { campaignId: id, edit, at })
		if (done?.ok) await insertAudit(tx, [{ userId: staff.userId, action: `campaign.${edit.act}`, subject: `campaign:${id}`, after: edit, requestId, at }])
		return done
	})
}

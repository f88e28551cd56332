import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { forgetMemberBase, markMembers } from '../../../db/queries/membership.ts'
import {
	addSourceMembers,
	deleteSourceMember,
	forgetCampaignLink,
	insertSourceCampaign,
	isSourceNameTaken,
	type LockedSource,
	lockForConnection,
	lockSourceCampaign,
	updateSourceCampaign,
} from '../../../db/queries/source-campaign.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Answer = { ok: true; id: number } | { ok: false; refusals: Refusal[] }
export type SourceEdit =
	| { act: 'create'; name: string; crmCampaignId: number | null }
	| { act: 'rename'; name: string }
	| { act: 'connect'; crmCampaignId: number }
	| { act: 'disconnect' }
	| { act: 'members'; follows: boolean }
	| { act: 'add'; emails: readonly string[] }
	| { act: 'remove'; prospectId: number }

const named = async (tx: Tx, sellerId: number, id: number | null, name: string): Promise<Refusal[]> => {
	if (name === '') return [refusal('CRM_NAME_MISSING')]
	return (await isSourceNameTaken(tx, sellerId, { id, name })) ? [refusal('SOURCE_NAME_TAKEN', { name })] : []
}

/** 1:1, refused by name to the second (A38); undefined: no such CRM campaign of this seller's. */
async function connectable(tx: Tx, sellerId: number, id: number | null, crmCampaignId: number): Promise<Refusal[] | undefined> {
	const found = await lockForConnection(tx, sellerId, crmCampaignId)
	if (!found) return undefined
	return found.takenById === null || found.takenById === id ? [] : [refusal('SOURCE_CONNECTED_TWICE', { campaign: found.name, other: found.takenBy ?? '' })]
}

async function create(
	tx: Tx,
	{ seller }: StaffMember,
	{ name, crmCampaignId }: { name: string; crmCampaignId: number | null },
	at: Date,
): Promise<Answer | null> {
	const taken = crmCampaignId === null ? [] : await connectable(tx, seller.id, null, crmCampaignId)
	if (!taken) return null
	const refusals = [...(await named(tx, seller.id, null, name)), ...taken]
	if (refusals.length > 0) return refused(...refusals)
	const id = await insertSourceCampaign(tx, seller.id, { name, at })
	if (crmCampaignId !== null) await updateSourceCampaign(tx, id, { name, crmCampaignId, syncsMembers: false })
	return { ok: true, id }
}

async function connect(tx: Tx, { seller }: StaffMember, source: LockedSource, crmCampaignId: number | null): Promise<Answer | null> {
	const { id, name } = source
	const taken = crmCampaignId === null ? [] : await connectable(tx, seller.id, id, crmCampaignId)
	if (!taken) return null
	if (taken.length > 0) return refused(...taken)
	if (crmCampaignId === source.crmCampaignId) return { ok: true, id }
	await forgetCampaignLink(tx, id)
	await forgetMemberBase(tx, id)
	await updateSourceCampaign(tx, id, { name, crmCampaignId, syncsMembers: false })
	return { ok: true, id }
}

type Edited = { source: LockedSource; edit: Exclude<SourceEdit, { act: 'create' }>; at: Date }

async function change(tx: Tx, staff: StaffMember, { source, edit, at }: Edited): Promise<Answer | null> {
	const { id } = source
	const done: Answer = { ok: true, id }
	if (edit.act === 'connect') return await connect(tx, staff, source, edit.crmCampaignId)
	if (edit.act === 'disconnect') return await connect(tx, staff, source, null)
	if (edit.act === 'remove') return (await deleteSourceMember(tx, id, edit.prospectId)) ? done : null
	if (edit.act === 'rename') {
		if (source.crmCampaignId !== null) return refused(refusal('SOURCE_NAME_OF_CRM'))
		const refusals = await named(tx, staff.seller.id, id, edit.name)
		if (refusals.length > 0) return refused(...refusals)
		await updateSourceCampaign(tx, id, { ...source, name: edit.name })
		return done
	}
	if (edit.act === 'members') {
		if (source.crmCampaignId === null) return refused(refusal('SOURCE_NOT_CONNECTED'))
		await forgetMemberBase(tx, id)
		await updateSourceCampaign(tx, id, { ...source, syncsMembers: edit.follows })
		if (edit.follows) await markMembers(tx, id, at)
		return done
	}
	if (edit.emails.length === 0) return refused(refusal('MEMBERS_NONE'))
	const unknown = await addSourceMembers(tx, { campaignId: id, sellerEntityId: staff.seller.id, emails: edit.emails, at })
	return unknown.length > 0 ? refused(...unknown.map((email) => refusal('SOURCE_MEMBER_UNKNOWN', { email }))) : done
}

/**
 * A marketer makes, names or connects a source campaign, or changes its members (sync-core.md A38, A39). Connected, its name, days and
 * cost are the CRM's and come by the sync. Refuses `CRM_NAME_MISSING`, `SOURCE_NAME_TAKEN`, `SOURCE_NAME_OF_CRM`, `SOURCE_CONNECTED_TWICE`,
 * `SOURCE_NOT_CONNECTED`, `MEMBERS_NONE`, `SOURCE_MEMBER_UNKNOWN`. Null: none of this seller's.
 */
export async function changeSourceCampaign(
	db: Db,
	staff: StaffMember,
	{ id, edit, requestId, at }: { id: number | null; edit: SourceEdit; requestId: string; at: Date },
): Promise<Answer | null> {
	return await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'manual', actor: `user:${staff.userId}`, trace: requestId })
		const source = edit.act === 'create' || id === null ? null : await lockSourceCampaign(tx, staff.seller.id, id)
		const done = edit.act === 'create' ? await create(tx, staff, edit, at) : source && (await change(tx, staff, { source, edit, at }))
		if (done?.ok)
			await insertAudit(tx, [
				{ userId: staff.userId, action: `source_campaign.${edit.act}`, subject: `source_campaign:${done.id}`, before: source, after: edit, requestId, at },
			])
		return done
	})
}

import type { Membership } from '../../app/engine/sync/agree-membership.ts'
import type { Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type Pair = { crmCampaignId: number; prospectId: number }

/** Marks of members, taken by lock; several of one person are one. */
export async function claimMemberMarks(tx: Tx, limit: number): Promise<Pair[]> {
	return await tx<Pair[]>`
		with taken as (
			delete from ma_member_mark where id = any (array(select id from ma_member_mark order by id limit ${limit} for update skip locked)) returning crm_campaign_id, prospect_id
		)
		select distinct crm_campaign_id, prospect_id from taken order by 1, 2`
}

/** Alone with these campaigns' members until the transaction ends. */
export async function lockMembersOf(tx: Tx, crmCampaignIds: readonly number[]): Promise<void> {
	await tx`select pg_advisory_xact_lock(h) from (select distinct hashtextextended('members:' || c, 0) as h from unnest(${tx.array([...crmCampaignIds], 20)}::bigint[]) c order by 1) locks`
}

export type MembershipRow = Membership & Pair & { campaignId: number | null; contactId: number | null; leadId: number | null; status: string | null }

/** How both sides have these people; `contactId` before `leadId`, a converted lead by her contact. */
export async function readMemberships(tx: Tx, pairs: readonly Pair[]): Promise<MembershipRow[]> {
	return await tx<MembershipRow[]>`
		select r.crm_campaign_id, r.prospect_id, c.id as campaign_id, k.contact_id, k.lead_id, w.status, c.id is not null as follows, num_nonnulls(k.contact_id, k.lead_id) > 0 as is_known, w.prospect_id is not null as waits,
			exists (select from crm_campaign_member m where m.campaign_id = r.crm_campaign_id and m.contact_id = k.contact_id) or exists (select from crm_campaign_member m where m.campaign_id = r.crm_campaign_id and m.lead_id = p.lead_id) as crm,
			exists (select from ma_campaign_member m where m.campaign_id = c.id and m.prospect_id = r.prospect_id) as ma, exists (select from ma_member_base b where b.campaign_id = c.id and b.prospect_id = r.prospect_id) as agreed
		from jsonb_to_recordset(${recordset(tx, pairs)}) r(crm_campaign_id bigint, prospect_id bigint)
		join crm_campaign g on g.id = r.crm_campaign_id join ma_prospect p on p.id = r.prospect_id and p.seller_entity_id = g.seller_entity_id
		left join crm_lead l on l.id = p.lead_id
		cross join lateral (select coalesce(p.contact_id, l.converted_contact_id) as contact_id, case when coalesce(p.contact_id, l.converted_contact_id) is null then l.id end as lead_id) k
		left join ma_campaign c on c.crm_campaign_id = r.crm_campaign_id and c.syncs_members
		left join ma_waiting_member w on w.crm_campaign_id = r.crm_campaign_id and w.prospect_id = r.prospect_id
		order by 1, 2`
}

type Person = Pick<MembershipRow, 'crmCampaignId' | 'contactId' | 'leadId' | 'status'>

/** Members by their records, each at the step that was said, else at the campaign's first; who is a member is moved forward only (B13). Answers how many were written. */
export async function insertMembers(tx: Tx, people: readonly Person[], at: Date): Promise<number> {
	if (people.length === 0) return 0
	const rows = await tx`
		insert into crm_campaign_member as m (campaign_id, contact_id, lead_id, status, responded_at, created_at)
		select distinct on (r.crm_campaign_id, r.contact_id, r.lead_id) r.crm_campaign_id, r.contact_id, r.lead_id, s.status, case when s.has_responded then ${at}::timestamptz end, ${at}
		from jsonb_to_recordset(${recordset(tx, people)}) r(crm_campaign_id bigint, contact_id bigint, lead_id bigint, status text)
		cross join lateral (select status, has_responded from crm_campaign_status where campaign_id = r.crm_campaign_id order by (status = r.status) is true desc, rank limit 1) s
		order by r.crm_campaign_id, r.contact_id, r.lead_id
		on conflict (campaign_id, coalesce(contact_id, 0), coalesce(lead_id, 0)) do update set status = excluded.status, responded_at = coalesce(m.responded_at, excluded.responded_at)
		where (select rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = excluded.status)
			> (select rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = m.status) returning 1`
	return rows.length
}

export async function deleteMembers(tx: Tx, people: readonly (Person & Pair)[]): Promise<number> {
	if (people.length === 0) return 0
	const rows = await tx`
		delete from crm_campaign_member m using jsonb_to_recordset(${recordset(tx, people)}) r(crm_campaign_id bigint, prospect_id bigint, contact_id bigint), ma_prospect p
		where p.id = r.prospect_id and m.campaign_id = r.crm_campaign_id and (m.contact_id = r.contact_id or m.lead_id = p.lead_id) returning 1`
	return rows.length
}

export type OwnPair = { campaignId: number; prospectId: number }
const pairsOf = (tx: Tx, pairs: readonly OwnPair[]) => tx`jsonb_to_recordset(${recordset(tx, pairs)}) r(campaign_id bigint, prospect_id bigint)`

export async function insertOwnMembers(tx: Tx, pairs: readonly OwnPair[], at: Date): Promise<number> {
	if (pairs.length === 0) return 0
	const rows =
		await tx`insert into ma_campaign_member (campaign_id, prospect_id, added_at) select r.campaign_id, r.prospect_id, ${at} from ${pairsOf(tx, pairs)} on conflict do nothing returning 1`
	return rows.length
}

export async function deleteOwnMembers(tx: Tx, pairs: readonly OwnPair[]): Promise<number> {
	if (pairs.length === 0) return 0
	const rows =
		await tx`delete from ma_campaign_member m using ${pairsOf(tx, pairs)} where m.campaign_id = r.campaign_id and m.prospect_id = r.prospect_id returning 1`
	return rows.length
}

/** What both sides have now: the base stands for `agreed`, and for the others no longer. */
export async function writeMemberBase(tx: Tx, pairs: readonly (OwnPair & { agreed: boolean })[], at: Date): Promise<void> {
	if (pairs.length === 0) return
	await tx`
		with r as (select * from jsonb_to_recordset(${recordset(tx, pairs)}) r(campaign_id bigint, prospect_id bigint, agreed boolean)),
			gone as (delete from ma_member_base b using r where not r.agreed and b.campaign_id = r.campaign_id and b.prospect_id = r.prospect_id)
		insert into ma_member_base (campaign_id, prospect_id, agreed_at) select campaign_id, prospect_id, ${at} from r where agreed on conflict do nothing`
}

/** What waited and is applied. */
export async function deleteWaiting(tx: Tx, pairs: readonly Pair[]): Promise<void> {
	if (pairs.length === 0) return
	await tx`
		delete from ma_waiting_member w using jsonb_to_recordset(${recordset(tx, pairs)}) r(crm_campaign_id bigint, prospect_id bigint)
		where w.crm_campaign_id = r.crm_campaign_id and w.prospect_id = r.prospect_id`
}

/** Everybody of either side is looked at: for a campaign whose members begin to follow each other. */
export async function markMembers(tx: Tx, campaignId: number, at: Date): Promise<void> {
	await tx`
		insert into ma_member_mark (crm_campaign_id, prospect_id, at)
		select c.crm_campaign_id, x.prospect_id, ${at} from ma_campaign c cross join lateral (
			select p.id as prospect_id from crm_campaign_member m join ma_prospect p on p.contact_id = m.contact_id where m.campaign_id = c.crm_campaign_id
			union select p.id from crm_campaign_member m join ma_prospect p on p.lead_id = m.lead_id where m.campaign_id = c.crm_campaign_id
			union select m.prospect_id from ma_campaign_member m where m.campaign_id = c.id) x
		where c.id = ${campaignId} and c.crm_campaign_id is not null`
}

export async function forgetMemberBase(tx: Tx, campaignId: number): Promise<void> {
	await tx`delete from ma_member_base where campaign_id = ${campaignId}`
}

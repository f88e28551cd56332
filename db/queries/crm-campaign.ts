import type { Campaign, MemberStep } from '../../app/engine/crm/campaign.ts'
import type { Custom } from '../../app/engine/crm/custom-fields.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type CampaignFilter = { text: string | null; status: string | null; kind: string | null; after: number | null; limit: number }
export type CampaignRow = Campaign & { id: number; currency: string; members: number; responded: number; parentName: string | null }

/** CRM campaigns, the newest first. */
export async function listCrmCampaigns(sql: Sql, sellerEntityId: number, { text, status, kind, after, limit }: CampaignFilter): Promise<CampaignRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<CampaignRow[]>`
		select c.id, c.code, c.name, c.kind, c.status, c.currency, c.parent_id, p.name as parent_name, c.budgeted_cost_minor, c.actual_cost_minor, c.expected_revenue_minor, c.starts_on, c.ends_on,
			(select count(*)::int from crm_campaign_member m where m.campaign_id = c.id) as members,
			(select count(*)::int from crm_campaign_member m join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status and s.has_responded where m.campaign_id = c.id) as responded
		from crm_campaign c left join crm_campaign p on p.id = c.parent_id
		where c.seller_entity_id = ${sellerEntityId} and (${status}::text is null or c.status = ${status}) and (${kind}::text is null or c.kind = ${kind}) and (${after}::bigint is null or c.id < ${after})
			and (${like}::text is null or c.name ilike ${like} or c.code ilike ${like})
		order by c.id desc limit ${limit}`
}

export type CampaignStep = MemberStep & { count: number }
export type CampaignAct = { action: string; by: string | null; at: string }
export type MemberImport = {
	id: number
	fileName: string
	mode: 'trial' | 'import'
	state: 'queued' | 'running' | 'finished' | 'failed' | 'stopped'
	readCount: number
	createdCount: number
	updatedCount: number
	unchangedCount: number
	rejectedCount: number
	startedAt: string
}
export type AdCost = { source: string; firstOn: string; lastOn: string; amountMinor: number }
export type CampaignDocument = Campaign & {
	id: number
	currency: string
	custom: Custom
	steps: CampaignStep[]
	past: CampaignAct[]
	imports: MemberImport[]
	adCosts: AdCost[]
	source: { id: number; name: string } | null
	others: { id: number; name: string }[]
}

/** A campaign with its steps, what was done with it, and its files; one statement. Null: none of this seller's. */
export async function readCrmCampaign(sql: Sql, sellerEntityId: number, id: number): Promise<CampaignDocument | null> {
	const [row] = await sql<CampaignDocument[]>`
		select c.id, c.code, c.name, c.kind, c.status, c.currency, c.parent_id, c.budgeted_cost_minor, c.actual_cost_minor, c.expected_revenue_minor, c.starts_on, c.ends_on, c.custom,
			coalesce((select json_agg(json_build_object('status', s.status, 'hasResponded', s.has_responded, 'count', (select count(*) from crm_campaign_member m where m.campaign_id = c.id and m.status = s.status)) order by s.rank, s.status)
				from crm_campaign_status s where s.campaign_id = c.id), '[]') as steps,
			coalesce((select json_agg(json_build_object('action', e.action, 'by', nullif(concat_ws(' ', u.first_name, u.last_name), ''), 'at', e.at) order by e.id desc) from (
				select * from audit_entry where subject = 'campaign:' || c.id order by id desc limit 30) e left join crm_user u on u.id = e.user_id), '[]') as past,
			coalesce((select json_agg(json_build_object('id', i.id, 'fileName', i.file_name, 'mode', i.mode, 'state', i.state, 'readCount', i.read_count, 'createdCount', i.created_count, 'updatedCount', i.updated_count, 'unchangedCount', i.unchanged_count,
				'rejectedCount', i.rejected_count, 'startedAt', i.started_at) order by i.id desc) from (select * from import_run where seller_entity_id = c.seller_entity_id and what = 'campaign-members' and options #>> '{map,constants,campaign}' = c.code order by id desc limit 20) i), '[]') as imports,
			coalesce((select json_agg(json_build_object('source', d.source, 'firstOn', d.first_on, 'lastOn', d.last_on, 'amountMinor', d.amount_minor) order by d.amount_minor desc, d.source) from (
				select source, min(day) as first_on, max(day) as last_on, sum(amount_minor)::bigint as amount_minor from crm_ad_cost where campaign_id = c.id group by source) d), '[]') as ad_costs,
			(select json_build_object('id', x.id, 'name', x.name) from ma_campaign x where x.crm_campaign_id = c.id) as source,
			coalesce((select json_agg(json_build_object('id', o.id, 'name', o.name) order by lower(o.name), o.id) from crm_campaign o where o.seller_entity_id = c.seller_entity_id and o.id <> c.id), '[]') as others
		from crm_campaign c where c.id = ${id} and c.seller_entity_id = ${sellerEntityId}`
	return row ?? null
}

export type LockedCampaign = { id: number; currency: string; custom: Custom }

export async function lockCampaign(tx: Tx, sellerEntityId: number, id: number): Promise<LockedCampaign | null> {
	const [row] = await tx<LockedCampaign[]>`select id, currency, custom from crm_campaign where id = ${id} and seller_entity_id = ${sellerEntityId} for update`
	return row ?? null
}

/** Whether a campaign can stand under another: that one is the seller's, and does not stand under it. */
export async function mayStandUnder(
	tx: Tx,
	sellerEntityId: number,
	{ id, parentId }: { id: number | null; parentId: number },
): Promise<'yes' | 'loop' | 'none'> {
	const [row] = await tx<{ exists: boolean; loops: boolean }[]>`
		with recursive above as (select c.id, c.parent_id from crm_campaign c where c.id = ${parentId} and c.seller_entity_id = ${sellerEntityId}
			union select c.id, c.parent_id from crm_campaign c join above on above.parent_id = c.id)
		select count(*) > 0 as exists, coalesce(bool_or(id = ${id}::bigint), false) as loops from above`
	return row?.loops ? 'loop' : row?.exists ? 'yes' : 'none'
}

export async function isCodeTaken(tx: Tx, sellerEntityId: number, { id, code }: { id: number | null; code: string }): Promise<boolean> {
	return (await tx`select 1 from crm_campaign where seller_entity_id = ${sellerEntityId} and code = ${code} and id is distinct from ${id}::bigint`).length > 0
}

/** Null: another took the code in the meantime. */
export async function insertCampaign(
	tx: Tx,
	sellerEntityId: number,
	{ campaign: c, currency, custom, at }: { campaign: Campaign; currency: string; custom: Custom; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into crm_campaign (seller_entity_id, parent_id, code, name, kind, status, currency, budgeted_cost_minor, actual_cost_minor, expected_revenue_minor, starts_on, ends_on, custom, created_at)
		values (${sellerEntityId}, ${c.parentId}, ${c.code}, ${c.name}, ${c.kind}, ${c.status}, ${currency}, ${c.budgetedCostMinor}, ${c.actualCostMinor}, ${c.expectedRevenueMinor}, ${c.startsOn}, ${c.endsOn}, ${tx.json(custom as never)}, ${at})
		on conflict do nothing returning id`
	return row?.id ?? null
}

export async function updateCampaign(tx: Tx, id: number, { campaign: c, custom }: { campaign: Campaign; custom: Custom }): Promise<void> {
	await tx`
		update crm_campaign set parent_id = ${c.parentId}, code = ${c.code}, name = ${c.name}, kind = ${c.kind}, status = ${c.status}, budgeted_cost_minor = ${c.budgetedCostMinor}, actual_cost_minor = ${c.actualCostMinor},
			expected_revenue_minor = ${c.expectedRevenueMinor}, starts_on = ${c.startsOn}, ends_on = ${c.endsOn}, custom = ${tx.json(custom as never)} where id = ${id}`
}

export async function readStepsInUse(tx: Tx, campaignId: number): Promise<string[]> {
	return (await tx<{ status: string }[]>`select distinct status from crm_campaign_member where campaign_id = ${campaignId} order by 1`).map(
		({ status }) => status,
	)
}

/** The steps of a campaign, in their order, and no others. */
export async function replaceSteps(tx: Tx, campaignId: number, steps: readonly MemberStep[]): Promise<void> {
	const rows = recordset(
		tx,
		steps.map((step, rank) => ({ ...step, rank: rank + 1 })),
	)
	await tx`delete from crm_campaign_status where campaign_id = ${campaignId} and status not in (select r.status from jsonb_to_recordset(${rows}) as r(status text))`
	await tx`
		insert into crm_campaign_status (campaign_id, status, rank, has_responded) select ${campaignId}, r.status, r.rank, r.has_responded from jsonb_to_recordset(${rows}) as r(status text, rank smallint, has_responded boolean)
		on conflict (campaign_id, status) do update set rank = excluded.rank, has_responded = excluded.has_responded`
}

/** A person's own word: to any step, also back. Null: no such member or step. */
export async function moveMember(
	tx: Tx,
	{ campaignId, memberId, status, at }: { campaignId: number; memberId: number; status: string; at: Date },
): Promise<boolean> {
	const rows = await tx`
		update crm_campaign_member m set status = s.status, responded_at = case when s.has_responded then coalesce(m.responded_at, ${at}) end
		from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = ${status} and m.campaign_id = ${campaignId} and m.id = ${memberId} returning 1`
	return rows.length > 0
}

export async function deleteMember(tx: Tx, campaignId: number, memberId: number): Promise<boolean> {
	return (await tx`delete from crm_campaign_member where campaign_id = ${campaignId} and id = ${memberId} returning 1`).length > 0
}

export type GivenMember = { row: number; campaignId: number; email: string; status: string | null }
export type MemberOutcome = { row: number; outcome: 'added' | 'changed' | 'unchanged' | 'waits' | 'unknown_person' | 'unknown_status' }

/**
 * People by their addresses join campaigns or are put on a step: a contact before a lead that is not converted (sync-core.md A24); whom
 * only marketing knows waits for her record (B13). A row without a status joins at the first step and leaves a member where she is. Of one
 * person's rows the last one counts. One statement for any number.
 */
export async function saveMembers(
	tx: Tx,
	{ sellerEntityId, given, at }: { sellerEntityId: number; given: readonly GivenMember[]; at: Date },
): Promise<MemberOutcome[]> {
	if (given.length === 0) return []
	// Each row finds its own by an index: joined among themselves, rows of which the planner knows no number were compared with all others (8,000 took 12 s).
	// Without its limit the last of them is pulled up and asks the index for the contact alone: every lead then reads every lead of the campaign.
	return await tx<MemberOutcome[]>`
		with given as (
			select r.row, r.campaign_id, lower(r.email) as email, r.status from jsonb_to_recordset(${recordset(tx, given)}) as r(row int, campaign_id bigint, email text, status text)
		), read as materialized (
			select g.row, g.campaign_id, c.id as contact_id, case when c.id is null then l.id end as lead_id, case when c.id is null and l.id is null then p.id end as prospect_id, s.status, s.has_responded,
				b.status as status_before, g.status is not null as is_said, num_nonnulls(c.id, l.id) > 0 and s.status is not null as is_good
			from given g
			left join lateral (select c.id from contact c join account a on a.id = c.account_id where lower(c.email) = g.email and a.seller_entity_id = ${sellerEntityId} order by c.is_active desc, c.id limit 1) c on true
			left join lateral (select l.id from crm_lead l where lower(l.email) = g.email and l.seller_entity_id = ${sellerEntityId} and l.status <> 'converted' order by l.id limit 1) l on true
			left join lateral (select p.id from ma_prospect p where lower(p.email) = g.email and p.seller_entity_id = ${sellerEntityId} and p.contact_id is null and p.lead_id is null limit 1) p on true
			left join lateral (select s.status, s.has_responded from crm_campaign_status s where s.campaign_id = g.campaign_id and (g.status is null or lower(s.status) = lower(g.status)) order by s.rank, s.status limit 1) s on true
			left join lateral (select m.status from crm_campaign_member m where m.campaign_id = g.campaign_id and coalesce(m.contact_id, 0) = coalesce(c.id, 0) and coalesce(m.lead_id, 0) = case when c.id is null then coalesce(l.id, 0) else 0 end limit 1) b on true
		), ranked as materialized (
			select *, row_number() over (partition by is_good, campaign_id, contact_id, lead_id order by row desc) = 1 as is_last from read
		), written as (
			insert into crm_campaign_member as m (campaign_id, contact_id, lead_id, status, responded_at, created_at)
			select campaign_id, contact_id, lead_id, status, case when has_responded then ${at}::timestamptz end, ${at} from ranked where is_good and is_last and (status_before is null or (is_said and status_before <> status))
			on conflict (campaign_id, coalesce(contact_id, 0), coalesce(lead_id, 0)) do update set status = excluded.status, responded_at = coalesce(m.responded_at, excluded.responded_at)
		), waiting as (
			insert into ma_waiting_member (prospect_id, crm_campaign_id, status, at)
			select distinct on (prospect_id, campaign_id) prospect_id, campaign_id, case when is_said then status end, ${at} from ranked where prospect_id is not null and status is not null order by prospect_id, campaign_id, row desc
			on conflict (prospect_id, crm_campaign_id) do update set status = coalesce(excluded.status, ma_waiting_member.status)
		)
		select row, case when num_nonnulls(contact_id, lead_id, prospect_id) = 0 then 'unknown_person' when status is null then 'unknown_status' when prospect_id is not null then 'waits'
			when not is_last then 'unchanged' when status_before is null then 'added' when is_said and status_before <> status then 'changed' else 'unchanged' end as outcome
		from ranked order by row`
}

export type KnownCampaign = { code: string; id: number; currency: string }

export async function knownCampaigns(tx: Tx, sellerEntityId: number, codes: readonly string[]): Promise<KnownCampaign[]> {
	return await tx<
		KnownCampaign[]
	>`select code, id, currency from crm_campaign where seller_entity_id = ${sellerEntityId} and code = any(${tx.array([...codes], 25)}::text[])`
}

export type AdCostLine = { campaignId: number; source: string; day: string; currency: string; amountMinor: number }

/** What advertising cost: the same line of a source and a day is written over, never added. Answers those that were new or changed. */
export async function upsertAdCosts(
	tx: Tx,
	lines: readonly AdCostLine[],
): Promise<(Pick<AdCostLine, 'campaignId' | 'source' | 'day'> & { created: boolean })[]> {
	if (lines.length === 0) return []
	return await tx<(Pick<AdCostLine, 'campaignId' | 'source' | 'day'> & { created: boolean })[]>`
		insert into crm_ad_cost as d (campaign_id, source, day, currency, amount_minor)
		select distinct on (r.campaign_id, r.source, r.day) r.campaign_id, r.source, r.day, r.currency, r.amount_minor
		from jsonb_to_recordset(${recordset(tx, lines)}) as r(campaign_id bigint, source text, day date, currency text, amount_minor bigint) order by 1, 2, 3
		on conflict (campaign_id, source, day) do update set amount_minor = excluded.amount_minor where d.amount_minor <> excluded.amount_minor
		returning d.campaign_id, d.source, d.day, (xmax = 0) as created`
}

export type CampaignCost = { id: number; code: string; name: string; currency: string; costMinor: number; adMinor: number; members: number; responded: number }

/** What each campaign cost, of its own and by its advertising, and how many it reached. */
export async function readCampaignCosts(sql: Sql, sellerEntityId: number): Promise<CampaignCost[]> {
	return await sql<CampaignCost[]>`
		select c.id, c.code, c.name, c.currency, c.actual_cost_minor as cost_minor, coalesce((select sum(d.amount_minor)::bigint from crm_ad_cost d where d.campaign_id = c.id), 0) as ad_minor,
			(select count(*)::int from crm_campaign_member m where m.campaign_id = c.id) as members,
			(select count(*)::int from crm_campaign_member m join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status and s.has_responded where m.campaign_id = c.id) as responded
		from crm_campaign c where c.seller_entity_id = ${sellerEntityId} order by c.starts_on desc nulls last, c.id desc`
}

/** Of opportunity `o`: the campaigns that people of its contact roles answered before it closed, as a member who responded or by a confirmed click, and when. */
const touchesOf = (sql: Sql) => sql`
	coalesce((select jsonb_agg(jsonb_build_object('campaignId', t.campaign_id, 'at', t.at) order by t.at, t.campaign_id) from (
		select m.campaign_id, m.responded_at as at from crm_opp_contact_role r join crm_campaign_member m on m.contact_id = r.contact_id
			where r.account_id = o.account_id and r.opportunity_id = o.id and m.responded_at <= coalesce(o.closed_at, o.created_at)
		union select x.crm_campaign_id, x.clicked_at from crm_opp_contact_role r join campaign_touch x on x.contact_id = r.contact_id
			where r.account_id = o.account_id and r.opportunity_id = o.id and x.confirmed_at is not null and x.crm_campaign_id is not null and x.clicked_at <= coalesce(o.closed_at, o.created_at)) t), '[]')`

/** Won opportunities keep the touches of the day they were won (sync-core.md section c, B13), whoever takes part in them later; each once. One statement. */
export async function freezeTouches(
	tx: Tx,
	won: { orderIds: readonly number[] } | { quoteIds: readonly number[] } | { prospectIds: readonly number[] },
): Promise<void> {
	const ids = (list: readonly number[]) => tx`any(${tx.array([...list], 20)}::bigint[])`
	const which =
		'orderIds' in won
			? tx`o.order_id = ${ids(won.orderIds)}`
			: 'quoteIds' in won
				? tx`(o.account_id, o.id) in (select q.account_id, q.opportunity_id from quote q where q.id = ${ids(won.quoteIds)})`
				: tx`(o.account_id, o.id) in (select w.account_id, w.id from ma_opportunity w where w.prospect_id = ${ids(won.prospectIds)} and w.is_won)`
	await tx`update crm_opportunity o set won_touches = ${touchesOf(tx)} where o.is_won and o.won_touches is null and ${which}`
}

export type WonRow = {
	opportunityId: number
	amountMinor: number
	currency: string
	sourceCampaignId: number | null
	touches: { campaignId: number; at: string }[]
}

/**
 * What was won, each with the campaigns that people of its contact roles answered before it closed, as they stood on the day it was won.
 * The time of a touch is when she answered.
 */
export async function readWon(sql: Sql, sellerEntityId: number): Promise<WonRow[]> {
	return await sql<WonRow[]>`
		select o.id as opportunity_id, o.amount_minor, o.currency, o.crm_campaign_id as source_campaign_id,
			coalesce(o.won_touches, ${touchesOf(sql)}::jsonb) as touches
		from crm_opportunity o join account a on a.id = o.account_id where a.seller_entity_id = ${sellerEntityId} and o.is_won and o.deleted_at is null and o.amount_minor > 0 order by o.id`
}

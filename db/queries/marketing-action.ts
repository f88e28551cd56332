import type { CustomDef, CustomValue } from '../../app/engine/crm/custom-fields.ts'
import type { ActionField, Reference } from '../../app/engine/marketing/action.ts'
import type { Sql, Tx } from '../client.server.ts'
import { lastWalk, mayWalk } from './programme.ts'

/** For whom something is done, why, when, and by whose hand (null: the house's own). */
export type ActionFor = { prospectIds: readonly number[]; cause: string; sourceKey: string; at: Date; userId: number | null }

const ids = (tx: Tx, { prospectIds }: Pick<ActionFor, 'prospectIds'>) => tx`${tx.array([...prospectIds], 20)}::bigint[]`

/** Takes what was not done for this cause yet: the prospects that are left to act on, in order of their id. */
export async function claimActions(tx: Tx, act: ActionFor): Promise<number[]> {
	const rows = await tx<{ prospectId: number }[]>`
		insert into ma_action (source_key, prospect_id, cause, user_id, at)
		select ${act.sourceKey}, p.id, ${act.cause}, ${act.userId}, ${act.at} from ma_prospect p where p.id = any(${ids(tx, act)}) order by p.id
		on conflict do nothing returning prospect_id`
	return rows.map(({ prospectId }) => prospectId).sort((a, b) => a - b)
}

/** Only lists that people fill; a segment keeps itself. */
export async function insertListMembers(tx: Tx, act: ActionFor, listId: number): Promise<void> {
	await tx`
		insert into ma_list_member (list_id, prospect_id, added_at)
		select l.id, p.id, ${act.at} from ma_list l join ma_prospect p on p.seller_entity_id = l.seller_entity_id
		where l.id = ${listId} and l.kind = 'static' and p.id = any(${ids(tx, act)}) on conflict do nothing`
}

export async function deleteListMembers(tx: Tx, act: Pick<ActionFor, 'prospectIds'>, listId: number): Promise<void> {
	await tx`
		delete from ma_list_member m using ma_list l where l.id = m.list_id and l.kind = 'static' and m.list_id = ${listId} and m.prospect_id = any(${ids(tx, act)})`
}

/** A tag of this spelling, whatever its capitals; two at once make one. */
export async function insertTag(tx: Tx, act: Pick<ActionFor, 'prospectIds'>, name: string): Promise<void> {
	await tx`
		insert into ma_tag (seller_entity_id, name)
		select distinct p.seller_entity_id, ${name} from ma_prospect p where p.id = any(${ids(tx, act)})
			and not exists (select from ma_tag t where t.seller_entity_id = p.seller_entity_id and lower(t.name) = lower(${name}))
		on conflict do nothing`
}

/** A statement of its own after `insertTag`: it sees the tag that somebody else has just made. */
export async function insertProspectTags(tx: Tx, act: ActionFor, name: string): Promise<void> {
	await tx`
		insert into ma_prospect_tag (prospect_id, tag_id, added_at)
		select p.id, t.id, ${act.at} from ma_prospect p join ma_tag t on t.seller_entity_id = p.seller_entity_id and lower(t.name) = lower(${name})
		where p.id = any(${ids(tx, act)}) on conflict do nothing`
}

export async function deleteProspectTags(tx: Tx, act: Pick<ActionFor, 'prospectIds'>, name: string): Promise<void> {
	await tx`
		delete from ma_prospect_tag m using ma_tag t where t.id = m.tag_id and lower(t.name) = lower(${name}) and m.prospect_id = any(${ids(tx, act)})`
}

/** Points by hand or by rule: a row of the ledger for each, and the sum beside it. */
export async function insertPoints(tx: Tx, act: ActionFor, place: number, points: number): Promise<void> {
	await tx`
		with scored as (
			update ma_prospect p set score = p.score + ${points} where p.id = any(${ids(tx, act)}) returning p.id
		)
		insert into ma_activity (prospect_id, source_key, kind, facts, score, occurred_at)
		select id, ${`action:${act.sourceKey}:${place}:`} || id, 'score.given', jsonb_build_object('cause', ${act.cause}::text), ${points}, ${act.at} from scored
		on conflict (source_key) do nothing`
}

const columnOf: Readonly<Record<ActionField, string>> = {
	firstName: 'first_name',
	lastName: 'last_name',
	company: 'company',
	title: 'title',
	phone: 'phone',
	locale: 'locale',
}

/** The field of the house's own by this name that these people's seller has in use; null: none. */
export async function readProspectDef(sql: Sql, act: Pick<ActionFor, 'prospectIds'>, name: string): Promise<CustomDef | null> {
	const [row] = await sql<CustomDef[]>`
		select d.name, d.labels, d.type, d.length, d.precision, d.scale, d.choices, d.is_required, d.is_active from crm_custom_def d
		where d.object = 'prospect' and d.name = ${name} and d.is_active and d.seller_entity_id = (select p.seller_entity_id from ma_prospect p where p.id = ${act.prospectIds[0] ?? 0})`
	return row ?? null
}

/** Writes a field of the house's own, null clears it, only where it differs. */
export async function updateOwnField(tx: Tx, act: Pick<ActionFor, 'prospectIds'>, name: string, value: CustomValue | null): Promise<void> {
	const json = tx`${JSON.stringify(value)}::text::jsonb`
	await tx`
		update ma_prospect p set custom = case when ${value === null} then p.custom - ${name}::text else p.custom || jsonb_build_object(${name}::text, ${json}) end
		where p.id = any(${ids(tx, act)}) and coalesce(p.custom -> ${name}::text, 'null') is distinct from ${json}`
}

/** Writes only where it differs. The company of a contact is its account's name and is not written here (sync-core.md A32). */
export async function updateField(tx: Tx, act: Pick<ActionFor, 'prospectIds'>, field: ActionField, value: string | null): Promise<void> {
	const column = tx(columnOf[field])
	await tx`
		update ma_prospect p set ${column} = ${value} where p.id = any(${ids(tx, act)}) and p.${column} is distinct from ${value}::text
			and (${field !== 'company'} or p.contact_id is null)`
}

/**
 * Membership in a CRM campaign: as the contact, else as the lead, and only forward by rank (sync-core.md B13). An unknown
 * status, or none, is the campaign's first.
 */
export async function insertCampaignMembers(tx: Tx, act: ActionFor, crmCampaignId: number, status: string | null): Promise<void> {
	await tx`
		with step as (
			select campaign_id, status, rank, has_responded from crm_campaign_status where campaign_id = ${crmCampaignId} order by (status = ${status}) is true desc, rank limit 1
		), people as (
			select distinct coalesce(p.contact_id, l.converted_contact_id) as contact_id, case when coalesce(p.contact_id, l.converted_contact_id) is null then l.id end as lead_id
			from ma_prospect p left join crm_lead l on l.id = p.lead_id
			join crm_campaign c on c.id = ${crmCampaignId} and c.seller_entity_id = p.seller_entity_id
			where p.id = any(${ids(tx, act)}) and (p.contact_id is not null or l.id is not null)
		)
		insert into crm_campaign_member as m (campaign_id, contact_id, lead_id, status, responded_at, created_at)
		select step.campaign_id, people.contact_id, people.lead_id, step.status, case when step.has_responded then ${act.at}::timestamptz end, ${act.at} from people, step
		on conflict (campaign_id, coalesce(contact_id, 0), coalesce(lead_id, 0)) do update set status = excluded.status, responded_at = coalesce(m.responded_at, excluded.responded_at)
		where (select rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = excluded.status)
			> (select rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = m.status)`
}

/** Memberships of people whom the CRM side does not know yet. */
export async function insertWaitingMembers(tx: Tx, act: ActionFor, crmCampaignId: number, status: string | null): Promise<void> {
	await tx`
		insert into ma_waiting_member (prospect_id, crm_campaign_id, status, at)
		select p.id, c.id, ${status}, ${act.at} from ma_prospect p join crm_campaign c on c.id = ${crmCampaignId} and c.seller_entity_id = p.seller_entity_id
		where p.id = any(${ids(tx, act)}) and p.contact_id is null and p.lead_id is null on conflict do nothing`
}

/** Where a prospect came from is set once (sync-core.md A34). */
export async function updateSourceCampaign(tx: Tx, act: Pick<ActionFor, 'prospectIds'>, campaignId: number): Promise<void> {
	await tx`
		update ma_prospect p set source_campaign_id = c.id from ma_campaign c
		where c.id = ${campaignId} and c.seller_entity_id = p.seller_entity_id and p.source_campaign_id is null and p.id = any(${ids(tx, act)})`
}

/** A task for whoever owns the person: whom she is assigned to, her lead's or her account's rep, else the one who acts. Without an owner there is none. */
export async function insertProspectTasks(
	tx: Tx,
	act: ActionFor,
	place: number,
	task: { subject: string; dueDays: number; priority: 'low' | 'normal' | 'high' },
): Promise<void> {
	await tx`
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, prospect_id, subject, facts, due_on, priority, created_at)
		select ${`action:${act.sourceKey}:${place}:`} || p.id, coalesce(p.assigned_user_id, l.owner_user_id, a.owner_user_id, ${act.userId}::bigint), a.id, c.id, p.id, ${task.subject},
			jsonb_build_object('prospectId', p.id, 'cause', ${act.cause}::text), (${act.at}::timestamptz at time zone s.time_zone)::date + ${task.dueDays}::int, ${task.priority}, ${act.at}
		from ma_prospect p join seller_entity s on s.id = p.seller_entity_id left join crm_lead l on l.id = p.lead_id
			left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id
		where p.id = any(${ids(tx, act)}) and coalesce(p.assigned_user_id, l.owner_user_id, a.owner_user_id, ${act.userId}::bigint) is not null
		on conflict (idempotency_key) do nothing`
}

/** One notice for all of them: whoever is told of a thousand people wants one line. */
export async function insertProspectNotice(tx: Tx, act: ActionFor, place: number, userId: number): Promise<void> {
	await tx`
		insert into notice (idempotency_key, user_id, kind, facts, created_at)
		select ${`action:${act.sourceKey}:${place}:`} || min(p.id), u.id, 'prospect.noticed',
			jsonb_build_object('prospectId', min(p.id), 'count', count(*), 'cause', ${act.cause}::text,
				'name', (array_agg(coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, p.company, '') order by p.id))[1]), ${act.at}
		from ma_prospect p join crm_user u on u.id = ${userId} and u.seller_entity_id = p.seller_entity_id and u.is_active
		where p.id = any(${ids(tx, act)}) group by u.id
		on conflict (idempotency_key) do nothing`
}

/** Begins their walk through a programme that runs; who is on it already goes on where she is, and who was on it waits for her time to walk again. */
export async function insertEnrolments(tx: Tx, act: ActionFor, programId: number): Promise<void> {
	await tx`
		insert into ma_enrolment (program_id, version, prospect_id, due_at, cause, entered_at)
		select g.id, g.version, p.id, ${act.at}, ${act.cause}, ${act.at} from ma_program g join ma_prospect p on p.seller_entity_id = g.seller_entity_id ${lastWalk(tx)}
		where g.id = ${programId} and g.state = 'running' and p.id = any(${ids(tx, act)}) and ${mayWalk(tx, act.at)}
		on conflict (program_id, prospect_id) where state = 'going' do nothing`
}

export type ToldProspect = {
	prospectId: number
	email: string | null
	firstName: string | null
	lastName: string | null
	company: string | null
	score: number
	grade: string
}

/** What an outside system is told of people. */
export async function readToldProspects(tx: Tx, act: Pick<ActionFor, 'prospectIds'>): Promise<ToldProspect[]> {
	return await tx<ToldProspect[]>`
		select id as prospect_id, email, first_name, last_name, company, score, grade from ma_prospect where id = any(${ids(tx, act)}) order by id`
}

/** Which of these a seller has, as `kind:id`; lists that people fill, users who are there. One statement. */
export async function readKnownReferences(sql: Sql, sellerEntityId: number, references: readonly Reference[]): Promise<Set<string>> {
	if (references.length === 0) return new Set()
	const rows = await sql<{ known: string }[]>`
		select x.kind || ':' || x.id as known from (
			select 'list' as kind, id from ma_list where seller_entity_id = ${sellerEntityId} and kind = 'static'
			union all select 'crmCampaign', id from crm_campaign where seller_entity_id = ${sellerEntityId}
			union all select 'campaign', id from ma_campaign where seller_entity_id = ${sellerEntityId}
			union all select 'user', id from crm_user where seller_entity_id = ${sellerEntityId} and is_active
			union all select 'group', id from crm_group where seller_entity_id = ${sellerEntityId}
			union all select 'queue', id from crm_queue where seller_entity_id = ${sellerEntityId}
			union all select 'rule', id from crm_assignment_rule where seller_entity_id = ${sellerEntityId}
			union all select 'program', id from ma_program where seller_entity_id = ${sellerEntityId}) x
		join unnest(${references.map(({ kind }) => kind)}::text[], ${sql.array(
			references.map(({ id }) => id),
			20,
		)}::bigint[]) as r (kind, id) on r.kind = x.kind and r.id = x.id`
	return new Set(rows.map(({ known }) => known))
}

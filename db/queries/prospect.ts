import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { Custom, CustomDef, CustomValue, Words } from '../../app/engine/crm/custom-fields.ts'
import type { FunnelPlace } from '../../app/engine/crm/influence.ts'
import type { FieldOf, PersonField, PersonSaid } from '../../app/engine/crm/person-fields.ts'
import type { KnownStep } from '../../app/engine/crm/ways.ts'
import type { SegmentPlan } from '../../app/engine/marketing/segment.ts'
import type { Sql, Tx } from '../client.server.ts'
import { isOutByWords } from './consent.ts'
import { type FunnelBy, peopleOfFunnel, peopleOnWay } from './funnel.ts'
import { addressColumns, personRow, personSet } from './person-row.ts'
import { likeOf, says } from './said.ts'
import { segmentSql } from './segment.ts'

/** Marketing and head office see everybody of their seller; a rep whom she works for, and those that nobody has. */
export type PeopleDesk = { sellerEntityId: number; userId: number; seesAll: boolean }

const isHers = (sql: Sql, { sellerEntityId, userId, seesAll }: PeopleDesk) => sql`
	p.seller_entity_id = ${sellerEntityId} and (${seesAll} or p.assigned_user_id = ${userId} or a.owner_user_id = ${userId} or l.owner_user_id = ${userId}
		or (p.assigned_user_id is null and a.id is null and l.owner_user_id is null))`

const nameOf = (sql: Sql) =>
	sql`coalesce(nullif(concat_ws(' ', coalesce(c.first_name, p.first_name), coalesce(c.last_name, p.last_name)), ''), p.email, p.company, '#' || p.id)`

const people = (sql: Sql) => sql`
	ma_prospect p left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id left join crm_lead l on l.id = p.lead_id
	left join crm_user u on u.id = p.assigned_user_id`

export const prospectSorts = ['newest', 'score'] as const
export type ProspectFilter = {
	text: string | null
	face: 'buyer' | 'lead' | 'prospect' | null
	grade: string | null
	minimumScore: number | null
	tagId: number | null
	listId: number | null
	/** A field of the house's own that is shown. */
	own: string | null
	/** Behind which figure of the way to an order they stand. */
	way: { step: KnownStep; by: FunnelBy; key: string | null; months: number } | null
	/** To which step their leads came. */
	funnel: FunnelPlace | null
	sort: (typeof prospectSorts)[number]
	/** The last row of the page before: its id, and its score where that is the order. */
	after: { id: number; score: number } | null
	limit: number
}

export type ProspectRow = {
	id: number
	name: string
	email: string | null
	company: string | null
	accountId: number | null
	leadId: number | null
	score: number
	grade: string
	tags: string[]
	ownerName: string | null
	optedOut: boolean
	lastActivityAt: Date | null
	createdAt: Date
	leadStatus: string | null
	rating: string | null
	street: string | null
	city: string | null
	region: string | null
	postalCode: string | null
	country: string | null
	/** What stands in the field that was asked for. */
	own: CustomValue | null
}

/** What is asked of everybody listed, and when; the months of a way are counted from `since`, where the seller is. `found`: who says the text (said.ts), null: so many that they are met on the way. */
type Asked = { plan: SegmentPlan | null; at: Date; since: Date; leadsSince: Date; timeZone: string; found: readonly number[] | null }

/** The people of marketing, the newest or the hottest first, a page at a time; one statement. */
export async function listProspects(
	sql: Sql,
	sellerEntityId: number,
	{ after, way, funnel, ...filter }: ProspectFilter,
	{ plan, at, since, leadsSince, timeZone, found }: Asked,
): Promise<ProspectRow[]> {
	const isSaid = () => {
		if (found !== null) return sql`p.id = any(${sql.array([...found], 20)}::bigint[])`
		const like = likeOf(filter.text ?? '')
		return filter.text === null
			? sql`true`
			: sql`(${says(sql, 'prospect', 'p', like)} or ${says(sql, 'contact', 'c', like)} or ${says(sql, 'account', 'a', like)})`
	}
	const byScore = filter.sort === 'score'
	return await sql<ProspectRow[]>`
		select p.id, ${nameOf(sql)} as name, p.email, coalesce(case when not a.is_person then a.name end, p.company) as company, a.id as account_id, p.lead_id, p.score, p.grade, p.opted_out, p.last_activity_at, p.created_at,
			coalesce(l.status, p.lead_status) as lead_status, coalesce(l.rating, p.rating) as rating, p.street, p.city, p.region, p.postal_code, p.country,
			nullif(concat_ws(' ', u.first_name, u.last_name), '') as owner_name, p.custom -> ${filter.own}::text as own,
			coalesce((select array_agg(t.name order by t.name) from ma_prospect_tag m join ma_tag t on t.id = m.tag_id where m.prospect_id = p.id), '{}') as tags
		from ${people(sql)}
		where p.seller_entity_id = ${sellerEntityId} and p.merged_into_id is null and not exists (select from erasure e where e.prospect_ids @> array[p.id])
			and ${isSaid()}
			and (${filter.face}::text is null or ${filter.face} = case when p.contact_id is not null then 'buyer' when p.lead_id is not null then 'lead' else 'prospect' end)
			and (${filter.grade}::text is null or p.grade = ${filter.grade}) and (${filter.minimumScore}::int is null or p.score >= ${filter.minimumScore})
			and (${filter.tagId}::bigint is null or exists (select from ma_prospect_tag m where m.prospect_id = p.id and m.tag_id = ${filter.tagId}))
			and (${filter.listId}::bigint is null or exists (select from ma_list_member m where m.prospect_id = p.id and m.list_id = ${filter.listId}))
			and ${plan ? segmentSql(sql, plan, {}, at) : sql`true`}
			and ${way ? sql`p.id in (${peopleOnWay(sql, { ...way, sellerEntityId, since, timeZone })})` : sql`true`}
			and ${funnel ? sql`p.id in (${peopleOfFunnel(sql, { sellerEntityId, since: leadsSince, step: funnel })})` : sql`true`}
			and (${after?.id ?? null}::bigint is null or ${byScore ? sql`(p.score, p.id) < (${after?.score ?? 0}, ${after?.id ?? 0})` : sql`p.id < ${after?.id ?? 0}`})
		order by ${byScore ? sql`p.score desc, p.id desc` : sql`p.id desc`} limit ${filter.limit}`
}

export type Choice = { id: number; name: string }
export type PeopleRoom = {
	tags: Choice[]
	lists: Choice[]
	campaigns: Choice[]
	crmCampaigns: Choice[]
	users: Choice[]
	groups: Choice[]
	queues: Choice[]
	programs: Choice[]
	profiles: Choice[]
	/** Fields of the house's own that people of marketing have. */
	defs: CustomDef[]
	/** What of the house's own hangs off people, accounts and opportunities, with its fields (sync-core.md A42). */
	objects: { code: string; labels: Words; defs: CustomDef[] }[]
}

/** What people can be put on, and whom they can be given to; one statement. */
export async function readPeopleRoom(sql: Sql, sellerEntityId: number): Promise<PeopleRoom> {
	const choices = (source: ReturnType<typeof sql>) =>
		sql`coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name) order by lower(x.name), x.id) from (${source}) x), '[]')`
	const defsOf = (object: ReturnType<typeof sql>) =>
		sql`coalesce((select json_agg(json_build_object('name', d.name, 'labels', d.labels, 'type', d.type, 'length', d.length, 'precision', d.precision, 'scale', d.scale, 'choices', d.choices,
				'isRequired', d.is_required, 'isActive', d.is_active) order by d.id) from crm_custom_def d where d.seller_entity_id = ${sellerEntityId} and d.object = ${object} and d.is_active), '[]')`
	const [row] = await sql<PeopleRoom[]>`
		select ${choices(sql`select id, name from ma_tag where seller_entity_id = ${sellerEntityId}`)} as tags,
			${choices(sql`select id, name from ma_list where seller_entity_id = ${sellerEntityId} and kind = 'static'`)} as lists,
			${choices(sql`select id, name from ma_campaign where seller_entity_id = ${sellerEntityId}`)} as campaigns,
			${choices(sql`select id, name from crm_campaign where seller_entity_id = ${sellerEntityId}`)} as crm_campaigns,
			${choices(sql`select id, concat_ws(' ', first_name, last_name) as name from crm_user where seller_entity_id = ${sellerEntityId} and is_active`)} as users,
			${choices(sql`select id, name from crm_group where seller_entity_id = ${sellerEntityId}`)} as groups,
			${choices(sql`select id, name from crm_queue where seller_entity_id = ${sellerEntityId} and is_active`)} as queues,
			${choices(sql`select id, name from ma_program where seller_entity_id = ${sellerEntityId} and state = 'running'`)} as programs,
			${choices(sql`select id, name from ma_profile where seller_entity_id = ${sellerEntityId}`)} as profiles,
			${defsOf(sql`'prospect'`)} as defs,
			coalesce((select json_agg(json_build_object('code', o.code, 'labels', o.labels, 'defs', ${defsOf(sql`o.code`)}) order by o.id) from crm_custom_object o where o.seller_entity_id = ${sellerEntityId}), '[]') as objects`
	return row ?? { tags: [], lists: [], campaigns: [], crmCampaigns: [], users: [], groups: [], queues: [], programs: [], profiles: [], defs: [], objects: [] }
}

export type PersonDocument = Record<FieldOf<'prospect'>, string | null> & {
	id: number
	name: string
	/** What sales alone say of her. */
	told: PersonField[]
	score: number
	grade: string
	optedOut: boolean
	recycled: number
	isRecycled: boolean
	createdAt: Date
	/** She asked to be forgotten, and was. */
	isErased: boolean
	sourceCampaign: Choice | null
	profileId: number | null
	owner: Choice | null
	queue: Choice | null
	contact: { id: number; role: string; isActive: boolean; accountId: number; accountName: string; accountNumber: string; isPersonAccount: boolean } | null
	login: { id: number; email: string; isActive: boolean; lastSignedInAt: string | null } | null
	lead: { id: number; status: string; ownerName: string | null; convertedAt: string | null } | null
	visitors: number
	tags: Choice[]
	lists: (Choice & { kind: string })[]
	campaigns: (Choice & { status: string; hasResponded: boolean; waits: boolean })[]
	consents: { kind: string; source: string; topic: string; reason: string | null; at: string }[]
	walks: (Choice & { state: string; enteredAt: string; leftAt: string | null })[]
	custom: Custom
	activities: { id: number; kind: string; score: number; at: string; facts: Record<string, unknown>; isVisit: boolean }[]
	ledger: { kind: string; times: number; score: number }[]
	did: { cause: string; name: string | null; at: string }[]
	/** What somebody is asked to do about her, under whichever face: open ones by their day, then those that were ended last. */
	tasks: PersonTask[]
	taskCount: number
}

export type PersonTask = {
	id: number
	subject: string
	facts: Record<string, unknown>
	dueOn: string | null
	priority: string
	status: 'open' | 'done' | 'dropped'
	/** What she did on a day: told, and never to be done. */
	isLog: boolean
	ownerName: string
}

const mostTasks = 20
const mostActivities = 100

/** Whether task `k` is about person `p`, as a prospect, as a lead or as somebody of an account. */
const isAbout = (sql: Sql) => sql`(k.prospect_id = p.id or k.contact_id = p.contact_id or k.lead_id = p.lead_id)`

/** One person with all her faces and what happened, and her first tasks or all of them; one statement. Null: none of this desk's. */
export async function readPerson(sql: Sql, id: number, desk: PeopleDesk, allTasks = false): Promise<PersonDocument | null> {
	const [row] = await sql<PersonDocument[]>`
		select p.id, ${nameOf(sql)} as name, coalesce(case when not a.is_person then a.name end, p.company) as company, ${hers(sql)}, ${toldBySales(sql)} as told, p.score, p.grade, p.opted_out, p.recycled,
			p.recycled_at is not null as is_recycled, p.created_at, exists (select from erasure e where e.prospect_ids @> array[p.id]) as is_erased, p.profile_id, p.custom,
			(select json_build_object('id', s.id, 'name', s.name) from ma_campaign s where s.id = p.source_campaign_id) as source_campaign,
			case when u.id is not null then json_build_object('id', u.id, 'name', concat_ws(' ', u.first_name, u.last_name)) end as owner,
			(select json_build_object('id', q.id, 'name', q.name) from crm_queue q where q.id = p.assigned_queue_id) as queue,
			case when c.id is not null then json_build_object('id', c.id, 'role', c.role, 'isActive', c.is_active, 'accountId', a.id, 'accountName', a.name, 'accountNumber', a.number, 'isPersonAccount', a.is_person) end as contact,
			(select json_build_object('id', g.id, 'email', g.email, 'isActive', g.is_active, 'lastSignedInAt', g.last_signed_in_at) from login g where g.account_id = c.account_id and g.contact_id = c.id order by g.id limit 1) as login,
			(select json_build_object('id', d.id, 'status', d.status, 'ownerName', nullif(concat_ws(' ', w.first_name, w.last_name), ''), 'convertedAt', d.converted_at)
				from crm_lead d left join crm_user w on w.id = d.owner_user_id where d.id = p.lead_id or (p.lead_id is null and d.converted_contact_id = p.contact_id) order by d.id desc limit 1) as lead,
			(select count(*) from ma_visitor v where v.prospect_id = p.id) as visitors,
			coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name) order by t.name) from ma_prospect_tag m join ma_tag t on t.id = m.tag_id where m.prospect_id = p.id), '[]') as tags,
			coalesce((select json_agg(json_build_object('id', t.id, 'name', t.name, 'kind', t.kind) order by t.name) from ma_list_member m join ma_list t on t.id = m.list_id where m.prospect_id = p.id), '[]') as lists,
			coalesce((select json_agg(x order by x.name) from (
				select k.id, k.name, m.status, s.has_responded as "hasResponded", false as waits from crm_campaign_member m join crm_campaign k on k.id = m.campaign_id
					join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status where m.contact_id = p.contact_id or m.lead_id = p.lead_id
				union all select k.id, k.name, coalesce(m.status, ''), false, true from ma_waiting_member m join crm_campaign k on k.id = m.crm_campaign_id where m.prospect_id = p.id) x), '[]') as campaigns,
			coalesce((select json_agg(json_build_object('kind', k.kind, 'source', k.source, 'topic', k.topic, 'reason', k.evidence ->> 'reason', 'at', k.at) order by k.at desc, k.id desc) from (
				select * from ma_consent k where k.email_hash = encode(sha256(convert_to(lower(trim(p.email)), 'UTF8')), 'hex') order by k.at desc, k.id desc limit 20) k), '[]') as consents,
			coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name, 'state', e.state, 'enteredAt', e.entered_at, 'leftAt', e.left_at) order by e.entered_at desc) from ma_enrolment e
				join ma_program g on g.id = e.program_id where e.prospect_id = p.id), '[]') as walks,
			coalesce((select json_agg(json_build_object('id', y.id, 'kind', y.kind, 'score', y.score, 'at', y.occurred_at, 'facts', y.facts, 'isVisit', y.visitor_id is not null) order by y.occurred_at desc, y.id desc) from (
				select * from ma_activity y where y.prospect_id = p.id order by y.occurred_at desc, y.id desc limit ${mostActivities}) y), '[]') as activities,
			coalesce((select json_agg(json_build_object('kind', y.kind, 'times', y.times, 'score', y.score) order by abs(y.score) desc, y.kind) from (
				select kind, count(*) as times, sum(score) as score from ma_activity where prospect_id = p.id group by kind having sum(score) <> 0) y), '[]') as ledger,
			coalesce((select json_agg(json_build_object('cause', d.cause, 'name', r.name, 'at', d.at) order by d.at desc) from (select * from ma_action d where d.prospect_id = p.id order by d.at desc limit 20) d
				left join ma_rule r on d.cause = 'rule:' || r.id), '[]') as did,
			coalesce((select json_agg(json_build_object('id', k.id, 'subject', k.subject, 'facts', k.facts, 'dueOn', k.due_on, 'priority', k.priority, 'status', k.status, 'isLog', k.is_log, 'ownerName', concat_ws(' ', w.first_name, w.last_name))
				order by k.status <> 'open', k.closed_at desc nulls last, k.due_on, k.id) from (
				select * from crm_task k where ${isAbout(sql)} order by k.status <> 'open', k.closed_at desc nulls last, k.due_on, k.id limit ${allTasks ? null : mostTasks}) k left join crm_user w on w.id = k.owner_user_id), '[]') as tasks,
			(select count(*)::int from crm_task k where ${isAbout(sql)}) as task_count
		from ${people(sql)} where p.id = ${id} and ${isHers(sql, desk)}`
	return row ?? null
}

export type ProfileExplained = { id: number; name: string; criteria: { name: string; predicate: Predicate; weight: number }[] }

/** The profile that a person is graded by: her own, else her seller's. */
export async function readProfileOf(sql: Sql, prospectId: number): Promise<ProfileExplained | null> {
	const [row] = await sql<ProfileExplained[]>`
		select f.id, f.name, coalesce((select json_agg(json_build_object('name', c.name, 'predicate', c.predicate, 'weight', c.weight) order by c.position, c.id) from ma_criterion c where c.profile_id = f.id), '[]') as criteria
		from ma_prospect p join ma_profile f on f.id = p.profile_id or (p.profile_id is null and f.seller_entity_id = p.seller_entity_id and f.is_default) where p.id = ${prospectId}`
	return row ?? null
}

export type ProspectWish = PersonSaid<'prospect'>
/** With the house's own fields, all of them as they are to be. */
export type ProspectWrite = ProspectWish & { custom: Custom }

const filled = ['locale'] as const

/** A new prospect, or null when somebody of the seller has the address. */
export async function insertProspect(tx: Tx, sellerEntityId: number, { custom, ...said }: ProspectWrite, at: Date): Promise<number | null> {
	const row = { acquired_by: 'hand', seller_entity_id: sellerEntityId, created_at: at, custom: tx.json(custom as never), ...personRow(said, filled) }
	const [made] = await tx<{ id: number }[]>`
		insert into ma_prospect ${tx({ ...row, opted_out: isOutByWords(tx, tx`${said.email ?? ''}::text`) } as never)} on conflict do nothing returning id`
	return made?.id ?? null
}

/** The prospect with this address, to lead there instead. */
export async function findProspectByEmail(sql: Sql, sellerEntityId: number, email: string): Promise<number | null> {
	const [row] = await sql<{ id: number }[]>`select id from ma_prospect where seller_entity_id = ${sellerEntityId} and lower(email) = lower(${email})`
	return row?.id ?? null
}

/** Writes who she is. The company of a contact is her account's and stays (sync-core.md A32). False: the address is somebody else's. */
export async function updateProspect(tx: Tx, id: number, { custom, company, ...said }: ProspectWrite): Promise<boolean> {
	const ofHers = company === undefined ? tx`` : tx`, company = case when p.contact_id is null then nullif(${company}, '') else p.company end`
	const rows = await tx`
		update ma_prospect p set ${personSet(tx, personRow(said, filled))}, custom = ${tx.json(custom as never)}${ofHers}
		where p.id = ${id} and not exists (select from ma_prospect o where o.seller_entity_id = p.seller_entity_id and o.id <> p.id and lower(o.email) = lower(nullif(${said.email ?? ''}, ''))) returning 1`
	return rows.length > 0
}

/** A person's own word about where somebody came from, or by which profile she is graded; of her seller's alone. */
export async function updateProspectOrigin(
	tx: Tx,
	id: number,
	sellerEntityId: number,
	origin: { campaignId: number | null } | { profileId: number | null },
): Promise<void> {
	if ('campaignId' in origin)
		await tx`update ma_prospect set source_campaign_id = (select c.id from ma_campaign c where c.id = ${origin.campaignId} and c.seller_entity_id = ${sellerEntityId}) where id = ${id}`
	else
		await tx`update ma_prospect set profile_id = (select f.id from ma_profile f where f.id = ${origin.profileId} and f.seller_entity_id = ${sellerEntityId}) where id = ${id}`
}

/** `accountName`: of the company of which she is a contact. `told`: what sales alone say of her, as `toldBySales` has it. */
export type LockedPerson = {
	id: number
	custom: Custom
	contactId: number | null
	accountId: number | null
	accountName: string | null
	told: PersonField[]
} & Record<FieldOf<'prospect'>, string | null>

/**
 * What sales alone say of a person: status and rating of who is a lead in this house, and her company, status and rating where the mapping of her live
 * link takes them from there or lets sales win.
 */
const toldBySales = (sql: Sql) => sql`
	array(select f.name from (values ('company', 'company', '{crm_to_ma}'::text[]), ('leadStatus', 'lead_status', '{crm_to_ma,use_crm}'), ('rating', 'rating', '{crm_to_ma,use_crm}')) as f (name, field, behaviours)
		where f.name <> 'company' and l.id is not null or exists (select from sync_link k join sync_field_map m on m.object_map_id = k.object_map_id
			where k.ma_object = 'prospect' and k.ma_id = p.id::text and k.state = 'active' and m.ma_field = f.field and m.behaviour = any(f.behaviours)) order by f.name)`
const hers = (sql: Sql) =>
	sql`p.first_name, p.last_name, p.title, p.email, p.phone, p.locale, ${addressColumns(sql, 'p')}, coalesce(l.status, p.lead_status) as lead_status, coalesce(l.rating, p.rating) as rating`

/** Locks a person of a seller for a change; null: none of this desk's, or one that was forgotten. */
export async function lockPerson(tx: Tx, id: number, desk: PeopleDesk): Promise<LockedPerson | null> {
	const [row] = await tx<LockedPerson[]>`
		select p.id, p.custom, p.contact_id, c.account_id, p.company, case when not a.is_person then a.name end as account_name, ${hers(tx)}, ${toldBySales(tx)} as told
		from ${people(tx)} where p.id = ${id} and ${isHers(tx, desk)} and not exists (select from erasure e where e.prospect_ids @> array[p.id]) for update of p`
	return row ?? null
}

/** Ends a task about a person, whoever's it is, or opens it again. False: it is about somebody else, or it is so already. */
export async function endPersonTask(
	tx: Tx,
	{ prospectId, taskId, status, at }: { prospectId: number; taskId: number; status: PersonTask['status']; at: Date },
): Promise<boolean> {
	const rows = await tx`
		update crm_task k set status = ${status}, closed_at = ${status === 'open' ? null : at}, outcome = case when ${status}::text = 'open' then null else k.outcome end
		from ma_prospect p where p.id = ${prospectId} and k.id = ${taskId} and ${isAbout(tx)} and not k.is_log and k.status <> ${status} and (${status}::text = 'open' or k.status = 'open') returning 1`
	return rows.length > 0
}

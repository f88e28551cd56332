import type { AssignableProspect, Assigned, AssignmentTarget } from '../../app/engine/crm/decide-assignment.ts'
import type { Tx } from '../client.server.ts'
import { askedFields, askedProspects } from './asked-prospect.ts'
import { recordset } from './recordset.ts'

const ids = (tx: Tx, all: readonly number[]) => tx.array([...all], 20)

export type ProspectFound = AssignableProspect & {
	sellerEntityId: number
	leadId: number | null
	name: string
	company: string | null
	accountId: number | null
	contactId: number | null
}

/** Prospects held against changes, with who works on them and what rules ask about; one statement for any number. */
export async function lockAssignable(tx: Tx, prospectIds: readonly number[]): Promise<ProspectFound[]> {
	return await tx<ProspectFound[]>`
		select p.id, p.seller_entity_id, p.lead_id, p.contact_id, c.account_id, p.contact_id is not null as is_contact, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, '') as name, p.company,
			coalesce(p.assigned_user_id, case when c.id is not null then a.owner_user_id else l.owner_user_id end) as owner_user_id,
			case when p.assigned_user_id is null then coalesce(p.assigned_queue_id, case when c.id is null then l.owner_queue_id end) end as owner_queue_id,
			${askedFields(tx)} as fields
		from ${askedProspects(tx)}
		where p.id = any(${ids(tx, prospectIds)}::bigint[]) order by p.id for update of p`
}

export type EntryFound = { predicate: unknown; kind: AssignmentTarget['kind']; id: number }

/** What a rule says, in its order; without an id the active one. Null: there is none. */
export async function readRuleEntries(tx: Tx, sellerEntityId: number, ruleId: number | null): Promise<EntryFound[] | null> {
	const [row] = await tx<{ entries: EntryFound[] }[]>`
		select coalesce((select json_agg(json_build_object('predicate', e.predicate, 'kind', case when e.user_id is not null then 'user' when e.group_id is not null then 'group' else 'queue' end,
			'id', coalesce(e.user_id, e.group_id, e.queue_id)) order by e.position, e.id) from crm_assignment_entry e where e.rule_id = r.id), '[]') as entries
		from crm_assignment_rule r where r.seller_entity_id = ${sellerEntityId} and case when ${ruleId}::bigint is null then r.is_active else r.id = ${ruleId}::bigint end`
	return row?.entries ?? null
}

/** Groups, held until their turns are written: whoever else gives out of them waits. In the order of their ids, so that no two wait for each other. */
export async function lockGroups(tx: Tx, sellerEntityId: number, groupIds: readonly number[]): Promise<{ id: number; lastUserId: number | null }[]> {
	if (groupIds.length === 0) return []
	return await tx<{ id: number; lastUserId: number | null }[]>`
		select id, last_user_id from crm_group where id = any(${ids(tx, groupIds)}::bigint[]) and seller_entity_id = ${sellerEntityId} and is_active order by id for update`
}

export type RoomFound = {
	userIds: number[]
	queueIds: number[]
	members: { groupId: number; userId: number }[]
	queueMembers: { queueId: number; userId: number }[]
	timeZone: string
}

/** Who may be given something at a seller's, and which queues and groups have whom; one statement. */
export async function readAssignmentRoom(tx: Tx, sellerEntityId: number): Promise<RoomFound> {
	const [row] = await tx<RoomFound[]>`
		select array(select id from crm_user where seller_entity_id = s.id and is_active order by id)::bigint[] as user_ids, array(select id from crm_queue where seller_entity_id = s.id and is_active order by id)::bigint[] as queue_ids,
			coalesce((select json_agg(json_build_object('groupId', m.group_id, 'userId', m.user_id) order by m.group_id, m.user_id) from crm_group_member m join crm_group g on g.id = m.group_id
				join crm_user u on u.id = m.user_id and u.is_active where g.seller_entity_id = s.id), '[]') as members,
			coalesce((select json_agg(json_build_object('queueId', m.queue_id, 'userId', m.user_id) order by m.queue_id, m.user_id) from crm_queue_member m join crm_queue q on q.id = m.queue_id
				join crm_user u on u.id = m.user_id and u.is_active where q.seller_entity_id = s.id), '[]') as queue_members, s.time_zone
		from seller_entity s where s.id = ${sellerEntityId}`
	if (!row) throw new Error(`There is no seller ${sellerEntityId}`)
	return row
}

/** The prospects, and the leads that they are, belong to whom was decided; three statements in one for any number. */
export async function updateAssigned(tx: Tx, assigned: readonly Assigned[], at: Date): Promise<void> {
	await tx`
		with given as (
			select prospect_id, user_id, queue_id from jsonb_to_recordset(${recordset(tx, assigned)}) as r(prospect_id bigint, user_id bigint, queue_id bigint)
		), prospects as (
			update ma_prospect p set assigned_user_id = given.user_id, assigned_queue_id = given.queue_id, assigned_at = ${at} from given where p.id = given.prospect_id returning p.lead_id, given.user_id, given.queue_id
		)
		update crm_lead l set owner_user_id = p.user_id, owner_queue_id = p.queue_id from prospects p where l.id = p.lead_id and l.status <> 'converted'`
}

export async function updateTurns(tx: Tx, turns: readonly { groupId: number; lastUserId: number }[]): Promise<void> {
	if (turns.length === 0) return
	await tx`
		update crm_group g set last_user_id = t.last_user_id from jsonb_to_recordset(${recordset(tx, turns)}) as t(group_id bigint, last_user_id bigint) where g.id = t.group_id`
}

export type NewTask = {
	idempotencyKey: string
	ownerUserId: number
	accountId: number | null
	contactId: number | null
	prospectId: number | null
	leadId: number | null
	subject: string
	facts: Record<string, unknown>
	dueOn: string | null
	priority: 'low' | 'normal' | 'high'
}

/** Tasks, each once under its key; one statement for any number. */
export async function insertTasks(tx: Tx, tasks: readonly NewTask[], at: Date): Promise<void> {
	if (tasks.length === 0) return
	await tx`
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, prospect_id, lead_id, subject, facts, due_on, priority, created_at)
		select r.idempotency_key, r.owner_user_id, r.account_id, r.contact_id, r.prospect_id, r.lead_id, r.subject, r.facts, r.due_on, r.priority, ${at}
		from jsonb_to_recordset(${recordset(tx, tasks)}) as r(idempotency_key text, owner_user_id bigint, account_id bigint, contact_id bigint, prospect_id bigint, lead_id bigint, subject text, facts jsonb, due_on date, priority text)
		on conflict (idempotency_key) do nothing`
}

/** What their owners had to do for prospects that somebody else has now. */
export async function dropOpenTasks(tx: Tx, prospectIds: readonly number[], at: Date): Promise<void> {
	await tx`
		update crm_task set status = 'dropped', outcome = 'reassigned', closed_at = ${at} where prospect_id = any(${ids(tx, prospectIds)}::bigint[]) and subject = 'prospect.assigned' and status = 'open'`
}

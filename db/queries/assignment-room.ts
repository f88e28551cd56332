import type { AssignmentTarget } from '../../app/engine/crm/decide-assignment.ts'
import type { Sql, Tx } from '../client.server.ts'

export type Team = { id: number; name: string; isActive: boolean; memberIds: number[]; waiting: number }
export type RuleEntry = { id: number; predicate: unknown; kind: AssignmentTarget['kind']; targetId: number }
export type AssignmentRoomRow = {
	queues: Team[]
	groups: Team[]
	rules: { id: number; name: string; isActive: boolean; entries: RuleEntry[] }[]
	users: { id: number; name: string }[]
}

/** Everything that the room of assignment shows; one statement. */
export async function readAssignmentTeams(sql: Sql, sellerEntityId: number): Promise<AssignmentRoomRow> {
	const [row] = await sql<AssignmentRoomRow[]>`
		select coalesce((select json_agg(json_build_object('id', q.id, 'name', q.name, 'isActive', q.is_active, 'memberIds', array(select m.user_id from crm_queue_member m where m.queue_id = q.id order by 1),
				'waiting', (select count(*) from ma_prospect p where p.assigned_queue_id = q.id)) order by q.is_active desc, lower(q.name), q.id) from crm_queue q where q.seller_entity_id = s.id), '[]') as queues,
			coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name, 'isActive', g.is_active, 'memberIds', array(select m.user_id from crm_group_member m where m.group_id = g.id order by 1),
				'waiting', 0) order by g.is_active desc, lower(g.name), g.id) from crm_group g where g.seller_entity_id = s.id), '[]') as groups,
			coalesce((select json_agg(json_build_object('id', r.id, 'name', r.name, 'isActive', r.is_active, 'entries', coalesce((select json_agg(json_build_object('id', e.id, 'predicate', e.predicate,
				'kind', case when e.user_id is not null then 'user' when e.group_id is not null then 'group' else 'queue' end, 'targetId', coalesce(e.user_id, e.group_id, e.queue_id)) order by e.position, e.id)
				from crm_assignment_entry e where e.rule_id = r.id), '[]')) order by r.is_active desc, lower(r.name), r.id) from crm_assignment_rule r where r.seller_entity_id = s.id), '[]') as rules,
			coalesce((select json_agg(json_build_object('id', u.id, 'name', u.first_name || ' ' || u.last_name) order by u.first_name, u.last_name, u.id) from crm_user u where u.seller_entity_id = s.id and u.is_active), '[]') as users
		from seller_entity s where s.id = ${sellerEntityId}`
	return row ?? { queues: [], groups: [], rules: [], users: [] }
}

/** Whether all of these people work at the seller's. */
export async function areUsers(tx: Tx, sellerEntityId: number, userIds: readonly number[]): Promise<boolean> {
	const [row] = await tx<
		{ count: number }[]
	>`select count(*)::int as count from crm_user where seller_entity_id = ${sellerEntityId} and id = any(${tx.array([...userIds], 20)}::bigint[])`
	return row?.count === new Set(userIds).size
}

type TeamWish = { id: number | null; name: string; memberIds: readonly number[]; isActive: boolean }

/** Makes or changes a queue or a group, with exactly these people. Null: there is none of this id. */
export async function saveTeam(tx: Tx, kind: 'queue' | 'group', sellerEntityId: number, { id, name, memberIds, isActive }: TeamWish): Promise<number | null> {
	const [table, members, key] = [tx(`crm_${kind}`), tx(`crm_${kind}_member`), tx(`${kind}_id`)]
	const [row] =
		id === null
			? await tx<
					{ id: number }[]
				>`insert into ${table} (seller_entity_id, name, is_active) values (${sellerEntityId}, ${name}, ${isActive}) on conflict do nothing returning id`
			: await tx<
					{ id: number }[]
				>`update ${table} set name = ${name}, is_active = ${isActive} where id = ${id} and seller_entity_id = ${sellerEntityId} returning id`
	if (!row) return null
	const users = tx.array([...memberIds], 20)
	await tx`delete from ${members} where ${key} = ${row.id} and user_id <> all(${users}::bigint[])`
	await tx`insert into ${members} (${key}, user_id) select ${row.id}, u from unnest(${users}::bigint[]) u on conflict do nothing`
	return row.id
}

/** Whether the name of a queue, a group or a rule is another's already. */
export async function isNameTaken(
	tx: Tx,
	kind: 'queue' | 'group' | 'assignment_rule',
	sellerEntityId: number,
	{ id, name }: { id: number | null; name: string },
): Promise<boolean> {
	const rows =
		await tx`select 1 from ${tx(`crm_${kind}`)} where seller_entity_id = ${sellerEntityId} and lower(name) = lower(${name}) and id is distinct from ${id}::bigint limit 1`
	return rows.length > 0
}

/** Makes or changes a rule; the one that becomes active ends the one before. Null: there is none of this id. */
export async function saveAssignmentRule(
	tx: Tx,
	sellerEntityId: number,
	{ id, name, isActive }: { id: number | null; name: string; isActive: boolean },
): Promise<number | null> {
	if (isActive)
		await tx`update crm_assignment_rule set is_active = false where seller_entity_id = ${sellerEntityId} and is_active and id is distinct from ${id}::bigint`
	const [row] =
		id === null
			? await tx<
					{ id: number }[]
				>`insert into crm_assignment_rule (seller_entity_id, name, is_active) values (${sellerEntityId}, ${name}, ${isActive}) returning id`
			: await tx<
					{ id: number }[]
				>`update crm_assignment_rule set name = ${name}, is_active = ${isActive} where id = ${id} and seller_entity_id = ${sellerEntityId} returning id`
	return row?.id ?? null
}

/** Locks a rule; false: it is none of this seller's. */
export async function lockAssignmentRule(tx: Tx, sellerEntityId: number, id: number): Promise<boolean> {
	return (await tx`select 1 from crm_assignment_rule where id = ${id} and seller_entity_id = ${sellerEntityId} for update`).length > 0
}

export async function deleteAssignmentRule(tx: Tx, id: number): Promise<void> {
	await tx`delete from crm_assignment_rule where id = ${id}`
}

/** A last line of a rule. Null: the target is none of this seller's. */
export async function insertRuleEntry(
	tx: Tx,
	sellerEntityId: number,
	{ ruleId, predicate, to }: { ruleId: number; predicate: unknown; to: AssignmentTarget },
): Promise<number | null> {
	const table = { user: 'crm_user', group: 'crm_group', queue: 'crm_queue' }[to.kind]
	const [row] = await tx<{ id: number }[]>`
		insert into crm_assignment_entry (rule_id, position, predicate, ${tx(`${to.kind}_id`)})
		select ${ruleId}, coalesce((select max(position) from crm_assignment_entry where rule_id = ${ruleId}), 0) + 1, ${predicate === null ? null : tx.json(predicate as never)}, t.id
		from ${tx(table)} t where t.id = ${to.id} and t.seller_entity_id = ${sellerEntityId} and t.is_active returning id`
	return row?.id ?? null
}

/** A line, locked with its rule. Null: none of this seller's. */
export async function lockRuleEntry(tx: Tx, sellerEntityId: number, id: number): Promise<{ id: number; ruleId: number } | null> {
	const [row] = await tx<{ id: number; ruleId: number }[]>`
		select e.id, e.rule_id from crm_assignment_entry e join crm_assignment_rule r on r.id = e.rule_id where e.id = ${id} and r.seller_entity_id = ${sellerEntityId} for update`
	return row ?? null
}

export async function deleteRuleEntry(tx: Tx, id: number): Promise<void> {
	await tx`delete from crm_assignment_entry where id = ${id}`
}

/** Puts a line before the one above it; the first one stays. */
export async function raiseRuleEntry(tx: Tx, { id, ruleId }: { id: number; ruleId: number }): Promise<void> {
	await tx`
		with places as (select e.id, row_number() over (order by e.position, e.id) as place from crm_assignment_entry e where e.rule_id = ${ruleId}), mine as (select place from places where id = ${id})
		update crm_assignment_entry e set position = case when e.id = ${id} then greatest(p.place - 1, 1) when p.place = mine.place - 1 then mine.place else p.place end
		from places p, mine where e.id = p.id`
}

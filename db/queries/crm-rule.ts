import type { Words } from '../../app/engine/crm/custom-fields.ts'
import type { RecordObject } from '../../app/engine/crm/record-fields.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type ValidationRuleRow = { id: number; object: RecordObject; name: string; predicate: unknown; messages: Words; isActive: boolean; exemptsSync: boolean }
export type WorkflowRow = { id: number; object: RecordObject; name: string; predicate: unknown; actions: unknown; isActive: boolean; runs: number }

/** The active rules about an object; one statement. Buyers are held to them too. */
export async function readActiveRules(sql: Sql, sellerEntityId: number, object: RecordObject): Promise<ValidationRuleRow[]> {
	return await sql<ValidationRuleRow[]>`
		select id, object, name, predicate, messages, is_active, exempts_sync from crm_validation_rule where seller_entity_id = ${sellerEntityId} and object = ${object} and is_active order by id`
}

export type ActiveWorkflow = { id: number; predicate: unknown; actions: unknown; timeZone: string }

export async function readActiveWorkflows(sql: Sql, sellerEntityId: number, object: RecordObject): Promise<ActiveWorkflow[]> {
	return await sql<ActiveWorkflow[]>`
		select w.id, w.predicate, w.actions, s.time_zone from crm_workflow w join seller_entity s on s.id = w.seller_entity_id where w.seller_entity_id = ${sellerEntityId} and w.object = ${object} and w.is_active order by w.id`
}

export async function listRules(sql: Sql, sellerEntityId: number): Promise<{ rules: ValidationRuleRow[]; workflows: WorkflowRow[] }> {
	const [row] = await sql<{ rules: ValidationRuleRow[]; workflows: WorkflowRow[] }[]>`
		select coalesce((select json_agg(json_build_object('id', r.id, 'object', r.object, 'name', r.name, 'predicate', r.predicate, 'messages', r.messages, 'isActive', r.is_active, 'exemptsSync', r.exempts_sync) order by r.object, lower(r.name), r.id)
				from crm_validation_rule r where r.seller_entity_id = ${sellerEntityId}), '[]') as rules,
			coalesce((select json_agg(json_build_object('id', w.id, 'object', w.object, 'name', w.name, 'predicate', w.predicate, 'actions', w.actions, 'isActive', w.is_active,
				'runs', (select count(*) from crm_workflow_run x where x.workflow_id = w.id)) order by w.object, lower(w.name), w.id) from crm_workflow w where w.seller_entity_id = ${sellerEntityId}), '[]') as workflows`
	return row ?? { rules: [], workflows: [] }
}

type RuleWish = { id: number | null; object: string; name: string; predicate: unknown; messages: Words; isActive: boolean; exemptsSync: boolean }

/** Null: there is none of this id, or another has the name. */
export async function saveValidationRule(tx: Tx, sellerEntityId: number, wish: RuleWish): Promise<number | null> {
	const { id, object, name, isActive, exemptsSync } = wish
	const [predicate, messages] = [tx.json(wish.predicate as never), tx.json(wish.messages as never)]
	const [row] =
		id === null
			? await tx<{ id: number }[]>`insert into crm_validation_rule (seller_entity_id, object, name, predicate, messages, is_active, exempts_sync)
				values (${sellerEntityId}, ${object}, ${name}, ${predicate}, ${messages}, ${isActive}, ${exemptsSync}) on conflict do nothing returning id`
			: await tx<
					{ id: number }[]
				>`update crm_validation_rule set name = ${name}, predicate = ${predicate}, messages = ${messages}, is_active = ${isActive}, exempts_sync = ${exemptsSync}
				where id = ${id} and seller_entity_id = ${sellerEntityId} and object = ${object} returning id`
	return row?.id ?? null
}

type WorkflowWish = { id: number | null; object: string; name: string; predicate: unknown; actions: unknown; isActive: boolean }

/** Null: there is none of this id, or another has the name. */
export async function saveWorkflow(tx: Tx, sellerEntityId: number, { id, object, name, isActive, ...wish }: WorkflowWish): Promise<number | null> {
	const [predicate, actions] = [tx.json(wish.predicate as never), tx.json(wish.actions as never)]
	const [row] =
		id === null
			? await tx<
					{ id: number }[]
				>`insert into crm_workflow (seller_entity_id, object, name, predicate, actions, is_active) values (${sellerEntityId}, ${object}, ${name}, ${predicate}, ${actions}, ${isActive}) on conflict do nothing returning id`
			: await tx<
					{ id: number }[]
				>`update crm_workflow set name = ${name}, predicate = ${predicate}, actions = ${actions}, is_active = ${isActive} where id = ${id} and seller_entity_id = ${sellerEntityId} and object = ${object} returning id`
	return row?.id ?? null
}

/** Whether another rule about the same object has the name. */
export async function isRuleNamed(
	tx: Tx,
	kind: 'validation_rule' | 'workflow',
	sellerEntityId: number,
	{ id, object, name }: { id: number | null; object: string; name: string },
): Promise<boolean> {
	const rows =
		await tx`select 1 from ${tx(`crm_${kind}`)} where seller_entity_id = ${sellerEntityId} and object = ${object} and name = ${name} and id is distinct from ${id}::bigint`
	return rows.length > 0
}

export async function deleteRule(tx: Tx, kind: 'validation_rule' | 'workflow', sellerEntityId: number, id: number): Promise<boolean> {
	return (await tx`delete from ${tx(`crm_${kind}`)} where id = ${id} and seller_entity_id = ${sellerEntityId} returning 1`).length > 0
}

/** Which workflows these records stand in, each pair held to the end of the transaction. */
export async function readEntered(tx: Tx, workflowIds: readonly number[], recordIds: readonly number[]): Promise<{ workflowId: number; recordId: number }[]> {
	return await tx<{ workflowId: number; recordId: number }[]>`
		select workflow_id, record_id from crm_workflow_run where workflow_id = any(${tx.array([...workflowIds], 20)}::bigint[]) and record_id = any(${tx.array([...recordIds], 20)}::bigint[])`
}

/** Answers the pairs that were new: of two writers at once one acts. */
export async function insertEntered(
	tx: Tx,
	pairs: readonly { workflowId: number; recordId: number }[],
	at: Date,
): Promise<{ workflowId: number; recordId: number }[]> {
	return await tx<{ workflowId: number; recordId: number }[]>`
		insert into crm_workflow_run (workflow_id, record_id, at) select r.workflow_id, r.record_id, ${at} from jsonb_to_recordset(${recordset(tx, pairs)}) as r(workflow_id bigint, record_id bigint)
		order by 1, 2 on conflict do nothing returning workflow_id, record_id`
}

export async function deleteEntered(tx: Tx, pairs: readonly { workflowId: number; recordId: number }[]): Promise<void> {
	await tx`
		delete from crm_workflow_run w using jsonb_to_recordset(${recordset(tx, pairs)}) as r(workflow_id bigint, record_id bigint) where w.workflow_id = r.workflow_id and w.record_id = r.record_id`
}

/** People of records join a campaign, or move forward in it. */
export async function insertMembers(
	tx: Tx,
	{ campaignId, status, people, at }: { campaignId: number; status: string; people: readonly { contactId: number | null; leadId: number | null }[]; at: Date },
): Promise<void> {
	await tx`
		insert into crm_campaign_member as m (campaign_id, contact_id, lead_id, status, responded_at, created_at)
		select s.campaign_id, p.contact_id, case when p.contact_id is null then p.lead_id end, s.status, case when s.has_responded then ${at}::timestamptz end, ${at}
		from jsonb_to_recordset(${recordset(tx, people)}) as p(contact_id bigint, lead_id bigint) join crm_campaign_status s on s.campaign_id = ${campaignId} and s.status = ${status}
		join crm_campaign k on k.id = s.campaign_id
		where k.seller_entity_id = coalesce((select a.seller_entity_id from contact c join account a on a.id = c.account_id where c.id = p.contact_id), (select l.seller_entity_id from crm_lead l where l.id = p.lead_id))
		on conflict (campaign_id, coalesce(contact_id, 0), coalesce(lead_id, 0)) do update set status = excluded.status, responded_at = coalesce(m.responded_at, excluded.responded_at)
		where (select rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = excluded.status) > (select rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = m.status)`
}

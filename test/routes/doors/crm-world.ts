import type { Db, Tx } from '../../../db/client.server.ts'

/** What a seller's CRM rooms may name. */
export type CrmIds = {
	repId: number
	queueId: number
	crmGroupId: number
	assignmentRuleId: number
	ruleEntryId: number
	queuedProspectId: number
	customFieldId: number
	customObjectId: number
	customRowId: number
	opportunityId: number
	validationRuleId: number
	workflowId: number
	memberImportId: number
	campaignMemberId: number
	memberEmail: string
	queuedEmail: string
}

/** Fills what is missing of a seller's rooms, as often as it is asked: a write of a test may have taken it away. */
export function renewCrm(tx: Tx, sellerId: number): Promise<unknown>[] {
	return [
		...renewAdmin(tx, sellerId),
		tx`insert into crm_queue (seller_entity_id, name) values (${sellerId}, 'Cafés') on conflict do nothing`,
		tx`insert into crm_group (seller_entity_id, name) values (${sellerId}, 'Midwest') on conflict do nothing`,
		tx`insert into crm_queue_member select q.id, u.id from crm_queue q join crm_user u on u.seller_entity_id = q.seller_entity_id where q.seller_entity_id = ${sellerId} on conflict do nothing`,
		tx`insert into crm_group_member select g.id, u.id from crm_group g join crm_user u on u.seller_entity_id = g.seller_entity_id where g.seller_entity_id = ${sellerId} on conflict do nothing`,
		tx`insert into crm_assignment_rule (seller_entity_id, name) values (${sellerId}, 'House') on conflict do nothing`,
		tx`insert into crm_assignment_entry (rule_id, position, queue_id) select r.id, 1, (select min(q.id) from crm_queue q where q.seller_entity_id = ${sellerId}) from crm_assignment_rule r
			where r.seller_entity_id = ${sellerId} and not exists (select from crm_assignment_entry e where e.rule_id = r.id)`,
		tx`insert into ma_prospect (seller_entity_id, email, last_name, company) values (${sellerId}, ${`queued.${sellerId}@cafe.test`}, 'Aldridge', 'Valley') on conflict do nothing`,
		tx`update ma_prospect set assigned_user_id = null, assigned_queue_id = (select min(q.id) from crm_queue q where q.seller_entity_id = ${sellerId}), assigned_at = '2026-03-02' where email = ${`queued.${sellerId}@cafe.test`}`,
		tx`insert into ma_campaign_member (campaign_id, prospect_id, added_at) select c.id, p.id, '2026-03-02' from (select min(id) as id from ma_campaign where seller_entity_id = ${sellerId}) c join ma_prospect p on p.email = ${`queued.${sellerId}@cafe.test`} where c.id is not null on conflict do nothing`,
	]
}

const always = { field: 'firstName', op: 'eq', value: 'nobody at all' }

function renewAdmin(tx: Tx, sellerId: number): Promise<unknown>[] {
	return [
		tx`insert into crm_custom_def (seller_entity_id, object, name, labels, type) values (${sellerId}, 'lead', 'seats', ${tx.json({ en: 'Seats' })}, 'text') on conflict do nothing`,
		tx`insert into crm_custom_object (seller_entity_id, code, labels, parent) values (${sellerId}, 'loan', ${tx.json({ en: 'Machines on loan' })}, 'account') on conflict do nothing`,
		tx`insert into crm_custom_row (account_id, custom_object_id, name) select a.id, o.id, 'Grinder' from crm_custom_object o cross join lateral (select min(id) as id from account where seller_entity_id = ${sellerId} and status = 'active') a
			where o.seller_entity_id = ${sellerId} and not exists (select from crm_custom_row r where r.custom_object_id = o.id)`,
		tx`insert into crm_opportunity (account_id, name, stage, stage_rank, currency) select a.id, 'Second bar', 'proposal', 40, a.currency from (select min(id) as id from account where seller_entity_id = ${sellerId} and status = 'active') m join account a on a.id = m.id
			where not exists (select from crm_opportunity o where o.account_id = a.id and o.name = 'Second bar' and o.deleted_at is null)`,
		tx`insert into crm_validation_rule (seller_entity_id, object, name, predicate, messages) values (${sellerId}, 'lead', 'Named', ${tx.json(always)}, ${tx.json({ en: 'Not so' })}) on conflict do nothing`,
		tx`insert into crm_workflow (seller_entity_id, object, name, predicate, actions) values (${sellerId}, 'lead', 'Tell', ${tx.json(always)}, ${tx.json([{ kind: 'notice' }])}) on conflict do nothing`,
		tx`insert into crm_campaign_status (campaign_id, status, rank) select min(id), 'Sent', 1 from crm_campaign where seller_entity_id = ${sellerId} having min(id) is not null on conflict do nothing`,
		tx`insert into crm_lead (seller_entity_id, last_name, company, email, status) select ${sellerId}, 'Member', 'Member Inc', ${`member.${sellerId}@cafe.test`}, 'lost' where not exists (select from crm_lead where email = ${`member.${sellerId}@cafe.test`})`,
		tx`insert into crm_campaign_member (campaign_id, lead_id, status) select c.id, l.id, 'Sent' from (select min(id) as id from crm_campaign where seller_entity_id = ${sellerId}) c join crm_lead l on l.email = ${`member.${sellerId}@cafe.test`} where c.id is not null on conflict do nothing`,
		tx`insert into import_run (seller_entity_id, user_id, what, file_name, file_hash, map_hash, mode, state, options, started_at) select ${sellerId}, min(u.id), 'campaign-members', 'fair.csv', 'f', 'm', 'trial', 'finished', '{}', '2026-03-02' from crm_user u where u.seller_entity_id = ${sellerId}
			and not exists (select from import_run i where i.seller_entity_id = ${sellerId} and i.what = 'campaign-members') having min(u.id) is not null`,
	]
}

export async function crmIdsOf(db: Db, sellerId: number): Promise<CrmIds> {
	const [row] = await db<CrmIds[]>`
		select (select min(id) from crm_user where seller_entity_id = s.id) as rep_id, (select min(id) from crm_queue where seller_entity_id = s.id) as queue_id, (select min(id) from crm_group where seller_entity_id = s.id) as crm_group_id,
			(select min(id) from crm_assignment_rule where seller_entity_id = s.id) as assignment_rule_id,
			(select min(e.id) from crm_assignment_entry e join crm_assignment_rule r on r.id = e.rule_id where r.seller_entity_id = s.id) as rule_entry_id,
			(select min(id) from crm_custom_def where seller_entity_id = s.id) as custom_field_id, (select min(id) from crm_custom_object where seller_entity_id = s.id) as custom_object_id,
			(select min(r.id) from crm_custom_row r join crm_custom_object o on o.id = r.custom_object_id where o.seller_entity_id = s.id) as custom_row_id,
			(select max(o.id) from crm_opportunity o join account a on a.id = o.account_id where a.seller_entity_id = s.id and o.name = 'Second bar' and o.deleted_at is null) as opportunity_id,
			(select min(id) from crm_validation_rule where seller_entity_id = s.id) as validation_rule_id, (select min(id) from crm_workflow where seller_entity_id = s.id) as workflow_id,
			(select min(i.id) from import_run i where i.seller_entity_id = s.id and i.what = 'campaign-members') as member_import_id,
			(select max(m.id) from crm_campaign_member m where m.campaign_id = (select min(id) from crm_campaign where seller_entity_id = s.id)) as campaign_member_id, 'member.' || s.id || '@cafe.test' as member_email, 'queued.' || s.id || '@cafe.test' as queued_email,
			(select min(id) from ma_prospect where seller_entity_id = s.id and assigned_queue_id is not null) as queued_prospect_id
		from seller_entity s where s.id = ${sellerId}`
	if (!row) throw new Error(`There is no seller ${sellerId}`)
	return row
}

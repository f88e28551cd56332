import type { Db, Tx } from '../../../db/client.server.ts'

/** What a seller's marketing may name besides its campaigns. */
export type AutomationIds = {
	personId: number
	staticListId: number
	segmentId: number
	ruleId: number
	criterionId: number
	profileId: number
	programId: number
	markId: number
	runId: number
}

/** Fills what is missing, as often as it is asked: a write of a test may have taken it away. */
export function renewAutomation(tx: Tx, sellerId: number): Promise<unknown>[] {
	const asked = tx.json({ all: [{ field: 'score', op: 'gte', value: 100 }] })
	return [
		tx`insert into ma_tag (seller_entity_id, name) values (${sellerId}, 'Hot') on conflict do nothing`,
		tx`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'Winter') on conflict do nothing`,
		tx`insert into ma_list (seller_entity_id, name, kind, predicate) values (${sellerId}, 'Warm', 'segment', ${asked}) on conflict do nothing`,
		tx`insert into ma_rule (seller_entity_id, name, predicate, actions) values (${sellerId}, 'Warm ones', ${asked}, '[{"kind":"tag_add","tag":"Hot"}]') on conflict do nothing`,
		tx`insert into ma_profile (seller_entity_id, name, is_default) values (${sellerId}, 'Cafés', true) on conflict do nothing`,
		tx`insert into ma_criterion (profile_id, name, predicate, weight) select f.id, 'Warm', ${asked}, 2 from ma_profile f where f.seller_entity_id = ${sellerId}
			and not exists (select from ma_criterion c where c.profile_id = f.id)`,
		tx`insert into ma_program (seller_entity_id, name, state) values (${sellerId}, 'Welcome', 'running') on conflict do nothing`,
		tx`insert into crm_campaign_member (campaign_id, contact_id, status)
			select s.campaign_id, p.contact_id, s.status from ma_prospect p join crm_campaign k on k.seller_entity_id = p.seller_entity_id join crm_campaign_status s on s.campaign_id = k.id
			where p.seller_entity_id = ${sellerId} and p.contact_id is not null and s.rank = (select min(r.rank) from crm_campaign_status r where r.campaign_id = s.campaign_id) on conflict do nothing`,
		tx`insert into ma_run (seller_entity_id, kind, subject) select ${sellerId}, 'score', 'page.viewed' where not exists (select from ma_run where seller_entity_id = ${sellerId} and state = 'waiting')`,
	]
}

export async function automationIdsOf(db: Db, sellerId: number): Promise<AutomationIds> {
	const [row] = await db<AutomationIds[]>`
		select (select min(id) from ma_prospect where seller_entity_id = s.id and contact_id is not null) as person_id, (select min(id) from ma_list where seller_entity_id = s.id and kind = 'static') as static_list_id,
			(select min(id) from ma_list where seller_entity_id = s.id and kind = 'segment') as segment_id, (select min(id) from ma_rule where seller_entity_id = s.id) as rule_id,
			(select min(c.id) from ma_criterion c join ma_profile f on f.id = c.profile_id where f.seller_entity_id = s.id) as criterion_id,
			(select min(c.profile_id) from ma_criterion c join ma_profile f on f.id = c.profile_id where f.seller_entity_id = s.id) as profile_id,
			(select min(id) from ma_program where seller_entity_id = s.id) as program_id, (select min(id) from ma_tag where seller_entity_id = s.id) as mark_id,
			(select max(id) from ma_run where seller_entity_id = s.id and state = 'waiting') as run_id
		from seller_entity s where s.id = ${sellerId}`
	if (!row) throw new Error(`There is no seller ${sellerId}`)
	return row
}

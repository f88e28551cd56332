import type { Sql } from '../client.server.ts'

export type FunnelPerson = { leadAt: Date; acceptedAt: Date | null; opportunityAt: Date | null; wonAt: Date | null }

/** When each lead of a year was written down, accepted by sales, had an opportunity, and won one. */
export async function readFunnelPeople(sql: Sql, sellerEntityId: number, since: Date): Promise<FunnelPerson[]> {
	return await sql<FunnelPerson[]>`
		select l.created_at as lead_at, (select min(h.at) from crm_stage_history h where h.object = 'lead' and h.record_id = l.id and h.stage in ('working', 'qualified', 'converted')) as accepted_at, o.opportunity_at, o.won_at
		from crm_lead l left join lateral (
			select min(w.created_at) as opportunity_at, min(w.closed_at) filter (where w.is_won) as won_at from crm_opp_contact_role r join crm_opportunity w on w.account_id = r.account_id and w.id = r.opportunity_id
			where r.account_id = l.converted_account_id and r.contact_id = l.converted_contact_id) o on true
		where l.seller_entity_id = ${sellerEntityId} and l.created_at > ${since} order by l.id limit 200000`
}

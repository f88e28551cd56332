import type { Sql } from '../client.server.ts'

/** Where a person of marketing stands with all that rules ask of her: `p` herself, `c` and `a` as whom and where she buys, `l` her lead, `m` the campaign she came by, `w` what is likeliest to be sold to her. */
export const askedProspects = (sql: Sql) => sql`
	ma_prospect p left join ma_campaign m on m.id = p.source_campaign_id left join crm_lead l on l.id = p.lead_id left join contact c on c.id = p.contact_id left join account a on a.id = c.account_id
	left join lateral (select o.type, o.probability from ma_opportunity o where o.account_id = c.account_id and o.prospect_id = p.id and not o.is_deleted and o.closed_at is null
		order by o.probability desc nulls last, o.id limit 1) w on true`

/** What rules ask of her, by the names of app/engine/crm/record-fields.ts: a lead's own words on status and rating go before those that another system sent. */
export const askedFields = (sql: Sql) => sql`
	json_build_object('firstName', p.first_name, 'lastName', p.last_name, 'email', p.email, 'phone', p.phone, 'title', p.title, 'locale', p.locale, 'company', p.company, 'grade', p.grade, 'score', p.score, 'optedOut', p.opted_out,
		'sourceCampaign', m.name, 'leadSource', l.source, 'leadStatus', coalesce(l.status, p.lead_status), 'rating', coalesce(l.rating, p.rating), 'industry', a.industry,
		'opportunityType', w.type, 'opportunityProbability', w.probability)`

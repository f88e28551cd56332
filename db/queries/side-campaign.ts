import { day, flag, money, named, type SideTable, text, told } from './side-column.ts'

const statuses = ['planned', 'in_progress', 'completed', 'aborted']
const kinds = ['email', 'event', 'advertising', 'social', 'partner', 'other']
const ofCampaign = { from: (t: string) => `${t} t join crm_campaign g on g.id = t.campaign_id`, seller: 'g.seller_entity_id' }

/** Who is a member, by her prospect: nobody whom marketing does not know is one to another system. */
const person = `join lateral (select min(p.id) as id from ma_prospect p where p.merged_into_id is null and (p.contact_id = t.contact_id or p.lead_id = t.lead_id)) who on who.id is not null`
const said = `(w.v ->> 'prospect_id')::bigint`
const contactOf = `(select coalesce(p.contact_id, l.converted_contact_id) from ma_prospect p left join crm_lead l on l.id = p.lead_id where p.id = ${said})`
const leadOf = `(select case when coalesce(p.contact_id, l.converted_contact_id) is null then l.id end from ma_prospect p left join crm_lead l on l.id = p.lead_id where p.id = ${said})`
const step = (of: string) => `select s.has_responded from crm_campaign_status s where s.campaign_id = ${of} and s.status = w.v ->> 'status'`
const ofSeller = `exists (select from crm_campaign g where g.id = (w.v ->> 'campaign_id')::bigint and g.seller_entity_id = seller.id)`

/** CRM campaigns, the steps of their members, and their members: our own rows, kept with other systems (sync-core.md A22, A36, B13). */
export const campaignTables = {
	campaign: {
		...{ system: 'embedded_crm', table: 'crm_campaign', from: 'crm_campaign t', seller: 't.seller_entity_id', createable: true, hasCustom: true },
		...{ label: 'Campaign', isShared: true },
		alsoMakes: {
			code: `'S-' || lpad(nextval(pg_get_serial_sequence('crm_campaign', 'id'))::text, 5, '0')`,
			currency: `(select s.currency from seller_entity s where s.id = seller.id)`,
		},
		alsoInserts: `insert into crm_campaign_status (campaign_id, status, rank, has_responded)
			select made.id, s.status, s.rank, s.status = 'Responded' from made cross join (values ('Sent', 1), ('Opened', 2), ('Responded', 3)) s(status, rank)`,
		fields: {
			name: text('name', { required: true, length: 120 }),
			kind: text('kind', { kind: 'picklist', values: kinds, blankAs: `'other'` }),
			status: text('status', { kind: 'picklist', values: statuses, blankAs: `'planned'` }),
			...{ parent_id: told('t.parent_id::text', 'reference', ['campaign']), starts_on: day('starts_on'), ends_on: day('ends_on') },
			...{ actual_cost_minor: told('t.actual_cost_minor::text', 'integer'), currency: told('t.currency') },
			budgeted_cost: money('budgeted_cost_minor'),
			// Nothing was spent yet is no amount to tell.
			actual_cost: money('actual_cost_minor', { reads: 'nullif(t.actual_cost_minor, 0)::text', blankAs: '0' }),
			expected_revenue: money('expected_revenue_minor'),
		},
	},
	campaign_status: {
		...{ system: 'embedded_crm', table: 'crm_campaign_status', from: ofCampaign.from('crm_campaign_status'), seller: ofCampaign.seller },
		...{ createable: true, label: 'Member status', isShared: true, createdAt: 'g.created_at' },
		alsoMakes: {
			rank: `(select coalesce(max(s.rank), 0) from crm_campaign_status s where s.campaign_id = (w.v ->> 'campaign_id')::bigint) + w.place::int`,
		},
		bars: `case when not ${ofSeller} then 'INVALID_CROSS_REFERENCE_KEY' when exists (${step(`(w.v ->> 'campaign_id')::bigint`)}) then 'DUPLICATE_VALUE' end`,
		fields: {
			campaign_id: { ...named('campaign_id', ['campaign']), required: true, once: true },
			status: text('status', { length: 40, required: true, once: true }),
			has_responded: { ...flag('has_responded'), blankAs: 'false' },
			// Apart from the steps that another system makes by itself, which count from one.
			sort_order: { ...told('(t.rank + 10)::text', 'integer'), marked: 'rank' },
		},
	},
	campaign_member: {
		...{ system: 'embedded_crm', table: 'crm_campaign_member', from: `${ofCampaign.from('crm_campaign_member')} ${person}`, seller: ofCampaign.seller },
		...{ createable: true, label: 'Campaign member', isShared: true },
		alsoSets: `responded_at = case when not w.v ? 'status' then t.responded_at when (${step('t.campaign_id')}) then coalesce(t.responded_at, clock_timestamp()) end`,
		alsoMakes: { lead_id: leadOf, responded_at: `case when (${step(`(w.v ->> 'campaign_id')::bigint`)}) then clock_timestamp() end` },
		bars: `case when not ${ofSeller} then 'INVALID_CROSS_REFERENCE_KEY' when num_nonnulls(${contactOf}, ${leadOf}) = 0 then 'FIELD_INTEGRITY_EXCEPTION'
			when exists (select from crm_campaign_member m where m.campaign_id = (w.v ->> 'campaign_id')::bigint and (m.contact_id = ${contactOf} or m.lead_id = ${leadOf})) then 'DUPLICATE_VALUE'
			when w.v ->> 'status' is not null and not exists (${step(`(w.v ->> 'campaign_id')::bigint`)}) then 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' end`,
		refuses: {
			sql: `case when w.v ? 'status' and not exists (${step('t.campaign_id')}) then 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' end`,
			field: 'status',
		},
		fields: {
			campaign_id: { ...named('campaign_id', ['campaign']), required: true, once: true },
			prospect_id: { ...named('contact_id', ['prospect']), reads: 'who.id::text', required: true, once: true, makes: contactOf },
			status: text('status', {
				length: 40,
				makes: `coalesce(w.v ->> 'status', (select s.status from crm_campaign_status s where s.campaign_id = (w.v ->> 'campaign_id')::bigint order by s.rank limit 1))`,
			}),
		},
	},
} as const satisfies Record<string, SideTable>

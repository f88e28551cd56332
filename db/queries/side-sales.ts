import { day, flag, instant, named, type SideTable, text, told } from './side-column.ts'

/** The account in which a lead's quotes wait is nobody's company (app/decisions/0367), and who buys for herself is a person. */
const isCompany = (a: string) => `not ${a}.is_person and not exists (select from crm_lead l where l.prospect_account_id = ${a}.id and l.converted_at is null)`

const stages = ['qualification', 'proposal', 'negotiation', 'closed_won', 'closed_lost']
/** Of the stage that is written, else what stands: `t` is null where a record is made. */
const rank = `case w.v ->> 'stage' when 'qualification' then 20 when 'proposal' then 40 when 'negotiation' then 60 when 'closed_won' then 90 when 'closed_lost' then 90 end`
const closes = `w.v ->> 'stage' in ('closed_won', 'closed_lost')`

const billing = (field: string, reads: string) => ({
	[`billing_${field}`]: told(`(select ${reads} from location b where b.account_id = t.id and b.is_default and b.is_active)`),
})
const parentOpportunity = `(select o.account_id from crm_opportunity o where o.id = (w.v ->> 'opportunity_id')::bigint)`
const personOf = `(select p.contact_id from ma_prospect p where p.id = (w.v ->> 'prospect_id')::bigint)`

/** Accounts, opportunities and who plays which part in them: our own rows, kept with other systems (sync-core.md A22). */
export const salesTables = {
	account: {
		...{ system: 'embedded_crm', table: 'account', from: `account t join seller_entity s on s.id = t.seller_entity_id and ${isCompany('t')}` },
		...{ seller: 't.seller_entity_id', createable: true, hasCustom: true, merges: true, label: 'Account', isShared: true },
		alsoMakes: {
			number: `'S-' || lpad(nextval(pg_get_serial_sequence('account', 'id'))::text, 5, '0')`,
			currency: `(select s.currency from seller_entity s where s.id = seller.id)`,
			...{ status: `'prospect'`, standing: `'new'`, standing_source: `'onboarding'` },
		},
		fields: {
			...{ name: text('name', { required: true }), number: told('t.number'), phone: text('phone', { kind: 'phone', length: 40 }), website: text('website') },
			...{ industry: text('industry', { length: 120 }), owner_user_id: named('owner_user_id', ['user']) },
			...{ status: told('t.status'), standing: told('t.standing'), currency: told('t.currency') },
			annual_revenue: { ...told('t.annual_revenue_minor::text', 'decimal'), isMoney: true, marked: 'annual_revenue_minor' },
			...billing('street', `concat_ws(E'\n', b.line1, b.line2)`),
			...{ ...billing('city', 'b.city'), ...billing('region', 'b.region'), ...billing('postal_code', `nullif(b.postal_code, '')`) },
			...billing('country', 'b.country'),
		},
	},
	opportunity: {
		...{
			system: 'embedded_crm',
			table: 'crm_opportunity',
			from: `crm_opportunity t join account a on a.id = t.account_id and t.deleted_at is null and ${isCompany('a')}`,
		},
		...{ seller: 'a.seller_entity_id', createable: true, hasCustom: true, label: 'Opportunity', isShared: true },
		alsoSets: `stage_rank = coalesce(${rank}, t.stage_rank), is_won = case when w.v ? 'stage' then w.v ->> 'stage' = 'closed_won' else t.is_won end,
			closed_at = case when not w.v ? 'stage' then t.closed_at when ${closes} then coalesce(t.closed_at, clock_timestamp()) end`,
		alsoMakes: {
			...{
				stage_rank: `coalesce(${rank}, 0)`,
				is_won: `coalesce(w.v ->> 'stage' = 'closed_won', false)`,
				closed_at: `case when ${closes} then clock_timestamp() end`,
			},
		},
		bars: `case when not exists (select from account a where a.id = (w.v ->> 'account_id')::bigint and a.seller_entity_id = seller.id) then 'INVALID_CROSS_REFERENCE_KEY' end`,
		// What an order says of its opportunity is the order's (app/decisions/0415).
		owns: `case when t.order_id is null then '{}'::text[] else array['amount', 'currency', 'stage', 'close_on'] end`,
		fields: {
			...{ account_id: { ...named('account_id', ['account']), required: true, once: true }, name: text('name', { required: true }) },
			stage: text('stage', { kind: 'picklist', values: stages, required: true }),
			amount: { kind: 'decimal', reads: 't.amount_minor::text', column: 'amount_minor', as: 'bigint', isMoney: true, marked: 'amount_minor' },
			currency: text('currency', {
				...{ length: 3, once: true },
				makes: `coalesce(w.v ->> 'currency', (select a.currency from account a where a.id = (w.v ->> 'account_id')::bigint))`,
			}),
			...{ close_on: day('close_on'), owner_user_id: named('owner_user_id', ['user']), is_won: { ...told(''), kind: 'boolean', reads: 't.is_won' } },
			...{ probability: { kind: 'integer', reads: 't.probability::text', column: 'probability', as: 'integer' } as const, type: text('type', { length: 120 }) },
			...{ closed_at: instant('closed_at'), close_reason: told('t.close_reason') },
		},
	},
	contact_role: {
		...{ system: 'embedded_crm', table: 'crm_opp_contact_role', seller: 'a.seller_entity_id', createable: true, label: 'Contact role', isShared: true },
		from: `crm_opp_contact_role t join account a on a.id = t.account_id and ${isCompany('a')}`,
		createdAt: '(select o.created_at from crm_opportunity o where o.account_id = t.account_id and o.id = t.opportunity_id)',
		alsoMakes: { account_id: parentOpportunity },
		bars: `case when not exists (select from contact c where c.account_id = ${parentOpportunity} and c.id = ${personOf}) then 'FIELD_INTEGRITY_EXCEPTION'
			when exists (select from crm_opp_contact_role r where r.account_id = ${parentOpportunity} and r.opportunity_id = (w.v ->> 'opportunity_id')::bigint and r.contact_id = ${personOf}) then 'DUPLICATE_VALUE' end`,
		fields: {
			opportunity_id: { ...named('opportunity_id', ['opportunity']), required: true, once: true },
			prospect_id: {
				...named('contact_id', ['prospect']),
				reads: '(select min(p.id)::text from ma_prospect p where p.contact_id = t.contact_id and p.merged_into_id is null)',
				...{ required: true, once: true, makes: personOf },
			},
			role: text('role', { length: 40, makes: `coalesce(w.v ->> 'role', 'Other')` }),
			is_primary: { ...flag('is_primary'), makes: `coalesce((w.v ->> 'is_primary')::boolean, false)` },
		},
	},
} as const satisfies Record<string, SideTable>

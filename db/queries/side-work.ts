import { day, named, type SideTable, text, told } from './side-column.ts'

const knownAs = (who: string) => `left join lateral (select min(p.id) as id from ma_prospect p where p.merged_into_id is null and (${who})) who on true`
const said = `(w.v ->> 'prospect_id')::bigint`
const contactOf = `(select p.contact_id from ma_prospect p where p.id = ${said})`
const priorities = ['low', 'normal', 'high']

/** What is to be done for somebody, and what somebody asks help with: our own rows, kept with other systems (sync-core.md A7, B15). */
export const workTables = {
	task: {
		...{ system: 'embedded_crm', table: 'crm_task', seller: 'o.seller_entity_id', createable: true, label: 'Task', isShared: true },
		// What is about nobody is the house's own business, as the key of a connection.
		from: `crm_task t join crm_user o on o.id = t.owner_user_id and num_nonnulls(t.account_id, t.contact_id, t.prospect_id, t.lead_id) > 0
			${knownAs('p.id = t.prospect_id or t.prospect_id is null and (p.contact_id = t.contact_id or p.lead_id = t.lead_id)')}`,
		owns: `case when t.is_log then array['status', 'due_on', 'priority'] end`,
		alsoSets: `closed_at = case when not w.v ? 'status' then t.closed_at when w.v ->> 'status' = 'open' then null else coalesce(t.closed_at, clock_timestamp()) end`,
		alsoMakes: {
			idempotency_key: `'sync:' || gen_random_uuid()`,
			contact_id: contactOf,
			lead_id: `(select p.lead_id from ma_prospect p where p.id = ${said} and p.contact_id is null)`,
			closed_at: `case when w.v ->> 'status' in ('done', 'dropped') then clock_timestamp() end`,
		},
		bars: `case when num_nonnulls(${said}, (w.v ->> 'account_id')::bigint) = 0 then 'REQUIRED_FIELD_MISSING'
			when not exists (select from crm_user u where u.id = (w.v ->> 'owner_user_id')::bigint and u.seller_entity_id = seller.id) then 'INVALID_CROSS_REFERENCE_KEY' end`,
		fields: {
			subject: text('subject', { required: true, once: true }),
			...{ facts: { ...told('t.facts::text'), isInner: true }, locale: { ...told('o.locale'), isInner: true } },
			...{ is_log: { ...told('t.is_log', 'boolean'), isInner: true }, description: told('null::text') },
			status: text('status', { kind: 'picklist', values: ['open', 'done', 'dropped'], blankAs: `'open'` }),
			priority: text('priority', { kind: 'picklist', values: priorities, blankAs: `'normal'` }),
			...{ due_on: day('due_on'), owner_user_id: { ...named('owner_user_id', ['user']), required: true } },
			account_id: {
				...named('account_id', ['account']),
				...{ once: true, makes: `coalesce((w.v ->> 'account_id')::bigint, (select c.account_id from contact c where c.id = ${contactOf}))` },
			},
			prospect_id: { ...named('prospect_id', ['prospect']), reads: 'who.id::text', once: true },
		},
	},
	support_case: {
		...{ system: 'embedded_crm', table: 'support_case', seller: 'a.seller_entity_id', createable: false, label: 'Case', isShared: true },
		from: `support_case t join account a on a.id = t.account_id ${knownAs('p.contact_id = t.contact_id')}`,
		fields: {
			...{ subject: told('t.subject'), description: told('t.description'), status: told('t.status', 'picklist'), kind: told('t.kind', 'picklist') },
			...{ number: told('t.number'), origin: told(`'web'`), account_id: told('t.account_id::text', 'reference', ['account']) },
			prospect_id: told('who.id::text', 'reference', ['prospect']),
			priority: text('priority', { kind: 'picklist', values: priorities, blankAs: `'normal'` }),
			owner_user_id: named('owner_user_id', ['user']),
		},
	},
} as const satisfies Record<string, SideTable>

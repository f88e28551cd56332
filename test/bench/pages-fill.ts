import type { Db } from '../../db/client.server.ts'
import { told, withoutIndexes } from './fill.ts'
import { fillLinks } from './sync-fill.ts'

const from = "'2024-03-01T09:00:00Z'::timestamptz"
/** An instant in the two years before the bench's today, spread by a number. */
const spread = (n: string) => `${from} + make_interval(mins => (((${n})::bigint * 7919) % 1051200)::int)`

/**
 * A house of `people`, each a contact with her prospect and their link (`fillLinks`), and what such a house has done in two years: one lead for five people (a quarter converted), orders, invoices, a deal
 * for twenty, two activities each, tasks, cases, members of campaigns, and of the sync a million lines of its journal and its open errors for a thousand. One person in a thousand stands there twice. A fixed spread, no chance.
 */
export async function fillHouse(db: Db, people: number): Promise<void> {
	await fillLinks(db, people)
	await fillDone(db, people)
}

/** What hangs off people who are there. */
export async function fillDone(db: Db, people: number): Promise<void> {
	const tables = [
		'crm_lead',
		'ma_prospect',
		'location',
		'sales_order',
		'invoice',
		'crm_opportunity',
		'crm_opp_contact_role',
		'crm_stage_history',
		'ma_visitor',
		'ma_activity',
	]
	const work = ['crm_task', 'support_case', 'crm_campaign_member', 'account', 'contact', 'crm_campaign', 'sync_error', 'sync_decision']
	for (const table of [...tables, ...work]) await db.unsafe(`alter table ${table} disable trigger user`)
	const accounts = Math.ceil(people / 10)
	await told('  staff and accounts', () => fillAccounts(db, accounts))
	await told('  twins', () => fillTwins(db, people))
	await told('  leads', () => withoutIndexes(db, ['crm_lead', 'crm_stage_history'], () => fillLeads(db, people)))
	await told('  orders', () => withoutIndexes(db, ['sales_order', 'invoice'], () => fillOrders(db, accounts)))
	await told('  sales', () => fillSales(db, people))
	await told('  activities', () => withoutIndexes(db, ['ma_visitor', 'ma_activity'], () => fillActivities(db, people)))
	await told('  work', () => fillWork(db, people))
	await told('  sync', () => fillJournal(db, people))
	for (const table of [...tables, ...work]) await db.unsafe(`alter table ${table} enable trigger user`)
	await told('  statistics', () => db.unsafe('vacuum analyze'))
}

async function fillAccounts(db: Db, accounts: number): Promise<void> {
	await db.unsafe(
		`insert into crm_user (id, seller_entity_id, first_name, last_name, email, roles) select 100 + i, 1, 'Rep', 'No ' || i, 'rep' || i || '@bench.test', '{rep}' from generate_series(0, 19) i`,
	)
	await db.unsafe(`update account set owner_user_id = 100 + id % 20, website = 'https://coffeehaus-' || id || '.test'`)
	await db.unsafe(`
		insert into location (account_id, code, name, line1, city, region, postal_code, country, is_default)
		select i, 'S1', 'Store', i || ' Main St', 'City ' || i % 5000, 'ND', lpad((i % 99999)::text, 5, '0'), 'US', true from generate_series(1, ${accounts}) i`)
}

async function fillTwins(db: Db, people: number): Promise<void> {
	await db.unsafe(`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company) select 1, 'twin' || p.id || '@bench.test', p.first_name, p.last_name, p.company from ma_prospect p where p.id <= ${people} and p.id % 1000 = 0`)
	await db.unsafe(
		`insert into contact (account_id, first_name, last_name, email) select c.account_id, 'Twin', c.last_name, upper(c.email) from contact c where c.id <= ${people} and c.id % 1000 = 1`,
	)
	await db.unsafe(`
		insert into account (seller_entity_id, number, name, currency) select 1, 'T-' || a.id, upper(a.name), 'USD' from account a where a.id % 500 = 0 and a.number like 'A-%'`)
}

async function fillLeads(db: Db, people: number): Promise<void> {
	await db.unsafe(`
		insert into crm_lead (seller_entity_id, first_name, last_name, company, email, source, status, owner_user_id, created_at, converted_account_id, converted_contact_id, converted_at)
		select 1, 'Lead', 'No ' || i, 'Mill ' || i % 50000, 'lead' || (case when i % 1000 = 0 then i - 1 else i end) || '@bench.test', (array['fair', 'web', 'referral'])[1 + i % 3],
			(array['open', 'working', 'qualified', 'converted'])[1 + i % 4], 100 + i % 20, ${spread('i')},
			case when i % 4 = 3 then 1 + (i * 5 - 1) / 10 end, case when i % 4 = 3 then i * 5 end, case when i % 4 = 3 then ${spread('i')} + interval '20 days' end
		from generate_series(1, ${people / 5}) i`)
	await db.unsafe(`
		insert into crm_stage_history (object, record_id, stage, at) select 'lead', l.id, s.stage, l.created_at + s.after
		from crm_lead l cross join (values ('open', interval '0'), ('working', interval '3 days'), ('converted', interval '20 days')) s (stage, after)
		where s.stage = 'open' or (s.stage = 'working' and l.status <> 'open') or (s.stage = 'converted' and l.status = 'converted')`)
}

async function fillOrders(db: Db, accounts: number): Promise<void> {
	await db.unsafe(`
		insert into sales_order (account_id, seller_entity_id, stage, number, currency, contact_id, net_minor, total_minor, placed_at, created_at)
		select 1 + i % ${accounts}, 1, 'closed', 'O-' || i, 'USD', 1 + (i % ${accounts}) * 10, 1000 + i % 90000, 1000 + i % 90000, ${spread('i')}, ${spread('i')} from generate_series(1, ${accounts * 5}) i`)
	await db.unsafe(`
		insert into invoice (account_id, seller_entity_id, number, order_id, currency, issued_on, due_on, net_minor, total_minor, settled_minor)
		select o.account_id, 1, 'I-' || o.id, o.id, 'USD', o.placed_at::date, o.placed_at::date + 30, o.net_minor, o.net_minor, case when o.id % 20 = 0 then 0 else o.net_minor end from sales_order o`)
}

async function fillSales(db: Db, people: number): Promise<void> {
	await db.unsafe(`
		insert into crm_opportunity (id, account_id, name, stage, stage_rank, amount_minor, currency, created_at, closed_at, is_won)
		select i, 1 + (i * 20 - 1) / 10, 'Deal ' || i, (array['prospecting', 'proposal', 'closed_won'])[1 + i % 3], 1 + i % 3, 100000, 'USD', ${spread('i')}, case when i % 3 = 2 then ${spread('i')} + interval '40 days' end, i % 3 = 2
		from generate_series(1, ${people / 20}) i`)
	await db.unsafe(
		`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role, is_primary) select o.account_id, o.id, o.id * 20, 'decision_maker', true from crm_opportunity o`,
	)
	await db.unsafe("select setval(pg_get_serial_sequence('crm_opportunity', 'id'), (select max(id) from crm_opportunity))")
	await db.unsafe(
		`insert into crm_campaign (id, seller_entity_id, code, name, kind, status, currency, actual_cost_minor) select i, 1, 'C' || i, 'Campaign ' || i, 'email', 'in_progress', 'USD', 100000 from generate_series(1, 20) i`,
	)
	await db.unsafe(
		`insert into crm_campaign_status (campaign_id, status, rank, has_responded) select i, s.status, s.rank, s.rank = 2 from generate_series(1, 20) i, (values ('Sent', 1), ('Responded', 2)) s (status, rank)`,
	)
	await db.unsafe(`
		insert into crm_campaign_member (campaign_id, contact_id, status, responded_at, created_at)
		select 1 + i % 20, i, case when i % 5 = 0 then 'Responded' else 'Sent' end, case when i % 5 = 0 then ${spread('i')} end, ${spread('i')} from generate_series(3, ${people}, 3) i`)
}

async function fillActivities(db: Db, people: number): Promise<void> {
	await db.unsafe(
		`insert into ma_visitor (id, seller_entity_id, prospect_id, first_seen_at, last_seen_at) select gen_random_uuid(), 1, case when i % 2 = 0 then i end, ${spread('i')}, ${spread('i')} from generate_series(1, ${people / 2}) i`,
	)
	await db.unsafe(`
		insert into ma_activity (prospect_id, source_key, kind, score, occurred_at)
		select 1 + i % ${people}, 'bench:' || i, (array['page.viewed', 'mail.opened', 'form.succeeded', 'link.clicked'])[1 + i % 4], 1, ${spread('i')} from generate_series(1, ${people * 2}) i`)
}

async function fillWork(db: Db, people: number): Promise<void> {
	await db.unsafe(`
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, subject, due_on, status, closed_at)
		select 'bench:' || i, 100 + i % 20, 1 + (i * 5 - 1) / 10, i * 5, 'call', (${spread('i')})::date, case when i % 4 = 0 then 'open' else 'done' end, case when i % 4 <> 0 then ${spread('i')} end from generate_series(1, ${people / 5}) i`)
	await db.unsafe(`
		insert into support_case (account_id, number, kind, subject, contact_id, created_at, changed_at, status, closed_at)
		select 1 + (i * 10 - 1) / 10, 'K-' || i, 'question', 'Where is it', i * 10, ${spread('i')}, ${spread('i')}, case when i % 4 = 0 then 'open' else 'closed' end, case when i % 4 <> 0 then ${spread('i')} end from generate_series(1, ${people / 10}) i`)
}

async function fillJournal(db: Db, people: number): Promise<void> {
	await db.unsafe(`
		insert into sync_error (connection_id, link_id, side, object, record_id, code, class, message, first_at, last_at)
		select k.connection_id, k.id, 'crm', k.crm_object, k.crm_id, (array['VALIDATION', 'BAD_EMAIL', 'TOO_LONG'])[1 + (k.id % 3)::int], 'data', 'Not taken', ${spread('k.id')}, ${spread('k.id')} from sync_link k where k.id % 1000 = 0`)
	await db.unsafe(
		`insert into sync_run (id, connection_id, kind, started_at, ended_at) select (select coalesce(max(id), 0) + 1 from sync_run), (select min(connection_id) from sync_link), 'live', '2026-03-02T09:00:00Z', '2026-03-02T10:00:00Z'`,
	)
	await db.unsafe(`
		insert into sync_decision (at, run_id, connection_id, link_id, field_map_id, crm_field, ma_field, ma_value, agreed, changed, later, rule, winner, wrote, value, cause, actor)
		select now(), (select max(id) from sync_run), k.connection_id, k.id, f.id, f.crm_field, f.ma_field, '"Buyer"', '"Owner"', 'ma', 'ma', 'one_side', 'ma', 'crm', '"Buyer"', 'person', 'user:1'
		from sync_link k join sync_field_map f on f.object_map_id = k.object_map_id and f.crm_field = 'title' where k.id <= ${people} + (select min(id) from sync_link)`)
}

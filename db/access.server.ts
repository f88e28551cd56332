import { createHash } from 'node:crypto'
import type postgres from 'postgres'

/**
 * Who may do what with which table (app/decisions/0011). A table with an `account_id` is behind the wall without a line
 * here: the house has all rows, a buyer those of her account. A line says what differs; one is needed where `account_id`
 * may be null, because null is everybody in one table and nobody in another. A table without `account_id` and without a line
 * is the house's alone: a page of the shop that reads it needs one.
 */
type Rule = {
	/** What a buyer may do, as SQL grants it; null: nothing. */
	buyer?: string | null
	/** The rows she may do it with, where that is not "of her account". */
	rows?: string
	/** Rows that she may read, or read and change, beyond those. */
	alsoReads?: string
	alsoChanges?: string
	/** What may be done before anybody is known. */
	door?: string
}

const own = '(select own_account())'
const ofAccount = `account_id = ${own}`
const billTo = 'account_id = (select bill_to_account())'
const family = (column: string) => `${column} = any((select family_accounts())::bigint[])`
const nobodys = 'account_id is null'

const everything = 'select, insert, update, delete'
const reads: Rule = { buyer: 'select' }
const writesOnly: Rule = { buyer: 'insert', rows: `account_id is not distinct from ${own}`, door: 'insert' }
const houseOnly: Rule = { buyer: null }

const shop = [
	...['seller_entity', 'market', 'setting', 'unit_of_measure', 'warehouse', 'warehouse_zone', 'stock_receipt', 'tax_rate', 'shipping_rate', 'fee_rule'],
	...['category', 'category_text', 'category_listing', 'product', 'product_text', 'product_unit', 'product_category', 'product_relation', 'product_media'],
	...[
		'bundle_component',
		'bundle_choice',
		'product_bundle',
		'product_search',
		'search_word',
		'search_synonym',
		'search_boost',
		'search_redirect',
		'buyer_group',
		'entitlement_policy',
		'policy_product',
		'policy_category',
	],
	...['policy_class', 'policy_buyer_group', 'price_book', 'price_book_entry', 'promotion', 'promotion_text', 'crm_campaign'],
	// What a buyer writes of her own people is held to the house's rules too.
	...['crm_validation_rule', 'crm_custom_def'],
]

const house = [
	...[
		'alert',
		'similar_account',
		'crm_opportunity',
		'crm_opp_contact_role',
		'crm_custom_row',
		'crm_task',
		'crm_timeline_entry',
		'ma_send_recipient',
		'outgoing_mail',
		'quote_link',
		'tax_document',
	],
	...['promotion_simulation_order'],
]

export const access: Readonly<Record<string, Rule>> = {
	...Object.fromEntries(shop.map((table) => [table, reads])),
	...Object.fromEntries(house.map((table) => [table, houseOnly])),
	// Who is there, read with the hash of a token that only its holder knows.
	seller_entity: { buyer: 'select', door: 'select' },
	account: { buyer: 'select', rows: family('id'), door: 'select' },
	contact: { buyer: everything, door: 'select' },
	location: { buyer: everything, door: 'select' },
	crm_user: { buyer: 'select (id, first_name, last_name, email, phone, is_active)', door: 'select' },
	login: { buyer: 'select (id, account_id, contact_id, is_active)', door: 'select, update (last_signed_in_at)' },
	session: {
		buyer: 'select, update (location_id)',
		rows: `acting_account_id = ${own} or login_id in (select id from login where ${ofAccount})`,
		door: 'select, insert, delete',
	},
	// A machine of the house has no account.
	api_call: { buyer: everything },
	api_key: { buyer: everything, door: 'select, update (last_used_at)' },
	sign_in_code: { door: 'select, insert, update' },
	search_miss: { buyer: everything },
	rate_limit: { buyer: 'select, insert, update', door: 'select, insert, update' },
	buyer_group_member: { buyer: 'select', door: 'select' },
	entitlement_policy: { buyer: 'select', door: 'select' },
	policy_buyer_group: { buyer: 'select', door: 'select' },
	policy_account: { buyer: 'select', alsoReads: family('account_id'), door: 'select' },
	// To a person: of the house (no account), or of an account.
	notice: { buyer: everything },
	// What happened is told, never read back.
	outbox_event: writesOnly,
	outbox_delivery: { buyer: 'insert', door: 'insert' },
	audit_entry: { buyer: 'insert', door: 'insert' },
	// An audience speaks also by its absence: a book without one is everybody's, so all must see whether there is one.
	price_book_audience: { buyer: 'select', alsoReads: 'true' },
	promotion_audience: { buyer: 'select', alsoReads: 'true' },
	quantity_rule: { buyer: 'select', rows: `${nobodys} or ${family('account_id')}` },
	promotion_budget: { buyer: 'select, update', rows: `${nobodys} or ${family('account_id')}` },
	// The bill-to pays: its credit line is drawn on, and its overdue invoices hold its children's orders.
	credit_profile: { buyer: 'select, update', alsoChanges: billTo },
	invoice: { buyer: everything, alsoReads: billTo },
	crm_campaign_member: { buyer: 'select', rows: `contact_id in (select id from contact where ${ofAccount})` },
	campaign_touch: { buyer: 'select' },
	// Hers to hand in, the house's to accept.
	exemption_certificate: { buyer: 'select, insert' },
	stock_level: { buyer: 'select, update' },
	number_series: { buyer: 'select, update' },
}

/** `oid`: a table that is dropped and made again is another one, and begins with no rights. */
export type CatalogTable = { name: string; oid: number; isOwned: boolean }

const functions = `
create or replace function own_account() returns bigint language sql stable parallel safe as $$ select nullif(current_setting('kontor.account', true), '')::bigint $$;
create or replace function bill_to_account() returns bigint language sql stable parallel safe as $$ select nullif(current_setting('kontor.bill_to', true), '')::bigint $$;
create or replace function family_accounts() returns bigint[] language sql stable parallel safe as $$ select string_to_array(current_setting('kontor.family', true), ',')::bigint[] $$`

/** Grants and policies of one table, repeatable. */
export function accessSql({ name, isOwned }: CatalogTable): string {
	const rule: Rule = access[name] ?? (isOwned ? { buyer: everything } : {})
	const isWalled = isOwned || rule.rows !== undefined
	const rows = rule.rows ?? ofAccount
	const policies: [string, string][] = isWalled
		? [
				['house', 'to kontor_house using (true) with check (true)'],
				// The owner of the tables is bound too; only a migration says that it is one.
				['migrator', `to current_user using (current_setting('kontor.migrates', true) = 'on')`],
				...(rule.door ? [['door', 'to kontor_door using (true) with check (true)'] satisfies [string, string]] : []),
				...(rule.buyer ? [['buyer', `to kontor_buyer using (${rows}) with check (${rows})`] satisfies [string, string]] : []),
				...(rule.alsoReads ? [['buyer_also_reads', `for select to kontor_buyer using (${rule.alsoReads})`] satisfies [string, string]] : []),
				...(rule.alsoChanges
					? [
							['buyer_also_reads', `for select to kontor_buyer using (${rule.alsoChanges})`] satisfies [string, string],
							['buyer_also_changes', `for update to kontor_buyer using (${rule.alsoChanges}) with check (${rule.alsoChanges})`] satisfies [string, string],
						]
					: []),
			]
		: []
	const every = ['house', 'migrator', 'door', 'buyer', 'buyer_also_reads', 'buyer_also_changes']
	return [
		`alter table "${name}" ${isWalled ? 'enable' : 'disable'} row level security, ${isWalled ? '' : 'no '}force row level security`,
		...every.map((policy) => `drop policy if exists ${policy} on "${name}"`),
		...policies.map(([policy, says]) => `create policy ${policy} on "${name}" ${says}`),
		`revoke all on "${name}" from kontor_door, kontor_buyer`,
		// The house also counts what it filled, for the planner.
		`grant ${everything}, maintain on "${name}" to kontor_house`,
		...(rule.buyer ? [`grant ${rule.buyer} on "${name}" to kontor_buyer`] : []),
		...(rule.door ? [`grant ${rule.door} on "${name}" to kontor_door`] : []),
	].join(';\n')
}

/** The tables of a database, and which of them belong to accounts. */
export async function readTables(sql: postgres.Sql): Promise<CatalogTable[]> {
	return await sql<CatalogTable[]>`
		select c.relname as name, c.oid::int as oid, exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'account_id' and not a.attisdropped) as "isOwned"
		from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1`
}

/** What marketing reads of sales and can never write (db/migrations/0055): views, so no table's line; so are accounts and locations by what they are called, and what activities are worth to each seller. The worker asks for the journal's months and owns none. */
const mirrors = `grant select on ma_account, ma_opportunity, ma_custom_row, account_by_number, location_by_code, ma_score_of_seller to kontor_house;
grant execute on function sync_decision_months(timestamptz, integer, interval) to kontor_house`

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** Brings grants and policies to what stands here, touching only tables where something differs from the last time. */
export async function applyAccess(sql: postgres.Sql): Promise<void> {
	await sql`create table if not exists table_access (name text primary key, digest text not null)`
	const before = new Map((await sql`select name, digest from table_access`).map((row) => [row['name'] as string, row['digest'] as string]))
	const wanted = [
		{ name: '', text: functions },
		{ name: '(mirrors)', text: mirrors },
		...(await readTables(sql)).map((table) => ({ name: table.name, text: `-- ${table.oid}\n${accessSql(table)}` })),
	].map((one) => ({
		...one,
		digest: digestOf(one.text),
	}))
	const changed = wanted.filter(({ name, digest }) => before.get(name) !== digest)
	if (changed.length === 0) return
	const noted = changed.map(
		({ name, digest }) => `insert into table_access values ('${name}', '${digest}') on conflict (name) do update set digest = excluded.digest`,
	)
	const sequences = 'grant usage, select, update on all sequences in schema public to kontor_house'
	await sql.unsafe([...changed.map(({ text }) => text), sequences, ...noted].join(';\n'))
}

import type { Sql } from '../client.server.ts'

/** A table that names accounts: in which columns, and by what one of its rows is known beside them (`loose`: by columns that may be empty). */
export type AccountTable = { table: string; columns: string[]; key: string[]; isLoose: boolean }
/** A key between two of them, without the account; `holds`: the database holds it together with the account. */
export type AccountKey = { table: string; columns: string[]; to: string; toColumns: string[]; holds: boolean }

/** What keeps the name it was written under: said once, never rewritten; or the account itself and what leads from it. */
export const staysWithAccount: Readonly<Record<string, string>> = {
	audit_entry: 'who did what then',
	outbox_event: 'told to others already',
	credit_profile: 'its figures are added to the winner’s',
	period_counter: 'its quantities are added to the winner’s',
	similar_account: 'made anew each night',
}

export type Met = { by: readonly string[]; where?: string; column?: string; isLoose?: boolean }

/** Rows of a table that can stand once per account, by what beside the account: where both have one, the loser's falls away and is kept with the merge. */
export const fallsAway: Readonly<Record<string, Met>> = {
	api_call: { by: ['api_key_id', 'key'], isLoose: true },
	buyer_group_member: { by: ['buyer_group_id'] },
	crm_timeline_entry: { by: ['source_key'] },
	exemption_certificate: { by: ['jurisdiction', 'number', 'valid_from'], where: "t.state = 'waiting'" },
	idempotency_key: { by: ['key'] },
	policy_account: { by: ['policy_id'] },
	price_book_audience: { by: ['price_book_id', 'location_id', 'buyer_group_id'], isLoose: true },
	price_request: { by: ['product_id', 'currency'] },
	promotion_audience: { by: ['promotion_id', 'buyer_group_id'], isLoose: true },
	quantity_rule: { by: ['product_id', 'unit_code', 'buyer_group_id'], isLoose: true },
}
/** Rows that a person must settle first: they promise something to somebody. */
export const mustBeSettled = { crm_lead: { by: [], column: 'prospect_account_id' } } as const satisfies Record<string, Met>
/** Rows of both that become one or give way by a rule of their own (`uniteCounters`, `makeRoom`). */
export const unitedByRule = ['company_budget', 'credit_profile', 'location', 'period_counter', 'promotion_budget', 'purchase_order_number'] as const

/** Every table that names accounts, out of the catalog: nothing can be forgotten by a list kept by hand. */
export async function readAccountTables(sql: Sql): Promise<AccountTable[]> {
	const rows = await sql<{ table: string; columns: string[]; key: string[] | null }[]>`
		select c.relname as "table", array_agg(a.attname::text order by a.attnum) as columns,
			(select array_agg(k.attname::text order by k.attnum) from pg_index i join pg_attribute k on k.attrelid = c.oid and k.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary and k.attname <> 'account_id') as key
		from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attname ~ '(^|_)account_id$'
		where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> 'account' group by c.oid, c.relname order by c.relname`
	return rows
		.filter(({ table }) => !(table in staysWithAccount))
		.map(({ key, ...one }) => ({ ...one, key: key ?? [...(fallsAway[one.table]?.by ?? [])], isLoose: key === null }))
}

/** What leads from one of these tables to another: whose row goes, its own go along. A budget of a promotion holds nobody. */
export async function readAccountKeys(sql: Sql): Promise<AccountKey[]> {
	const rows = await sql<AccountKey[]>`
		select c.conrelid::regclass::text as "table", c.confrelid::regclass::text as "to", bool_or(f.attname ~ '(^|_)account_id$') as holds,
			coalesce(array_agg(f.attname::text order by k.o) filter (where f.attname !~ '(^|_)account_id$'), '{}') as columns, coalesce(array_agg(p.attname::text order by k.o) filter (where f.attname !~ '(^|_)account_id$'), '{}') as to_columns
		from pg_constraint c cross join unnest(c.conkey, c.confkey) with ordinality k(f, p, o) join pg_attribute f on f.attrelid = c.conrelid and f.attnum = k.f join pg_attribute p on p.attrelid = c.confrelid and p.attnum = k.p
		where c.contype = 'f' and c.connamespace = 'public'::regnamespace and c.conparentid = 0 group by c.oid, c.conrelid, c.confrelid`
	return rows.filter(({ columns, to, holds }) => columns.length > 0 && (holds || ['api_key', 'contact', 'location'].includes(to)))
}

/** Each table after those it leads to, itself aside. */
export function inOrder(tables: readonly AccountTable[], keys: readonly AccountKey[]): AccountTable[] {
	const named = new Map(tables.map((one) => [one.table, one]))
	const done = new Set<string>()
	const order: AccountTable[] = []
	const visit = (table: string, above: ReadonlySet<string>) => {
		const one = named.get(table)
		if (!one || done.has(table)) return
		if (above.has(table)) throw new Error(`Tables of accounts lead in a circle at ${table}`)
		for (const key of keys) if (key.table === table && key.to !== table) visit(key.to, new Set([...above, table]))
		done.add(table)
		order.push(one)
	}
	for (const { table } of tables) visit(table, new Set())
	return order
}

const words = /\b(?!lower\b|btrim\b)[a-z_]+\b/g
const on = (expression: string, row: 't' | 'w') => expression.replaceAll(words, (name) => `${row}.${name}`)

/** Rows `t` of the loser beside rows `w` of the winner that are the same but for the account; reads `pair`. */
export const meetsOf = (table: string, { by, where, column = 'account_id', isLoose = false }: Met) => `
	from "${table}" t join pair r on t.${column} = r.loser_id join "${table}" w on w.${column} = r.winner_id
		${by.map((one) => `and ${on(one, 'w')} ${isLoose ? 'is not distinct from' : '='} ${on(one, 't')}`).join(' ')} ${where ? `where ${where} and ${where.replaceAll('t.', 'w.')}` : ''}`

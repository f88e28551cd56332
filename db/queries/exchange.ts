import type { Sql, Tx } from '../client.server.ts'
import { type ExchangeKind, leads, names } from './exchange-kinds.ts'

/** A column of a kind as its file has it: named like the row it leads to (`product`, `parent`), or like itself. */
/** `byDefault`: what a column that must say something says of a new row whose cell is empty, as SQL. */
export type ExchangeColumn = { name: string; column: string; type: string; isRequired: boolean; byDefault: string | null; leadsTo: string | null }

/** The columns of a kind, its key first; read from the database. */
export async function readExchangeColumns(sql: Sql, kind: ExchangeKind): Promise<ExchangeColumn[]> {
	return (await readColumnsOfKinds(sql, [kind])).get(kind.kind) ?? []
}

/** The columns of many kinds, by kind; one statement. */
export async function readColumnsOfKinds(sql: Sql, kinds: readonly ExchangeKind[]): Promise<Map<string, ExchangeColumn[]>> {
	const tables = sql.array([...new Set(kinds.map(({ table }) => table))], 25)
	const rows = await sql<({ table: string } & ColumnRow)[]>`
		select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as is_required,
			case when a.attnotnull then (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = a.attrelid and d.adnum = a.attnum) end as by_default
		from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relnamespace = 'public'::regnamespace
		where c.relname = any(${tables}::text[]) and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by c.oid, a.attnum`
	const byTable = Map.groupBy(rows, ({ table }) => table)
	return new Map(kinds.map((kind) => [kind.kind, columnsOf(kind, byTable.get(kind.table) ?? [])]))
}

type ColumnRow = { column: string; type: string; isRequired: boolean; byDefault: string | null }

function columnsOf({ table, key, omit = [], above }: ExchangeKind, rows: readonly ColumnRow[]): ExchangeColumn[] {
	const shown = rows.filter(({ column }) => column !== 'id' && column !== 'seller_entity_id' && !omit.includes(column))
	const place = ({ column }: { column: string }) => (key.includes(column) ? key.indexOf(column) : key.length)
	return shown
		.map(({ column, type, isRequired, byDefault }) => {
			const leadsTo = column === above ? (leads[column] ?? table) : (leads[column] ?? null)
			return { column, type, isRequired, byDefault, leadsTo, name: leadsTo ? column.replace(/_id$/, '') : column }
		})
		.sort((a, b) => place(a) - place(b))
}

/** Text as a person can read it and PostgreSQL can take back without loss. */
function shownAs({ column, type, leadsTo }: ExchangeColumn): string {
	const it = `t."${column}"`
	if (leadsTo === 'location')
		return `(select jsonb_build_array(a.number, x.code)::text from location x join account a on a.id = x.account_id where x.id = ${it})`
	if (leadsTo === 'contact')
		return `(select jsonb_build_array(a.number, x.email, x.first_name, x.last_name)::text from contact x join account a on a.id = x.account_id where x.id = ${it})`
	if (leadsTo) return `(select x."${names[leadsTo]}"::text from "${leadsTo}" x where x.id = ${it})`
	if (type.startsWith('numeric') && !type.endsWith('[]')) return `trim_scale(${it})::text`
	if (type === 'timestamp with time zone')
		return `case when isfinite(${it}) then to_char(${it} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') else ${it}::text end`
	return type === 'boolean' ? `case ${it} when true then 'true' when false then 'false' end` : `${it}::text`
}

/** Which rows are the seller's. */
function isOwn({ table, via }: ExchangeKind, alias: string): string {
	if (table === 'seller_entity') return `${alias}.id = $1`
	if (table === 'unit_of_measure')
		return `$1::bigint is not null and exists (select from product p where p.seller_entity_id = $1 and (p.unit_code = ${alias}.code or exists (select from product_unit u where u.product_id = p.id and u.unit_code = ${alias}.code)))`
	if (!via) return `${alias}.seller_entity_id = $1`
	return `exists (select from "${leads[via]}" o where o.id = ${alias}."${via}" and o.seller_entity_id = $1)`
}

/** The rows of a kind in an order that does not depend on ids, those above before those below; in pages. */
export async function* readExchangeRows(
	sql: Sql,
	kind: ExchangeKind,
	columns: readonly ExchangeColumn[],
	sellerId: number,
): AsyncGenerator<(string | null)[][]> {
	const { table, above, key } = kind
	const shown = columns.map((column, index) => `${shownAs(column)} as c${index}`).join(', ')
	const order = key.map((column) => `c${columns.findIndex((one) => one.column === column)} collate "C" nulls first`).join(', ')
	const depth = above
		? `with recursive line as (select id, 0 as depth from "${table}" where "${above}" is null union all select c.id, line.depth + 1 from "${table}" c join line on c."${above}" = line.id)`
		: ''
	const query = `${depth} select * from (select ${above ? 'line.depth' : '0'} as depth, ${shown} from "${table}" t ${above ? 'join line on line.id = t.id' : ''} where ${isOwn(kind, 't')}) q order by depth, ${order}`
	const rows = (sql as unknown as { unsafe: Sql['unsafe'] }).unsafe<Record<string, string | null>[]>(query, [sellerId])
	for await (const page of rows.cursor(2000)) yield page.map((row) => columns.map((_, index) => row[`c${index}`] ?? null))
}

/** The rows of a kind as a file would have them, whose cells of `columns` say one of `words`; for a few words. */
export async function readExchangeRowsBy(
	sql: Sql,
	kind: ExchangeKind,
	{
		columns,
		sellerId,
		by,
		words,
	}: { columns: readonly ExchangeColumn[]; sellerId: number; by: readonly string[]; words: readonly (readonly (string | null)[])[] },
): Promise<(string | null)[][]> {
	const shown = columns.map((column, index) => `${shownAs(column)} as c${index}`).join(', ')
	const places = by.map((name) => columns.findIndex(({ column }) => column === name))
	const same = places.map((place, index) => `q.c${place} is not distinct from (w->>${index})`).join(' and ')
	const query = `select q.* from (select ${shown} from "${kind.table}" t where ${isOwn(kind, 't')}) q join jsonb_array_elements($2::text::jsonb) w on ${same} order by ${columns.map((_, index) => `q.c${index}`).join(', ')} limit 500`
	const rows = await (sql as unknown as { unsafe: Sql['unsafe'] }).unsafe<Record<string, string | null>[]>(query, [sellerId, JSON.stringify(words)])
	return rows.map((row) => columns.map((_, index) => row[`c${index}`] ?? null))
}

export type ExactRow = { n: number; cells: readonly (string | null)[] }
export type ExactOutcome = { n: number; outcome: 'created' | 'updated' | 'unchanged' | 'rejected'; reason: string | null }

/**
 * Writes one chunk of a kind: what the cells lead to is looked up (rows of the same chunk included), what cannot be read is
 * rejected by name, the others are made or changed. One statement for any number of rows. Throws what a constraint refuses.
 */
export async function saveExactRows(
	tx: Tx,
	kind: ExchangeKind,
	columns: readonly ExchangeColumn[],
	rows: readonly ExactRow[],
	sellerId: number,
): Promise<ExactOutcome[]> {
	const { table, key } = kind
	// Rows that speak of rows of their own chunk get their ids beforehand.
	const hasId = columns.some(({ leadsTo }) => leadsTo === table)
	const hasSeller = !kind.via && table !== 'seller_entity' && table !== 'unit_of_measure'
	const cell = (index: number) => `r.c${index}`
	const at = (name: string) => columns.findIndex(({ column }) => column === name)
	const raw = columns.map((_, index) => `(e->>${index + 1}) as c${index}`).join(', ')
	const own = key.filter((column) => at(column) >= 0)
	const orDefault = ({ byDefault }: ExchangeColumn, said: string) => (byDefault === null ? said : `coalesce(${said}, ${byDefault})`)
	const isSelf = (column: ExchangeColumn) => column.leadsTo === table && hasId
	const ref = (column: ExchangeColumn, index: number) => {
		if (column.leadsTo === 'location')
			return `(select x.location_id from location_by_code x where x.seller_entity_id = $2 and ${cell(index)} like '[%' and pg_input_is_valid(${cell(index)}, 'jsonb') and x.number = ${cell(index)}::jsonb->>0 and x.code = ${cell(index)}::jsonb->>1)`
		if (column.leadsTo === 'contact') {
			const said = (place: number) => `${cell(index)}::jsonb->>${place}`
			return `(select x.id from contact x join account_by_number a on a.account_id = x.account_id where a.seller_entity_id = $2 and ${cell(index)} like '[%' and pg_input_is_valid(${cell(index)}, 'jsonb') and a.number = ${said(0)}
				and x.email is not distinct from ${said(1)} and x.first_name = ${said(2)} and x.last_name = ${said(3)} order by x.id limit 1)`
		}
		if (column.leadsTo === 'account') return `(select x.account_id from account_by_number x where x.seller_entity_id = $2 and x.number = ${cell(index)})`
		return `(select x.id from "${column.leadsTo}" x where x.seller_entity_id = $2 and x."${names[column.leadsTo ?? '']}" = ${cell(index)})`
	}
	const refs = columns.flatMap((column, index) => (column.leadsTo ? [`${ref(column, index)} as f${index}`] : []))
	const keyed = own
		.map((name) => {
			const column = columns[at(name)] as ExchangeColumn
			const value = column.leadsTo ? `k.f${at(name)}` : orDefault(column, `k.c${at(name)}::${column.type}`)
			return `t."${name}" is not distinct from ${value}`
		})
		.join(' and ')
	const bad = columns.flatMap((column, index) => {
		const missing = column.isRequired && column.byDefault === null ? [`when k.c${index} is null then '${column.name}.missing'`] : []
		if (!column.leadsTo)
			return [...missing, `when k.c${index} is not null and not pg_input_is_valid(k.c${index}, '${column.type}') then '${column.name}.invalid'`]
		const among = isSelf(column) ? ` and not exists (select from raw o where o.c${at(names[table] ?? '')} = k.c${index})` : ''
		return [...missing, `when k.c${index} is not null and k.f${index} is null${among} then '${column.name}.unknown'`]
	})
	const value = (column: ExchangeColumn, index: number) => {
		if (!column.leadsTo) return `s.c${index}::${column.type}`
		return isSelf(column) ? `coalesce(s.f${index}, (select o.own_id from sound o where o.c${at(names[table] ?? '')} = s.c${index}))` : `s.f${index}`
	}
	const written = columns.map(({ column }) => `"${column}"`).join(', ')
	const changed = columns.filter(({ column }) => !own.includes(column))
	const values = columns.map((column, index) => orDefault(column, value(column, index))).join(', ')
	// What must say something, and of which the file says nothing, stays as it is.
	const next = (column: ExchangeColumn) => {
		const said = value(column, columns.indexOf(column))
		return column.byDefault === null ? said : `coalesce(${said}, t."${column.column}")`
	}
	const query = `
		with raw as materialized (
			select (e->>0)::int as n, ${raw} from jsonb_array_elements($1::text::jsonb) e
		), looked as materialized (
			select r.*${refs.length > 0 ? `, ${refs.join(', ')}` : ''} from raw r
		), judged as materialized (
			select k.*, case ${bad.join(' ')} end as problem from looked k
		), known as materialized (
			select k.n, t.ctid as place${hasId ? ', t.id as id' : ''} from judged k join "${table}" t on k.problem is null and ${hasSeller ? 't.seller_entity_id = $2 and ' : ''}${keyed}
		), sound as materialized (
			select k.*, w.place${hasId ? `, coalesce(w.id, nextval(pg_get_serial_sequence('"${table}"', 'id'))) as own_id` : ''} from judged k left join known w on w.n = k.n where k.problem is null
		), made as (
			insert into "${table}" (${hasId ? 'id, ' : ''}${hasSeller ? 'seller_entity_id, ' : ''}${written})
			select ${hasId ? 's.own_id, ' : ''}${hasSeller ? '$2::bigint, ' : ''}${values} from sound s where s.place is null order by s.n
		), moved as (
			${
				changed.length > 0
					? `update "${table}" t set ${changed.map((column) => `"${column.column}" = ${next(column)}`).join(', ')} from sound s
						where t.ctid = s.place and (${changed.map(({ column }) => `t."${column}"`).join(', ')}) is distinct from (${changed.map(next).join(', ')}) returning s.n`
					: 'select null::int as n where false'
			}
		)
		select k.n, k.problem as reason, case when k.problem is not null then 'rejected' when s.place is null then 'created' when m.n is not null then 'updated' else 'unchanged' end as outcome
		from judged k left join sound s on s.n = k.n left join moved m on m.n = k.n order by k.n`
	const list = JSON.stringify(rows.map(({ n, cells }) => [n, ...cells]))
	return tx.unsafe<ExactOutcome[]>(query, query.includes('$2') ? [list, sellerId] : [list])
}

/** Rows that other rows speak of inside JSON: ids to names for an export, names to ids for an import. */
export async function readSpoken(
	sql: Sql,
	key: { sellerId: number; table: string; ids?: readonly number[]; words?: readonly string[] },
): Promise<{ id: number; name: string }[]> {
	const column = names[key.table] ?? 'code'
	return sql<{ id: number; name: string }[]>`
		select id, ${sql(column)} as name from ${sql(key.table)} where seller_entity_id = ${key.sellerId}
			and (id = any(${sql.array([...(key.ids ?? [])], 20)}::bigint[]) or ${sql(column)} = any(${sql.array([...(key.words ?? [])], 25)}::text[]))`
}

/** What is to come is the sum of the open receipts, whoever wrote them. */
export async function settleIncoming(tx: Tx, sellerId: number): Promise<void> {
	await tx`
		with sums as (
			select r.warehouse_id, r.product_id, sum(r.quantity) as incoming from stock_receipt r join product p on p.id = r.product_id and p.seller_entity_id = ${sellerId} where r.received_at is null group by 1, 2
		)
		insert into stock_level (warehouse_id, product_id, incoming) select warehouse_id, product_id, incoming from sums
		on conflict (product_id, warehouse_id) do update set incoming = excluded.incoming where stock_level.incoming <> excluded.incoming`
}

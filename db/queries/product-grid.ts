import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'
import { variantValues } from './variant.ts'

export const gridSorts = ['sku', 'name', 'status', 'class', 'changed'] as const
export type GridFilter = {
	sellerEntityId: number
	search: string
	status: string | null
	productClass: string | null
	categoryId: number | null
	/** Only what has no name in this language. */
	lacks: string | null
	locale: string
}
export type GridQuestion = GridFilter & { currency: string; sort: (typeof gridSorts)[number]; after: number | null; limit: number }

export type GridRow = {
	id: number
	sku: string
	slug: string
	name: string
	/** What tells a variant from the others of its product. */
	variant: string[]
	picture: string | null
	kind: string
	unitCode: string
	values: Record<string, string | null>
	basePrice: string | null
	coverage: number
	categories: string[]
}

const like = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Which products a grid speaks of, `p` being the product. Fees are none. */
const matching = (sql: Sql, filter: GridFilter) => sql`
	p.seller_entity_id = ${filter.sellerEntityId} and p.kind <> 'fee' and (${filter.status}::text is null or p.status = ${filter.status}) and (${filter.productClass}::text is null or p.product_class = ${filter.productClass})
	and (${filter.search} = '' or p.sku ilike ${like(filter.search)} or exists (select from product_text t where t.product_id = p.id and t.locale in (${filter.locale}, 'en') and t.name ilike ${like(filter.search)}))
	and (${filter.lacks}::text is null or not exists (select from product_text t where t.product_id = p.id and t.locale = ${filter.lacks} and t.name <> ''))
	and (${filter.categoryId}::bigint is null or exists (
		with recursive below as (select ${filter.categoryId}::bigint as id union select c.id from category c join below on c.parent_id = below.id)
		select from product_category m join below on below.id = m.category_id where m.product_id = p.id))`

/** Every field of a product that the grid can change, as text, by its name: what a change keeps as "before". */
const current = (sql: Sql) => sql`
	jsonb_build_object('status', p.status, 'productClass', p.product_class, 'taxCode', p.tax_code, 'stockPolicy', p.stock_policy, 'minimumQuantity', trim_scale(p.minimum_quantity)::text,
		'incrementQuantity', trim_scale(p.increment_quantity)::text, 'maximumQuantity', trim_scale(p.maximum_quantity)::text, 'leadDays', p.lead_days::text,
		'categories', coalesce((select jsonb_agg(m.category_id order by m.category_id) from product_category m where m.product_id = p.id), '[]'))
	|| coalesce((select jsonb_object_agg('name.' || t.locale, t.name) || jsonb_object_agg('summary.' || t.locale, t.summary) || jsonb_object_agg('description.' || t.locale, t.description) from product_text t where t.product_id = p.id), '{}')`

/** One page of the grid and how many products match in all. One row more than asked tells of another page. */
export async function readProductGrid(sql: Sql, asked: GridQuestion): Promise<{ total: number; rows: GridRow[] }> {
	const key = {
		sku: sql`''`,
		name: sql`coalesce((select t.name from product_text t where t.product_id = p.id and t.locale = ${asked.locale}), (select t.name from product_text t where t.product_id = p.id and t.locale = 'en'), p.sku)`,
		status: sql`p.status`,
		class: sql`p.product_class`,
		changed: sql`to_char(timestamptz '2200-01-01' - p.updated_at, 'DDDDDDDDHH24MISSUS')`,
	}[asked.sort]
	const [row] = await sql<{ total: number; rows: GridRow[] }[]>`
		with found as materialized (
			select p.id, p.sku, ${key} as place from product p where ${matching(sql, asked)}
		), page as materialized (
			select f.* from found f where ${asked.after}::bigint is null or (f.place, f.sku) > (select x.place, x.sku from found x where x.id = ${asked.after}) order by f.place, f.sku limit ${asked.limit + 1}
		)
		select (select count(*)::int from found) as total, coalesce((select json_agg(g) from (
			select p.id, p.sku, p.slug, p.kind, p.picture, p.unit_code as "unitCode", coalesce(t.name, e.name, p.sku) as name, ${variantValues(sql)} as variant, ${current(sql)} as values,
				(select trim_scale(b.tier_price[1])::text from price_book_entry b join price_book k on k.id = b.price_book_id
					where b.product_id = p.id and b.unit_code = p.unit_code and k.seller_entity_id = p.seller_entity_id and k.rung = 'base' and k.currency = ${asked.currency} and k.status = 'published'
					order by k.priority desc, b.valid_from desc limit 1) as "basePrice",
				(select count(*)::int from product_text x where x.product_id = p.id and x.name <> '') as coverage,
				coalesce((select json_agg(coalesce(ct.name, ce.name, c.code) order by m.is_primary desc, c.position) from product_category m join category c on c.id = m.category_id
					left join category_text ct on ct.category_id = c.id and ct.locale = ${asked.locale} left join category_text ce on ce.category_id = c.id and ce.locale = 'en' where m.product_id = p.id), '[]') as categories
			from page join product p on p.id = page.id left join product_text t on t.product_id = p.id and t.locale = ${asked.locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
			order by page.place, page.sku) g), '[]') as rows`
	return row ?? { total: 0, rows: [] }
}

export type GridChoices = { classes: string[]; taxCodes: string[]; categories: { id: number; name: string; depth: number }[] }

export async function readGridChoices(sql: Sql, key: { sellerEntityId: number; locale: string }): Promise<GridChoices> {
	const [row] = await sql<GridChoices[]>`
		with recursive tree as (
			select c.id, 0 as depth, array[c.position, c.id::int] as path from category c where c.seller_entity_id = ${key.sellerEntityId} and c.parent_id is null
			union all select c.id, tree.depth + 1, tree.path || array[c.position, c.id::int] from category c join tree on c.parent_id = tree.id
		)
		select coalesce((select json_agg(distinct product_class order by product_class) from product where seller_entity_id = ${key.sellerEntityId}), '[]') as classes,
			coalesce((select json_agg(distinct x order by x) from (select tax_code as x from product where seller_entity_id = ${key.sellerEntityId} union select tax_code from tax_rate where seller_entity_id = ${key.sellerEntityId}) c), '[]') as tax_codes,
			coalesce((select json_agg(json_build_object('id', tree.id, 'depth', tree.depth, 'name', coalesce(t.name, e.name, c.code)) order by tree.path) from tree join category c on c.id = tree.id
				left join category_text t on t.category_id = c.id and t.locale = ${key.locale} left join category_text e on e.category_id = c.id and e.locale = 'en'), '[]') as categories`
	return row ?? { classes: [], taxCodes: [], categories: [] }
}

export type BulkTarget = { productIds: readonly number[] } | { filter: GridFilter }
export type Affected = { id: number; sku: string; name: string; before: Record<string, unknown>; unitDigits: number }

/** The products that an edit is meant for, with all they hold now; locked when it is to be done. Others' ids are left out. */
export async function readTargets(sql: Sql, key: { sellerEntityId: number; target: BulkTarget }, lock = false): Promise<Affected[]> {
	const which =
		'filter' in key.target
			? matching(sql, key.target.filter)
			: sql`p.seller_entity_id = ${key.sellerEntityId} and p.kind <> 'fee' and p.id = any(${sql.array([...key.target.productIds], 20)}::bigint[])`
	return sql<Affected[]>`
		select p.id, p.sku, coalesce((select t.name from product_text t where t.product_id = p.id and t.locale = 'en'), p.sku) as name, ${current(sql)} as before,
			(select m.digits from unit_of_measure m where m.code = p.unit_code) as unit_digits
		from product p where ${which} order by p.sku ${lock ? sql`for update of p` : sql``}`
}

export type ChangeRow = { id: number; before: Record<string, unknown>; after: Record<string, unknown> }

/** Opens a change of many products: every row with what was there and what shall be, and nothing done yet. */
export async function insertProductChange(
	tx: Tx,
	key: { sellerEntityId: number; userId: number; change: object; at: Date; rows: readonly ChangeRow[] },
): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		with made as (
			insert into change_set (seller_entity_id, user_id, room, change, state, total, created_at)
			values (${key.sellerEntityId}, ${key.userId}, 'product', ${tx.json(key.change as never)}, 'running', ${key.rows.length}, ${key.at}) returning id
		), kept as (
			insert into change_row (change_set_id, subject_id, before, after)
			select made.id, r.id, r.before, r.after from made, jsonb_to_recordset(${recordset(tx, key.rows)}) as r(id bigint, before jsonb, after jsonb)
		)
		select id from made`
	return row?.id ?? 0
}

export type OpenChange = { id: number; sellerEntityId: number; userId: number; state: 'running' | 'undoing'; requestId: string | null }

/** A change that is in hand and that nobody else works at, locked: the oldest, or the one named. */
export async function lockChangeInHand(tx: Tx, changeId: number | null): Promise<OpenChange | null> {
	const [row] = await tx<OpenChange[]>`
		select c.id, c.seller_entity_id, c.user_id, c.state, c.change ->> 'requestId' as request_id from change_set c
		where c.room = 'product' and c.state in ('running','undoing') and (${changeId}::bigint is null or c.id = ${changeId}) order by c.id limit 1 for update skip locked`
	return row ?? null
}

export type WorkedRow = { id: number; before: Record<string, unknown>; after: Record<string, unknown>; isPassed: boolean }

/**
 * Does one chunk of a change, or undoes one: a product that is no longer as it was found is passed over. Words, categories
 * and columns alike; four statements for any number of products.
 */
export async function workChange(tx: Tx, { id, state }: Pick<OpenChange, 'id' | 'state'>, limit: number, at: Date): Promise<WorkedRow[]> {
	const isUndo = state === 'undoing'
	const worked = await tx<WorkedRow[]>`
		with chunk as materialized (
			select r.subject_id as id, ${isUndo ? tx`r.after` : tx`r.before`} as before, ${isUndo ? tx`r.before` : tx`r.after`} as after from change_row r
			where r.change_set_id = ${id} and r.state = ${isUndo ? 'applied' : 'waiting'} order by r.subject_id limit ${limit}
		), seen as materialized (
			select k.*, exists (select from jsonb_each(k.before) b where coalesce(nullif((${current(tx)}) -> b.key, 'null'), 'null') <> coalesce(b.value, 'null')) as is_passed
			from chunk k join product p on p.id = k.id for update of p
		), marked as (
			update change_row r set state = case when s.is_passed then 'passed' else ${isUndo ? 'undone' : 'applied'} end from seen s where r.change_set_id = ${id} and r.subject_id = s.id
		), counted as (
			update change_set c set done = least(c.total, c.done + (select count(*) from chunk)) where c.id = ${id}
		)
		select id, before, after, is_passed from seen`
	const rows = recordset(
		tx,
		worked.filter(({ isPassed }) => !isPassed).map((row) => ({ id: row.id, after: row.after })),
	)
	await tx`
		update product p set status = coalesce(r.after ->> 'status', p.status), product_class = coalesce(r.after ->> 'productClass', p.product_class), tax_code = coalesce(r.after ->> 'taxCode', p.tax_code),
			stock_policy = coalesce(r.after ->> 'stockPolicy', p.stock_policy), minimum_quantity = coalesce((r.after ->> 'minimumQuantity')::numeric, p.minimum_quantity),
			increment_quantity = coalesce((r.after ->> 'incrementQuantity')::numeric, p.increment_quantity), lead_days = coalesce((r.after ->> 'leadDays')::smallint, p.lead_days),
			maximum_quantity = case when r.after ? 'maximumQuantity' then (r.after ->> 'maximumQuantity')::numeric else p.maximum_quantity end, version = p.version + 1, updated_at = ${at}
		from jsonb_to_recordset(${rows}) as r(id bigint, after jsonb) where p.id = r.id`
	await tx`
		with word as materialized (
			select r.id, split_part(w.key, '.', 2) as locale, max(w.value) filter (where w.key like 'name.%') as name, bool_or(w.key like 'name.%') as names,
				max(w.value) filter (where w.key like 'summary.%') as summary, bool_or(w.key like 'summary.%') as summaries, max(w.value) filter (where w.key like 'description.%') as description, bool_or(w.key like 'description.%') as descriptions
			from jsonb_to_recordset(${rows}) as r(id bigint, after jsonb), jsonb_each_text(r.after) w where w.key ~ '^(name|summary|description)\\.' group by 1, 2
		), gone as (
			delete from product_text t using word w where t.product_id = w.id and t.locale = w.locale and w.names and w.name is null
		), unfound as (
			delete from product_search s using word w where s.product_id = w.id and s.locale = w.locale and w.names and w.name is null
		)
		insert into product_text (product_id, locale, name, summary, description)
		select w.id, w.locale, coalesce(w.name, t.name), case when w.summaries then w.summary else t.summary end, case when w.descriptions then w.description else t.description end
		from word w left join product_text t on t.product_id = w.id and t.locale = w.locale where coalesce(w.name, case when not w.names then t.name end) is not null
		on conflict (product_id, locale) do update set name = excluded.name, summary = excluded.summary, description = excluded.description`
	await tx`
		with wish as materialized (
			select r.id, c.value::bigint as category_id from jsonb_to_recordset(${rows}) as r(id bigint, after jsonb) cross join lateral jsonb_array_elements_text(r.after -> 'categories') c where r.after ? 'categories'
		), gone as (
			delete from product_category m using jsonb_to_recordset(${rows}) as r(id bigint, after jsonb) where r.after ? 'categories' and m.product_id = r.id
				and not exists (select from wish w where w.id = m.product_id and w.category_id = m.category_id)
		)
		insert into product_category (product_id, category_id) select id, category_id from wish on conflict do nothing`
	return worked
}

/** Ends a change that has nothing left to do. */
export async function finishChange(tx: Tx, { id, state }: Pick<OpenChange, 'id' | 'state'>, at: Date): Promise<void> {
	const end = state === 'undoing' ? 'undone' : 'applied'
	await tx`
		update change_set set state = ${end}, finished_at = case when ${end} = 'applied' then ${at}::timestamptz else finished_at end, undone_at = case when ${end} = 'undone' then ${at}::timestamptz end
		where id = ${id} and not exists (select from change_row r where r.change_set_id = ${id} and r.state = ${state === 'undoing' ? 'applied' : 'waiting'})`
}

export type ShownChange = {
	id: number
	state: 'running' | 'applied' | 'cancelled' | 'undoing' | 'undone'
	total: number
	done: number
	passed: number
	userName: string
	createdAt: Date
	change: Record<string, unknown>
}

/** A change of many products as its page shows it. Null: not this seller's. */
export async function readProductChange(
	sql: Sql,
	key: { sellerEntityId: number; changeId: number },
): Promise<(ShownChange & { rows: { sku: string; name: string; before: Record<string, unknown>; after: Record<string, unknown>; state: string }[] }) | null> {
	const [row] = await sql<
		(ShownChange & { rows: { sku: string; name: string; before: Record<string, unknown>; after: Record<string, unknown>; state: string }[] })[]
	>`
		select c.id, c.state, c.total, c.done, c.created_at, c.change, u.first_name || ' ' || u.last_name as user_name,
			(select count(*)::int from change_row r where r.change_set_id = c.id and r.state = 'passed') as passed,
			coalesce((select json_agg(x) from (select p.sku, coalesce(t.name, p.sku) as name, r.before, r.after, r.state from change_row r join product p on p.id = r.subject_id left join product_text t on t.product_id = p.id and t.locale = 'en'
				where r.change_set_id = c.id order by p.sku limit 50) x), '[]') as rows
		from change_set c join crm_user u on u.id = c.user_id where c.id = ${key.changeId} and c.seller_entity_id = ${key.sellerEntityId} and c.room = 'product'`
	return row ?? null
}

/** The newest changes of products. */
export async function readProductChanges(sql: Sql, sellerEntityId: number): Promise<ShownChange[]> {
	return sql<ShownChange[]>`
		select c.id, c.state, c.total, c.done, 0 as passed, c.created_at, c.change, u.first_name || ' ' || u.last_name as user_name
		from change_set c join crm_user u on u.id = c.user_id where c.seller_entity_id = ${sellerEntityId} and c.room = 'product' order by c.id desc limit 5`
}

/** Stops a running change, or begins to undo one that is done or was stopped. False: it is in another state by now. */
export async function turnChange(tx: Tx, key: { sellerEntityId: number; changeId: number; to: 'cancelled' | 'undoing'; at: Date }): Promise<boolean> {
	const rows = await tx`
		update change_set set state = ${key.to}, done = case when ${key.to} = 'undoing' then 0 else done end,
			total = case when ${key.to} = 'undoing' then (select count(*) from change_row r where r.change_set_id = change_set.id and r.state = 'applied') else total end
		where id = ${key.changeId} and seller_entity_id = ${key.sellerEntityId} and room = 'product' and state = any(${key.to === 'cancelled' ? ['running'] : ['applied', 'cancelled']}::text[]) returning id`
	return rows.length > 0
}

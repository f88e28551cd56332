import type { Sql, Tx } from '../client.server.ts'
import { variantValues } from './variant.ts'

export type BookRow = {
	id: number
	code: string
	name: string
	rung: 'contract' | 'group' | 'sale' | 'base' | 'fx'
	currency: string
	policy: 'best_of' | 'exclusive'
	tierMode: 'all_units' | 'graduated'
	basis: 'line' | 'order' | 'mix_group' | 'account_period'
	priority: number
	status: 'draft' | 'published' | 'retired'
	version: number
	validFrom: Date
	validTo: Date | null
	/** Whose prices a converted book shows; null: its own. */
	source: { id: number; name: string; currency: string } | null
	fxRate: string | null
	fxRateOn: string | null
	entries: number
	/** Names of the accounts and groups it is addressed to; empty: everybody. */
	audience: string[]
	changedAt: Date | null
}

const bookColumns = (sql: Sql) => sql`
	b.id, b.code, b.name, b.rung, b.currency, b.policy, b.tier_mode, b.basis, b.priority, b.status, b.version, b.valid_from, b.valid_to, trim_scale(b.fx_rate)::text as fx_rate, b.fx_rate_on,
	(select json_build_object('id', s.id, 'name', s.name, 'currency', s.currency) from price_book s where s.id = b.fx_source_book_id) as source,
	(select count(*)::int from price_book_entry e where e.price_book_id = coalesce(b.fx_source_book_id, b.id)) as entries,
	coalesce((select array_agg(coalesce(a.name || coalesce(' – ' || l.name, ''), g.name) order by a.name, g.name) from price_book_audience x left join account a on a.id = x.account_id
		left join location l on l.account_id = x.account_id and l.id = x.location_id left join buyer_group g on g.id = x.buyer_group_id where x.price_book_id = b.id), '{}') as audience,
	(select max(c.changed_at) from price_change c where c.price_book_id = b.id) as changed_at`

export type BookFilter = { sellerEntityId: number; search: string; rung: string | null; status: string | null; after: number | null; limit: number }

const rungOrder = (sql: Sql) => sql`array['base', 'group', 'contract', 'sale', 'fx']`

/** One page of price books, what most accounts buy at first, then by name; one row more than asked. */
export async function readPriceBooks(sql: Sql, { sellerEntityId, search, rung, status, after, limit }: BookFilter): Promise<BookRow[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<BookRow[]>`
		select ${bookColumns(sql)} from price_book b
		where b.seller_entity_id = ${sellerEntityId} and (${rung}::text is null or b.rung = ${rung}) and (${status}::text is null or b.status = ${status})
			and (${search} = '' or b.name ilike ${like} or b.code ilike ${like})
			and (${after}::bigint is null or (array_position(${rungOrder(sql)}, b.rung), lower(b.name), b.id) > (select array_position(${rungOrder(sql)}, c.rung), lower(c.name), c.id from price_book c where c.id = ${after}))
		order by array_position(${rungOrder(sql)}, b.rung), lower(b.name), b.id limit ${limit + 1}`
}

export async function readPriceBook(sql: Sql, key: { sellerEntityId: number; bookId: number }): Promise<BookRow | null> {
	const [row] = await sql<BookRow[]>`select ${bookColumns(sql)} from price_book b where b.seller_entity_id = ${key.sellerEntityId} and b.id = ${key.bookId}`
	return row ?? null
}

export type EntryRow = {
	id: number
	productId: number
	sku: string
	name: string
	/** What tells a variant from the others of its product. */
	variant: string[]
	status: 'draft' | 'active' | 'retired'
	unitCode: string
	unitDigits: number
	/** Decimals separated by commas, in step. */
	tierFrom: string
	tierPrice: string
	floorPrice: string | null
	unitCost: string | null
	validFrom: Date | null
	validTo: Date | null
	updatedAt: Date
}

const entryColumns = (sql: Sql) => sql`
	e.id, p.id as product_id, p.sku, coalesce(t.name, n.name, p.sku) as name, ${variantValues(sql)} as variant, p.status, e.unit_code, m.digits as unit_digits,
	(select string_agg(trim_scale(q)::text, ',' order by i) from unnest(e.tier_from) with ordinality as u(q, i)) as tier_from,
	(select string_agg(trim_scale(q)::text, ',' order by i) from unnest(e.tier_price) with ordinality as u(q, i)) as tier_price,
	case when e.unit_code = p.unit_code then trim_scale(p.floor_price)::text end as floor_price, case when e.unit_code = p.unit_code then trim_scale(p.unit_cost)::text end as unit_cost,
	nullif(e.valid_from, '-infinity') as valid_from, e.valid_to, e.updated_at`

const entryJoins = (sql: Sql, locale: string) => sql`
	join product p on p.id = e.product_id join unit_of_measure m on m.code = e.unit_code
	left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text n on n.product_id = p.id and n.locale = 'en'`

/** One page of a book's entries by SKU, unit and start; one row more than asked. */
export async function readBookEntries(
	sql: Sql,
	{ bookId, search, after, limit, locale }: { bookId: number; search: string; after: number | null; limit: number; locale: string },
): Promise<EntryRow[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<EntryRow[]>`
		select ${entryColumns(sql)} from price_book_entry e ${entryJoins(sql, locale)}
		where e.price_book_id = ${bookId} and (${search} = '' or p.sku ilike ${like} or t.name ilike ${like} or n.name ilike ${like})
			and (${after}::bigint is null or (p.sku, e.unit_code, e.valid_from, e.id) > (select q.sku, x.unit_code, x.valid_from, x.id from price_book_entry x join product q on q.id = x.product_id where x.id = ${after}))
		order by p.sku, e.unit_code, e.valid_from, e.id limit ${limit + 1}`
}

export type LockedBook = { id: number; code: string; version: number; currency: string; rung: string; status: string; name: string }

/** A book of the seller, locked, so that its versions follow one another. */
export async function lockPriceBook(tx: Tx, key: { sellerEntityId: number; bookId: number }): Promise<LockedBook | null> {
	const [row] = await tx<LockedBook[]>`
		select id, code, version, currency, rung, status, name from price_book where id = ${key.bookId} and seller_entity_id = ${key.sellerEntityId} for update`
	return row ?? null
}

/** The named entries of a locked book, as they stand. */
export async function readEntries(tx: Tx, bookId: number, entryIds: readonly number[]): Promise<EntryRow[]> {
	return tx<EntryRow[]>`
		select ${entryColumns(tx)} from price_book_entry e ${entryJoins(tx, 'en')} where e.price_book_id = ${bookId} and e.id = any(${tx.array([...entryIds], 20)}::bigint[]) order by e.id`
}

export type EntryWrite = { id: number; tierFrom: readonly string[]; tierPrice: readonly string[]; validFrom: Date | null; validTo: Date | null }

/**
 * Writes entries of a book, notes for each what it held and holds, and raises the book's version; one statement for any
 * number. Answers the new version.
 */
export async function writeEntries(tx: Tx, book: { bookId: number; userId: number; at: Date }, writes: readonly EntryWrite[]): Promise<number> {
	const rows = JSON.stringify(
		writes.map((write) => ({
			...{ id: write.id, tier_from: write.tierFrom, tier_price: write.tierPrice },
			...{ valid_from: write.validFrom?.toISOString() ?? '-infinity', valid_to: write.validTo?.toISOString() ?? null },
		})),
	)
	const [row] = await tx<{ version: number }[]>`
		with bumped as (
			update price_book set version = version + 1, updated_at = ${book.at} where id = ${book.bookId} returning version
		), wish as materialized (
			select * from json_to_recordset(${rows}::text::json) as r(id bigint, tier_from numeric[], tier_price numeric[], valid_from timestamptz, valid_to timestamptz)
		), before as materialized (
			select e.* from price_book_entry e join wish on wish.id = e.id where e.price_book_id = ${book.bookId}
		), written as (
			update price_book_entry e set tier_from = w.tier_from, tier_price = w.tier_price, valid_from = w.valid_from, valid_to = w.valid_to, updated_at = ${book.at}
			from wish w where e.id = w.id and e.price_book_id = ${book.bookId}
		), noted as (
			insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, old_tier_from, old_tier_price, new_tier_from, new_tier_price, changed_by, changed_at,
				old_valid_from, old_valid_to, old_mix_group, new_valid_from, new_valid_to, new_mix_group)
			select ${book.bookId}, b.id, b.product_id, b.unit_code, bumped.version, b.tier_from, b.tier_price, w.tier_from, w.tier_price, ${book.userId}, ${book.at},
				b.valid_from, coalesce(b.valid_to, 'infinity'), b.mix_group, w.valid_from, coalesce(w.valid_to, 'infinity'), b.mix_group
			from before b join wish w on w.id = b.id cross join bumped order by b.id
		)
		select version from bumped`
	return row?.version ?? 0
}

export type NewEntry = { productId: number; unitCode: string; tierFrom: readonly string[]; tierPrice: readonly string[] }

/** Prices a product that the book did not have; null when it has it already. */
export async function insertEntry(
	tx: Tx,
	book: { bookId: number; userId: number; at: Date },
	entry: NewEntry,
): Promise<{ id: number; version: number } | null> {
	const from = JSON.stringify([{ tier_from: entry.tierFrom, tier_price: entry.tierPrice }])
	const [row] = await tx<{ id: number; version: number }[]>`
		with tiers as (
			select * from json_to_recordset(${from}::text::json) as r(tier_from numeric[], tier_price numeric[])
		), made as (
			insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, updated_at)
			select ${book.bookId}, ${entry.productId}, ${entry.unitCode}, tier_from, tier_price, ${book.at} from tiers on conflict do nothing returning id
		), bumped as (
			update price_book set version = version + 1, updated_at = ${book.at} where id = ${book.bookId} and exists (select from made) returning version
		), noted as (
			insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, new_tier_from, new_tier_price, changed_by, changed_at, new_valid_from, new_valid_to)
			select ${book.bookId}, made.id, ${entry.productId}, ${entry.unitCode}, bumped.version, tier_from, tier_price, ${book.userId}, ${book.at}, '-infinity', 'infinity' from made, bumped, tiers
		)
		select made.id, bumped.version from made, bumped`
	return row ?? null
}

/** Takes an entry out of its book, keeping what it held. */
export async function deleteEntry(tx: Tx, book: { bookId: number; userId: number; at: Date }, entryId: number): Promise<void> {
	await tx`
		with bumped as (
			update price_book set version = version + 1, updated_at = ${book.at} where id = ${book.bookId} returning version
		), gone as (
			delete from price_book_entry where id = ${entryId} and price_book_id = ${book.bookId} returning *
		)
		insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, old_tier_from, old_tier_price, changed_by, changed_at, old_valid_from, old_valid_to, old_mix_group)
		select ${book.bookId}, gone.id, gone.product_id, gone.unit_code, bumped.version, gone.tier_from, gone.tier_price, ${book.userId}, ${book.at}, gone.valid_from, coalesce(gone.valid_to, 'infinity'), gone.mix_group from gone, bumped`
}

export type PriceableRow = { productId: number; sku: string; unitCode: string; unitDigits: number; floorPrice: string | null; unitCost: string | null }

/** A product of the seller by SKU, in one of its units; null: no such product or unit. */
export async function readPriceable(sql: Sql, question: { sellerEntityId: number; sku: string; unit: string }): Promise<PriceableRow | null> {
	const [row] = await sql<PriceableRow[]>`
		select p.id as product_id, p.sku, m.code as unit_code, m.digits as unit_digits, case when m.code = p.unit_code then trim_scale(p.floor_price)::text end as floor_price,
			case when m.code = p.unit_code then trim_scale(p.unit_cost)::text end as unit_cost
		from product p join unit_of_measure m on m.code = coalesce(nullif(${question.unit}, ''), p.unit_code)
		where p.seller_entity_id = ${question.sellerEntityId} and p.sku = upper(${question.sku}) and p.kind <> 'parent'
			and (m.code = p.unit_code or exists (select from product_unit u where u.product_id = p.id and u.unit_code = m.code))`
	return row ?? null
}

/** Products of the seller by SKU, each in one of its units, in the order asked; those that are none have a null for their id. */
export async function readPriceables(
	sql: Sql,
	{ sellerEntityId, asked }: { sellerEntityId: number; asked: readonly { sku: string; unit?: string | undefined }[] },
): Promise<PriceableRow[]> {
	const rows = JSON.stringify(asked.map(({ sku, unit }, ordinal) => ({ sku, unit: unit ?? '', ordinal })))
	return sql<PriceableRow[]>`
		select case when m.code is not null then p.id end as product_id, p.sku, m.code as unit_code, m.digits as unit_digits, case when m.code = p.unit_code then trim_scale(p.floor_price)::text end as floor_price,
			case when m.code = p.unit_code then trim_scale(p.unit_cost)::text end as unit_cost
		from json_to_recordset(${rows}::text::json) as a(sku text, unit text, ordinal int)
			left join product p on p.seller_entity_id = ${sellerEntityId} and p.sku = upper(a.sku) and p.kind <> 'parent'
			left join unit_of_measure m on m.code = coalesce(nullif(a.unit, ''), p.unit_code) and (m.code = p.unit_code or exists (select from product_unit u where u.product_id = p.id and u.unit_code = m.code))
		order by a.ordinal`
}

export type ChangeRow = {
	id: number
	entryId: number | null
	sku: string
	name: string
	unitCode: string
	bookVersion: number
	oldTierFrom: string | null
	oldTierPrice: string | null
	newTierFrom: string | null
	newTierPrice: string | null
	changedBy: string | null
	changedAt: Date
	/** Changes from before windows were noted have none. */
	hasWindow: boolean
	oldValidFrom: Date | null
	oldValidTo: Date | null
	/** Whether the entry still holds what this change gave it. */
	isCurrent: boolean
}

const tierText = (sql: Sql, column: string) =>
	sql`(select string_agg(trim_scale(q)::text, ',' order by i) from unnest(c.${sql(column)}) with ordinality as u(q, i))`

const changeColumns = (sql: Sql) => sql`
	c.id, c.entry_id, p.sku, coalesce(n.name, p.sku) as name, c.unit_code, c.book_version, ${tierText(sql, 'old_tier_from')} as old_tier_from, ${tierText(sql, 'old_tier_price')} as old_tier_price,
	${tierText(sql, 'new_tier_from')} as new_tier_from, ${tierText(sql, 'new_tier_price')} as new_tier_price, u.first_name || ' ' || u.last_name as changed_by, c.changed_at,
	c.old_valid_from is not null as has_window, nullif(c.old_valid_from, '-infinity') as old_valid_from, nullif(c.old_valid_to, 'infinity') as old_valid_to,
	case when c.new_tier_from is null then e.id is null else coalesce(e.tier_from = c.new_tier_from and e.tier_price = c.new_tier_price, false) end as is_current
	from price_change c join product p on p.id = c.product_id left join product_text n on n.product_id = p.id and n.locale = 'en'
		left join crm_user u on u.id = c.changed_by left join price_book_entry e on e.id = c.entry_id and e.price_book_id = c.price_book_id`

/** What changed in a book, newest first; one row more than asked. */
export async function readPriceChanges(sql: Sql, question: { bookId: number; before: number | null; limit: number }): Promise<ChangeRow[]> {
	return sql<ChangeRow[]>`
		select ${changeColumns(sql)} where c.price_book_id = ${question.bookId} and (${question.before}::bigint is null or c.id < ${question.before}) order by c.id desc limit ${question.limit + 1}`
}

export async function readPriceChange(sql: Sql, key: { bookId: number; changeId: number }): Promise<ChangeRow | null> {
	const [row] = await sql<ChangeRow[]>`select ${changeColumns(sql)} where c.price_book_id = ${key.bookId} and c.id = ${key.changeId}`
	return row ?? null
}

import type { Sql, Tx } from '../client.server.ts'

export type DraftState = 'checking' | 'ready' | 'published' | 'discarded'
export type DraftRowStatus = 'new' | 'changed' | 'removed' | 'unchanged' | 'rejected'

export type DraftInput = {
	bookId: number
	sourceName: string
	source: string
	decimalComma: boolean
	beginsAt: Date | null
	isWhole: boolean
	jumpPercent: number
	baseVersion: number
	priceCount: number
	userId: number
	at: Date
}

/** A new draft of a book, to be compared by the worker. Answers its id. */
export async function insertDraft(tx: Tx, draft: DraftInput): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into price_draft (price_book_id, source_name, source, decimal_comma, begins_at, is_whole, jump_percent, base_version, price_count, made_by, made_at)
		values (${draft.bookId}, ${draft.sourceName}, ${draft.source}, ${draft.decimalComma}, ${draft.beginsAt}, ${draft.isWhole}, ${draft.jumpPercent}, ${draft.baseVersion},
			${draft.priceCount}, ${draft.userId}, ${draft.at}) returning id`
	return row?.id ?? 0
}

export type ClaimedDraft = {
	id: number
	bookId: number
	sellerEntityId: number
	zone: string
	source: string
	decimalComma: boolean
	beginsAt: Date | null
	isWhole: boolean
	jumpPercent: number
	priceCount: number
	checkedCount: number
}

/** The oldest draft that is still to be compared, locked for this round; null: none, or another worker has it. */
export async function claimDraft(tx: Tx): Promise<ClaimedDraft | null> {
	const [row] = await tx<ClaimedDraft[]>`
		select d.id, d.price_book_id as book_id, b.seller_entity_id, s.time_zone as zone, d.source, d.decimal_comma, d.begins_at, d.is_whole, d.jump_percent, d.price_count, d.checked_count
		from price_draft d join price_book b on b.id = d.price_book_id join seller_entity s on s.id = b.seller_entity_id
		where d.state = 'checking' order by d.id limit 1 for update of d skip locked`
	return row ?? null
}

export type DraftProductRow = {
	productId: number
	sku: string
	units: { code: string; digits: number; isOwn: boolean }[]
	floorPrice: string | null
	unitCost: string | null
}

/** Products of the seller that can have prices, by SKU, each with the units it is sold in. */
export async function readDraftProducts(sql: Sql, question: { sellerEntityId: number; skus: readonly string[] }): Promise<DraftProductRow[]> {
	return sql<DraftProductRow[]>`
		select p.id as product_id, p.sku, trim_scale(p.floor_price)::text as floor_price, trim_scale(p.unit_cost)::text as unit_cost,
			(select json_agg(json_build_object('code', m.code, 'digits', m.digits, 'isOwn', m.code = p.unit_code) order by m.code)
				from unit_of_measure m where m.code = p.unit_code or m.code in (select u.unit_code from product_unit u where u.product_id = p.id)) as units
		from product p where p.seller_entity_id = ${question.sellerEntityId} and p.kind <> 'parent' and p.sku = any(${sql.array([...question.skus], 25)}::text[])`
}

export type BookPriceRow = {
	entryId: number
	productId: number
	unitCode: string
	/** Decimals separated by commas, in step. */
	tierFrom: string
	tierPrice: string
	mixGroup: string | null
	validFrom: Date | null
	validTo: Date | null
}

/** Every price that a book has for some products, of whatever window. */
export async function readPricesOf(sql: Sql, question: { bookId: number; productIds: readonly number[] }): Promise<BookPriceRow[]> {
	return sql<BookPriceRow[]>`
		select e.id as entry_id, e.product_id, e.unit_code, array_to_string(e.tier_from, ',') as tier_from, array_to_string(e.tier_price, ',') as tier_price, e.mix_group,
			nullif(e.valid_from, '-infinity') as valid_from, e.valid_to
		from price_book_entry e where e.price_book_id = ${question.bookId} and e.product_id = any(${sql.array([...question.productIds], 20)}::bigint[]) order by e.id`
}

export type DraftRowInput = {
	line: number
	status: string
	sku: string
	productId: number | null
	unitCode: string | null
	entryId: number | null
	endsEntry: boolean
	tierFrom: readonly string[] | null
	tierPrice: readonly string[] | null
	mixGroup: string | null
	validFrom: Date | null
	validTo: Date | null
	changeBp: number | null
	warnings: readonly unknown[]
	refusals: readonly unknown[]
}

/** Keeps compared rows with what the book holds beside them, and how far the draft is; one statement for any number. */
export async function insertDraftRows(
	tx: Tx,
	draft: { draftId: number; before: number; isLast: boolean; prices: number },
	rows: readonly DraftRowInput[],
): Promise<void> {
	const wish = JSON.stringify(
		rows.map((row, index) => ({
			...{ row_number: draft.before + index + 1, line: row.line, status: row.status, sku: row.sku, product_id: row.productId, unit_code: row.unitCode },
			...{ entry_id: row.entryId, ends_entry: row.endsEntry, tier_from: row.tierFrom, tier_price: row.tierPrice, mix_group: row.mixGroup },
			...{ valid_from: row.validFrom?.toISOString() ?? '-infinity', valid_to: row.validTo?.toISOString() ?? null, change_bp: row.changeBp },
			...{ warnings: row.warnings, refusals: row.refusals },
		})),
	)
	await tx`
		with kept as (
			insert into price_draft_row (price_draft_id, row_number, line, status, sku, product_id, unit_code, entry_id, ends_entry, tier_from, tier_price, mix_group, valid_from, valid_to,
				old_tier_from, old_tier_price, change_bp, warnings, refusals)
			select ${draft.draftId}, r.row_number, r.line, r.status, r.sku, r.product_id, r.unit_code, r.entry_id, r.ends_entry, r.tier_from, r.tier_price, r.mix_group, r.valid_from, r.valid_to,
				e.tier_from, e.tier_price, r.change_bp, r.warnings, r.refusals
			from json_to_recordset(${wish}::text::json) as r(row_number int, line int, status text, sku text, product_id bigint, unit_code text, entry_id bigint, ends_entry boolean,
				tier_from numeric[], tier_price numeric[], mix_group text, valid_from timestamptz, valid_to timestamptz, change_bp int, warnings jsonb, refusals jsonb)
			left join price_book_entry e on e.id = r.entry_id
		)
		update price_draft set checked_count = checked_count + ${draft.prices}, state = case when ${draft.isLast}::boolean then 'ready' else state end where id = ${draft.draftId}`
}

/** What the book still sells at the moment and the file does not name; a row that was rejected still names its product. */
export async function insertRemovedRows(tx: Tx, draft: { draftId: number; bookId: number; beginsAt: Date | null; at: Date }): Promise<void> {
	await tx`
		insert into price_draft_row (price_draft_id, row_number, status, sku, product_id, unit_code, entry_id, ends_entry, mix_group, valid_from, valid_to, old_tier_from, old_tier_price)
		select ${draft.draftId}, m.last + row_number() over (order by p.sku, e.unit_code, e.valid_from), 'removed', p.sku, p.id, e.unit_code, e.id,
			${draft.beginsAt}::timestamptz is not null and e.valid_from < ${draft.beginsAt}, e.mix_group, e.valid_from, e.valid_to, e.tier_from, e.tier_price
		from price_book_entry e join product p on p.id = e.product_id cross join (select coalesce(max(row_number), 0) as last from price_draft_row where price_draft_id = ${draft.draftId}) m
		where e.price_book_id = ${draft.bookId} and (e.valid_to is null or e.valid_to > coalesce(${draft.beginsAt}::timestamptz, ${draft.at}))
			and not exists (select from price_draft_row r where r.price_draft_id = ${draft.draftId} and (r.entry_id = e.id or (r.status = 'rejected' and r.sku = p.sku)))`
}

export type DraftHead = {
	id: number
	bookId: number
	state: DraftState
	sourceName: string
	beginsAt: Date | null
	isWhole: boolean
	jumpPercent: number
	baseVersion: number
	bookVersion: number
	priceCount: number
	checkedCount: number
	publishedVersion: number | null
	madeBy: string
	madeAt: Date
	counts: Record<DraftRowStatus, number>
	/** Rows with something to know before they count. */
	warned: number
}

const draftColumns = (sql: Sql) => sql`
	d.id, d.price_book_id as book_id, d.state, d.source_name, d.begins_at, d.is_whole, d.jump_percent, d.base_version, b.version as book_version, d.price_count, d.checked_count, d.published_version,
	u.first_name || ' ' || u.last_name as made_by, d.made_at`

/** A draft of a book of the seller, with its counts; null: none such. */
export async function readDraft(sql: Sql, key: { sellerEntityId: number; bookId: number; draftId: number }): Promise<DraftHead | null> {
	const [row] = await sql<DraftHead[]>`
		select ${draftColumns(sql)}, c.counts, c.warned
		from price_draft d join price_book b on b.id = d.price_book_id join crm_user u on u.id = d.made_by cross join lateral (
			select json_build_object('new', count(*) filter (where r.status = 'new'), 'changed', count(*) filter (where r.status = 'changed'), 'removed', count(*) filter (where r.status = 'removed'),
				'unchanged', count(*) filter (where r.status = 'unchanged'), 'rejected', count(*) filter (where r.status = 'rejected')) as counts,
				count(*) filter (where r.warnings <> '[]')::int as warned
			from price_draft_row r where r.price_draft_id = d.id) c
		where d.id = ${key.draftId} and d.price_book_id = ${key.bookId} and b.seller_entity_id = ${key.sellerEntityId}`
	return row ?? null
}

/** The drafts of a book that wait for somebody, newest first. */
export async function readOpenDrafts(
	sql: Sql,
	bookId: number,
): Promise<Pick<DraftHead, 'id' | 'state' | 'sourceName' | 'beginsAt' | 'madeBy' | 'madeAt' | 'priceCount' | 'checkedCount'>[]> {
	return sql`
		select ${draftColumns(sql)} from price_draft d join price_book b on b.id = d.price_book_id join crm_user u on u.id = d.made_by
		where d.price_book_id = ${bookId} and d.state in ('checking', 'ready') order by d.id desc limit 20`
}

export type LockedDraft = Pick<DraftHead, 'id' | 'state' | 'baseVersion' | 'sourceName' | 'beginsAt' | 'isWhole'>

/** Locks a draft of a locked book. */
export async function lockDraft(tx: Tx, key: { bookId: number; draftId: number }): Promise<LockedDraft | null> {
	const [row] = await tx<LockedDraft[]>`
		select id, state, base_version, source_name, begins_at, is_whole from price_draft where id = ${key.draftId} and price_book_id = ${key.bookId} for update`
	return row ?? null
}

export type DraftRow = {
	rowNumber: number
	line: number | null
	status: DraftRowStatus
	sku: string
	name: string | null
	unitCode: string | null
	tierFrom: string | null
	tierPrice: string | null
	oldTierFrom: string | null
	oldTierPrice: string | null
	validFrom: Date | null
	validTo: Date | null
	changeBp: number | null
	warnings: { code: string; facts: Record<string, string | number> }[]
	refusals: { code: string; facts: Record<string, string | number> }[]
}

export type DraftRowFilter = {
	draftId: number
	status: DraftRowStatus | null
	warned: boolean
	search: string
	after: number | null
	limit: number
	locale: string
}

const plainText = (sql: Sql, column: string) =>
	sql`(select string_agg(trim_scale(q)::text, ',' order by i) from unnest(r.${sql(column)}) with ordinality as u(q, i))`

/** One page of a draft's rows; one row more than asked. Without a status: everything that would change or was rejected. */
export async function readDraftRows(sql: Sql, { draftId, status, warned, search, after, limit, locale }: DraftRowFilter): Promise<DraftRow[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<DraftRow[]>`
		select r.row_number, r.line, r.status, r.sku, coalesce(t.name, n.name) as name, r.unit_code, ${plainText(sql, 'tier_from')} as tier_from, ${plainText(sql, 'tier_price')} as tier_price,
			${plainText(sql, 'old_tier_from')} as old_tier_from, ${plainText(sql, 'old_tier_price')} as old_tier_price, nullif(r.valid_from, '-infinity') as valid_from, r.valid_to, r.change_bp, r.warnings, r.refusals
		from price_draft_row r left join product_text t on t.product_id = r.product_id and t.locale = ${locale} left join product_text n on n.product_id = r.product_id and n.locale = 'en'
		where r.price_draft_id = ${draftId} and r.row_number > ${after ?? 0}::bigint and (case when ${status}::text is null then r.status <> 'unchanged' else r.status = ${status} end)
			and (not ${warned}::boolean or r.warnings <> '[]') and (${search} = '' or r.sku ilike ${like} or t.name ilike ${like} or n.name ilike ${like})
		order by r.row_number limit ${limit + 1}`
}

/** Begins the comparison of a draft again, against the book as it stands. */
export async function restartDraft(tx: Tx, draft: { draftId: number; baseVersion: number }): Promise<void> {
	await tx`
		with gone as (delete from price_draft_row where price_draft_id = ${draft.draftId})
		update price_draft set state = 'checking', checked_count = 0, base_version = ${draft.baseVersion} where id = ${draft.draftId}`
}

export async function discardDraft(tx: Tx, draft: { draftId: number; at: Date }): Promise<void> {
	await tx`update price_draft set state = 'discarded', ended_at = ${draft.at} where id = ${draft.draftId}`
}

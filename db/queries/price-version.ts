import type { Sql, Tx } from '../client.server.ts'

export type BookAct = { bookId: number; userId: number; at: Date }

export type PublishedCounts = { version: number; made: number; changed: number; ended: number; removed: number }

/**
 * Makes a draft the book's next version: what it changes, begins, ends and removes, and one note for each of what it held
 * and holds; one statement for any number. The shop reads the new prices with its next statement.
 */
export async function publishDraftRows(tx: Tx, { bookId, userId, at }: BookAct, draft: { id: number; beginsAt: Date | null }): Promise<PublishedCounts> {
	const [row] = await tx<PublishedCounts[]>`
		with bumped as (
			update price_book set version = version + 1, updated_at = ${at} where id = ${bookId} returning id, version
		), held as materialized (
			select e.*, w.status, w.ends_entry, w.tier_from as new_from, w.tier_price as new_price, w.mix_group as new_mix, w.valid_from as begins, w.valid_to as ends
			from price_draft_row w join price_book_entry e on e.id = w.entry_id where w.price_draft_id = ${draft.id} and w.status in ('changed', 'removed') and e.price_book_id = ${bookId}
		), removed as (
			delete from price_book_entry e using held h where e.id = h.id and h.status = 'removed' and not h.ends_entry returning e.id
		), ended as (
			update price_book_entry e set valid_to = ${draft.beginsAt}, updated_at = ${at} from held h where e.id = h.id and h.ends_entry returning e.id
		), changed as (
			update price_book_entry e set tier_from = h.new_from, tier_price = h.new_price, mix_group = h.new_mix, valid_from = h.begins, valid_to = h.ends, updated_at = ${at}
			from held h where e.id = h.id and h.status = 'changed' and not h.ends_entry returning e.id
		), made as (
			insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to, updated_at)
			select ${bookId}, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to, ${at} from price_draft_row
			where price_draft_id = ${draft.id} and (status = 'new' or (status = 'changed' and ends_entry))
			returning id, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to
		), noted as (
			insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, changed_by, changed_at, old_tier_from, old_tier_price, old_valid_from, old_valid_to, old_mix_group,
				new_tier_from, new_tier_price, new_valid_from, new_valid_to, new_mix_group)
			select b.id, h.id, h.product_id, h.unit_code, b.version, ${userId}::bigint, ${at}::timestamptz, h.tier_from, h.tier_price, h.valid_from, coalesce(h.valid_to, 'infinity'), h.mix_group,
				case when h.ends_entry then h.tier_from else h.new_from end, case when h.ends_entry then h.tier_price else h.new_price end,
				case when h.ends_entry then h.valid_from when h.status = 'changed' then h.begins end,
				case when h.ends_entry then ${draft.beginsAt}::timestamptz when h.status = 'changed' then coalesce(h.ends, 'infinity') end, case when h.ends_entry then h.mix_group else h.new_mix end
			from held h cross join bumped b
			union all
			select b.id, m.id, m.product_id, m.unit_code, b.version, ${userId}::bigint, ${at}::timestamptz, null, null, null, null, null, m.tier_from, m.tier_price, m.valid_from, coalesce(m.valid_to, 'infinity'), m.mix_group
			from made m cross join bumped b
		), closed as (
			update price_draft d set state = 'published', published_version = b.version, ended_at = ${at} from bumped b where d.id = ${draft.id}
		)
		select version, (select count(*)::int from made) as made, (select count(*)::int from changed) as changed, (select count(*)::int from ended) as ended, (select count(*)::int from removed) as removed from bumped`
	if (!row) throw new Error(`Price book ${bookId} is not there`)
	return row
}

export async function raiseVersion(tx: Tx, { bookId, at }: Pick<BookAct, 'bookId' | 'at'>): Promise<number> {
	const [row] = await tx<{ version: number }[]>`update price_book set version = version + 1, updated_at = ${at} where id = ${bookId} returning version`
	return row?.version ?? 0
}

const firstSince = (tx: Sql, bookId: number, version: number) => tx`
	select distinct on (c.entry_id) c.* from price_change c where c.price_book_id = ${bookId} and c.book_version > ${version} and c.entry_id is not null order by c.entry_id, c.id`

/** Takes out what came into a book after a version; noted under the new one. Answers how many. */
export async function removeSince(tx: Tx, { bookId, userId, at }: BookAct, { since, version }: { since: number; version: number }): Promise<number> {
	const [row] = await tx<{ count: number }[]>`
		with first as materialized (${firstSince(tx, bookId, since)}), gone as (
			delete from price_book_entry e using first f where e.id = f.entry_id and e.price_book_id = ${bookId} and f.old_tier_from is null returning e.*
		), noted as (
			insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, old_tier_from, old_tier_price, old_valid_from, old_valid_to, old_mix_group, changed_by, changed_at)
			select ${bookId}, g.id, g.product_id, g.unit_code, ${version}, g.tier_from, g.tier_price, g.valid_from, coalesce(g.valid_to, 'infinity'), g.mix_group, ${userId}, ${at} from gone g
		)
		select count(*)::int from gone`
	return row?.count ?? 0
}

/** Gives every entry that changed after a version what it held then, and brings back those that left; noted under the new version. Answers how many. */
export async function restoreSince(tx: Tx, { bookId, userId, at }: BookAct, { since, version }: { since: number; version: number }): Promise<number> {
	const [row] = await tx<{ count: number }[]>`
		with first as materialized (${firstSince(tx, bookId, since)}), wish as materialized (
			select f.entry_id as id, f.product_id, f.unit_code, f.old_tier_from as tier_from, f.old_tier_price as tier_price,
				case when f.old_valid_from is null then e.mix_group else f.old_mix_group end as mix_group, coalesce(f.old_valid_from, e.valid_from, '-infinity') as valid_from,
				case when f.old_valid_to is null then e.valid_to else nullif(f.old_valid_to, 'infinity') end as valid_to,
				e.id is not null as is_there, e.tier_from as was_from, e.tier_price as was_price, e.mix_group as was_mix, e.valid_from as was_valid_from, e.valid_to as was_valid_to
			from first f left join price_book_entry e on e.id = f.entry_id and e.price_book_id = ${bookId} where f.old_tier_from is not null
		), differs as materialized (
			select * from wish w where not is_there or (tier_from, tier_price, mix_group, valid_from, valid_to) is distinct from (was_from, was_price, was_mix, was_valid_from, was_valid_to)
		), written as (
			update price_book_entry e set tier_from = d.tier_from, tier_price = d.tier_price, mix_group = d.mix_group, valid_from = d.valid_from, valid_to = d.valid_to, updated_at = ${at}
			from differs d where e.id = d.id and d.is_there
		), brought as (
			insert into price_book_entry (id, price_book_id, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to, updated_at)
			select id, ${bookId}, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to, ${at} from differs where not is_there
		), noted as (
			insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, changed_by, changed_at, old_tier_from, old_tier_price, old_valid_from, old_valid_to, old_mix_group,
				new_tier_from, new_tier_price, new_valid_from, new_valid_to, new_mix_group)
			select ${bookId}, id, product_id, unit_code, ${version}, ${userId}, ${at}, was_from, was_price, was_valid_from, case when is_there then coalesce(was_valid_to, 'infinity') end, was_mix,
				tier_from, tier_price, valid_from, coalesce(valid_to, 'infinity'), mix_group from differs order by id
		)
		select count(*)::int from differs`
	return row?.count ?? 0
}

export type VersionRow = {
	version: number
	changedAt: Date
	changedBy: string | null
	made: number
	changed: number
	removed: number
	/** The file it was published from. */
	sourceName: string | null
	beginsAt: Date | null
}

/** The versions of a book that changed prices, newest first; one row more than asked. */
export async function readVersions(sql: Sql, question: { bookId: number; before: number | null; limit: number }): Promise<VersionRow[]> {
	return sql<VersionRow[]>`
		select c.book_version as version, max(c.changed_at) as changed_at, max(u.first_name || ' ' || u.last_name) as changed_by, count(*) filter (where c.old_tier_from is null)::int as made,
			count(*) filter (where c.old_tier_from is not null and c.new_tier_from is not null)::int as changed, count(*) filter (where c.new_tier_from is null)::int as removed,
			max(d.source_name) as source_name, max(d.begins_at) as begins_at
		from price_change c left join crm_user u on u.id = c.changed_by left join price_draft d on d.price_book_id = c.price_book_id and d.published_version = c.book_version
		where c.price_book_id = ${question.bookId} and (${question.before}::bigint is null or c.book_version < ${question.before}::bigint)
		group by c.book_version order by c.book_version desc limit ${question.limit + 1}`
}

export type ExportRow = {
	sku: string
	unitCode: string
	tierFrom: string
	tierPrice: string
	validFrom: Date | null
	validTo: Date | null
	mixGroup: string | null
}

/** Every price of a book, for a file that can be imported again. */
export async function readWholeBook(sql: Sql, bookId: number): Promise<ExportRow[]> {
	return sql<ExportRow[]>`
		select p.sku, e.unit_code, (select string_agg(trim_scale(q)::text, ',' order by i) from unnest(e.tier_from) with ordinality as u(q, i)) as tier_from,
			(select string_agg(trim_scale(q)::text, ',' order by i) from unnest(e.tier_price) with ordinality as u(q, i)) as tier_price, nullif(e.valid_from, '-infinity') as valid_from, e.valid_to, e.mix_group
		from price_book_entry e join product p on p.id = e.product_id where e.price_book_id = ${bookId} order by p.sku, e.unit_code, e.valid_from, e.id`
}

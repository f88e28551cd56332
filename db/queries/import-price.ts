import type { Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type BookInput = { code: string; name: string; rung: string; currency: string; priority: number; status: string; externalKey: string | null }
export type EntryInput = { sku: string; book: string; unitCode: string; tierFrom: string[]; tierPrice: string[] }

/** Books of a file's own prices: made when they are not there, never changed. */
export async function ensureBooks(tx: Tx, sellerId: number, rows: readonly BookInput[]): Promise<void> {
	await tx`
		insert into price_book (seller_entity_id, code, name, rung, currency, priority, status, valid_from, external_key)
		select ${sellerId}, code, name, rung, currency, priority, status, '1970-01-01Z', external_key from jsonb_to_recordset(${recordset(tx, rows)})
			as r(code text, name text, rung text, currency text, priority integer, status text, external_key text)
		on conflict (seller_entity_id, code) do nothing`
}

/** Books of a file of books. The currency of a book never changes: its entries would lie. */
export async function upsertBooks(tx: Tx, sellerId: number, rows: readonly BookInput[]): Promise<{ code: string; created: boolean }[]> {
	return tx`
		with source as (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(code text, name text, rung text, currency text, priority integer, status text, external_key text)
		), made as (
			insert into price_book (seller_entity_id, code, name, rung, currency, priority, status, valid_from, external_key)
			select ${sellerId}, code, name, rung, currency, priority, status, '1970-01-01Z', external_key from source
			on conflict (seller_entity_id, code) do nothing returning code
		), changed as (
			update price_book b set name = s.name, rung = s.rung, priority = s.priority, status = s.status, version = b.version + 1, updated_at = now() from source s
			where b.seller_entity_id = ${sellerId} and b.code = s.code and (b.name, b.rung, b.priority, b.status) is distinct from (s.name, s.rung, s.priority, s.status)
			returning b.code
		)
		select code, true as created from made union all select code, false from changed`
}

/** Entries without an end, one per product, book and unit; what a price was before is kept in price_change. Answers the changed ones; `userId` is who changed them, if anybody. */
export async function upsertEntries(
	tx: Tx,
	sellerId: number,
	rows: readonly EntryInput[],
	userId: number | null = null,
): Promise<{ sku: string; book: string; created: boolean }[]> {
	return tx`
		with source as (
			select p.id as product_id, b.id as price_book_id, b.version, r.sku, r.book, r.unit_code, r.tier_from, r.tier_price
			from jsonb_to_recordset(${recordset(tx, rows)}) as r(sku text, book text, unit_code text, tier_from numeric(14,4)[], tier_price numeric(18,6)[])
			join product p on p.seller_entity_id = ${sellerId} and p.sku = r.sku join price_book b on b.seller_entity_id = ${sellerId} and b.code = r.book
		), made as (
			insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price)
			select price_book_id, product_id, unit_code, tier_from, tier_price from source
			on conflict (product_id, price_book_id, unit_code, valid_from) do nothing returning product_id, price_book_id, unit_code
		), old as (
			select e.id, e.tier_from as old_from, e.tier_price as old_price, s.* from source s
			join price_book_entry e on e.product_id = s.product_id and e.price_book_id = s.price_book_id and e.unit_code = s.unit_code and e.valid_from = '-infinity'
			where (e.tier_from, e.tier_price) is distinct from (s.tier_from, s.tier_price)
		), kept as (
			insert into price_change (price_book_id, entry_id, product_id, unit_code, book_version, old_tier_from, old_tier_price, new_tier_from, new_tier_price, changed_by)
			select price_book_id, id, product_id, unit_code, version, old_from, old_price, tier_from, tier_price, ${userId}::bigint from old
		), changed as (
			update price_book_entry e set tier_from = old.tier_from, tier_price = old.tier_price, updated_at = now() from old where e.id = old.id
		), raised as (
			update price_book set version = version + 1, updated_at = now() where id in (select price_book_id from made union select price_book_id from old)
		)
		select s.sku, s.book, true as created from made join source s using (product_id, price_book_id, unit_code) union all select sku, book, false from old`
}

export async function knownBooks(tx: Tx, sellerId: number, codes: readonly string[]): Promise<{ id: number; code: string; currency: string }[]> {
	return tx`select id, code, currency from price_book where seller_entity_id = ${sellerId} and code = any(${tx.array([...codes], 25)}::text[])`
}

export async function insertBookGroups(tx: Tx, sellerId: number, rows: readonly { book: string; group: string }[]): Promise<{ book: string; group: string }[]> {
	return tx`
		with saved as (
			insert into price_book_audience (price_book_id, buyer_group_id)
			select distinct b.id, g.id from jsonb_to_recordset(${recordset(tx, rows)}) as r(book text, "group" text)
			join price_book b on b.seller_entity_id = ${sellerId} and b.code = r.book join buyer_group g on g.seller_entity_id = ${sellerId} and g.code = r."group"
			on conflict do nothing returning price_book_id, buyer_group_id
		)
		select b.code as book, g.code as group from saved join price_book b on b.id = saved.price_book_id join buyer_group g on g.id = saved.buyer_group_id`
}

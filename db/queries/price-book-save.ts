import type { Sql, Tx } from '../client.server.ts'

export type BookWrite = {
	code: string
	name: string
	rung: string
	currency: string
	priority: number
	policy: string
	tierMode: string
	basis: string
	dateBasis: string
	isPromotable: boolean
	status: string
	validFrom: Date
	validTo: Date | null
}

export type StoredBook = BookWrite & {
	id: number
	version: number
	/** Account numbers, each with `/` and the code of a location where it is bound to one. */
	accounts: string[]
	groupIds: number[]
}

/** A book as its form shows it; null: no such book of this seller. */
export async function readBookSettings(sql: Sql, key: { sellerEntityId: number; bookId: number }): Promise<StoredBook | null> {
	const [row] = await sql<StoredBook[]>`
		select b.id, b.version, b.code, b.name, b.rung, b.currency, b.priority, b.policy, b.tier_mode, b.basis, b.date_basis, b.is_promotable, b.status, b.valid_from, b.valid_to,
			coalesce((select array_agg(a.number || coalesce('/' || l.code, '') order by a.number, l.code) from price_book_audience x join account a on a.id = x.account_id
				left join location l on l.account_id = x.account_id and l.id = x.location_id where x.price_book_id = b.id), '{}') as accounts,
			coalesce((select array_agg(x.buyer_group_id order by x.buyer_group_id) from price_book_audience x where x.price_book_id = b.id and x.buyer_group_id is not null), '{}') as group_ids
		from price_book b where b.id = ${key.bookId} and b.seller_entity_id = ${key.sellerEntityId}`
	return row ?? null
}

export type BookChoices = { currencies: string[]; groups: { id: number; name: string; accounts: number }[] }

export async function readBookChoices(sql: Sql, sellerEntityId: number): Promise<BookChoices> {
	const [row] = await sql<BookChoices[]>`
		select (select array_agg(distinct x.currency order by x.currency) from (select currency::text from seller_entity where id = ${sellerEntityId} union select currency::text from market
				where seller_entity_id = ${sellerEntityId} union select currency::text from price_book where seller_entity_id = ${sellerEntityId}) x) as currencies,
			coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name, 'accounts', (select count(*) from buyer_group_member m where m.buyer_group_id = g.id)) order by g.name)
				from buyer_group g where g.seller_entity_id = ${sellerEntityId}), '[]') as groups`
	return row ?? { currencies: [], groups: [] }
}

export type MeantAudience = { given: string; accountId: number | null; locationId: number | null; groupId: number | null }

/** What is meant by account numbers, `number/location` and group ids of the seller; null where nothing is. */
export async function readMeantAudience(
	sql: Sql,
	question: { sellerEntityId: number; accounts: readonly string[]; groupIds: readonly number[] },
): Promise<MeantAudience[]> {
	return sql<MeantAudience[]>`
		select w.given, case when position('/' in w.given) = 0 or l.location_id is not null then a.account_id end as account_id, l.location_id, null::bigint as group_id
		from unnest(${sql.array([...question.accounts], 25)}::text[]) as w(given)
			left join account_by_number a on a.seller_entity_id = ${question.sellerEntityId} and upper(a.number) = upper(split_part(w.given, '/', 1))
			left join location_by_code l on l.seller_entity_id = ${question.sellerEntityId} and upper(l.number) = upper(split_part(w.given, '/', 1)) and upper(l.code) = upper(nullif(split_part(w.given, '/', 2), ''))
		union all
		select g.wanted::text, null, null, b.id from unnest(${sql.array([...question.groupIds], 20)}::bigint[]) as g(wanted)
			left join buyer_group b on b.id = g.wanted and b.seller_entity_id = ${question.sellerEntityId}`
}

/** A new book; null: its code is taken. */
export async function insertBook(tx: Tx, sellerEntityId: number, book: BookWrite): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into price_book (seller_entity_id, code, name, rung, currency, priority, policy, tier_mode, basis, date_basis, is_promotable, status, valid_from, valid_to)
		values (${sellerEntityId}, ${book.code}, ${book.name}, ${book.rung}, ${book.currency}, ${book.priority}, ${book.policy}, ${book.tierMode}, ${book.basis}, ${book.dateBasis}, ${book.isPromotable},
			${book.status}, ${book.validFrom}, ${book.validTo})
		on conflict (seller_entity_id, code) do nothing returning id`
	return row?.id ?? null
}

/** Changes what a book says of its prices; its code and currency stay, because orders and entries name them. Raises its version. */
export async function updateBook(tx: Tx, bookId: number, book: BookWrite, at: Date): Promise<void> {
	await tx`
		update price_book set name = ${book.name}, rung = ${book.rung}, priority = ${book.priority}, policy = ${book.policy}, tier_mode = ${book.tierMode}, basis = ${book.basis},
			date_basis = ${book.dateBasis}, is_promotable = ${book.isPromotable}, status = ${book.status}, valid_from = ${book.validFrom}, valid_to = ${book.validTo}, version = version + 1, updated_at = ${at}
		where id = ${bookId}`
}

export type AudienceRow = { accountId: number | null; locationId: number | null; groupId: number | null }

export async function replaceBookAudience(tx: Tx, bookId: number, audience: readonly AudienceRow[]): Promise<void> {
	const rows = JSON.stringify(audience.map(({ accountId, locationId, groupId }) => ({ account_id: accountId, location_id: locationId, group_id: groupId })))
	await tx`
		with wish as (
			select * from json_to_recordset(${rows}::text::json) as r(account_id bigint, location_id bigint, group_id bigint)
		), gone as (
			delete from price_book_audience x where x.price_book_id = ${bookId} and not exists (select from wish w
				where (w.account_id, w.location_id, w.group_id) is not distinct from (x.account_id, x.location_id, x.buyer_group_id))
		)
		insert into price_book_audience (price_book_id, account_id, location_id, buyer_group_id) select distinct ${bookId}::bigint, account_id, location_id, group_id from wish on conflict do nothing`
}

/** Gives a new book every price that another one of the seller has now or later. Answers how many. */
export async function copyEntries(tx: Tx, copy: { fromId: number; toId: number; sellerEntityId: number; at: Date }): Promise<number> {
	const [row] = await tx<{ count: number }[]>`
		with copied as (
			insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, mix_group, valid_from, valid_to, updated_at)
			select ${copy.toId}, e.product_id, e.unit_code, e.tier_from, e.tier_price, e.mix_group, e.valid_from, e.valid_to, ${copy.at}
			from price_book_entry e join price_book b on b.id = e.price_book_id
			where e.price_book_id = ${copy.fromId} and b.seller_entity_id = ${copy.sellerEntityId} and (e.valid_to is null or e.valid_to > ${copy.at}) returning 1
		)
		select count(*)::int from copied`
	return row?.count ?? 0
}

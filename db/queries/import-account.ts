import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type AccountInput = {
	number: string
	name: string
	currency: string
	locale: string
	phone: string | null
	industry: string | null
	website: string | null
	standing: string | null
	termsDays: number | null
	externalKey: string | null
	/** One person; null or false: a company, or whatever it is. */
	isPerson: boolean | null
}
/** Who an account is, by its number. */
export type PersonInput = {
	number: string
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	title: string | null
	locale: string
}
export type LocationInput = {
	account: string
	code: string
	name: string
	line1: string
	line2: string | null
	city: string
	region: string | null
	postalCode: string
	country: string
	phone: string | null
}
export type ContactInput = {
	account: string
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	title: string | null
	role: string
	locale: string
	externalKey: string | null
}

export type Called = { account: string; code: string | null }

/** What is called by the number of an account that became another, as it is called now; of those alone. */
export async function readCalled(sql: Sql, sellerId: number, called: readonly Called[]): Promise<{ given: Called; now: Called }[]> {
	if (called.length === 0) return []
	return sql`
		select jsonb_build_object('account', r.account, 'code', r.code) as given, jsonb_build_object('account', a.number, 'code', coalesce(l.code, r.code)) as now
		from jsonb_to_recordset(${recordset(sql, called)}) r(account text, code text) join account f on f.seller_entity_id = ${sellerId} and f.number = r.account join account a on a.id = f.merged_into_id
			left join location_by_code n on n.seller_entity_id = ${sellerId} and n.number = r.account and n.code = r.code left join location l on l.id = n.location_id`
}

/** The accounts of a seller by number, those that became another as that one. */
export async function knownAccounts(tx: Tx, sellerId: number, numbers: readonly string[]): Promise<{ id: number; number: string }[]> {
	return tx`select account_id as id, number from account_by_number where seller_entity_id = ${sellerId} and number = any(${tx.array([...numbers], 25)}::text[])`
}

/** Which of these accounts are one person, and who that is. */
export async function readPersonAccounts(
	tx: Tx,
	sellerId: number,
	numbers: readonly string[],
): Promise<{ number: string; name: string; firstName: string; lastName: string; email: string | null }[]> {
	return tx`
		select a.number, a.name, c.first_name, c.last_name, c.email from account a join contact c on c.account_id = a.id and c.merged_into_id is null
		where a.seller_entity_id = ${sellerId} and a.is_person and a.number = any(${tx.array([...numbers], 25)}::text[])`
}

/** Accounts by number. The currency of an account never changes: its documents would lie. */
export async function upsertAccounts(tx: Tx, sellerId: number, rows: readonly AccountInput[]): Promise<{ number: string; created: boolean }[]> {
	return tx`
		with source as (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(number text, name text, currency text, locale text, phone text, industry text, website text, standing text,
				terms_days smallint, external_key text, is_person boolean)
		), made as (
			insert into account (seller_entity_id, number, name, currency, locale, phone, industry, website, standing, standing_source, terms_days, external_key, is_person)
			select ${sellerId}, number, name, currency, locale, phone, industry, website, coalesce(standing, 'new'), 'import', coalesce(terms_days, 0), external_key, coalesce(is_person, false) from source
			on conflict (seller_entity_id, number) do nothing returning number
		), changed as (
			update account a set name = s.name, phone = coalesce(s.phone, a.phone), industry = coalesce(s.industry, a.industry), website = coalesce(s.website, a.website),
				terms_days = coalesce(s.terms_days, a.terms_days), external_key = coalesce(s.external_key, a.external_key)
			from source s where a.seller_entity_id = ${sellerId} and a.number = s.number
				and (s.name, coalesce(s.phone, a.phone), coalesce(s.industry, a.industry), coalesce(s.website, a.website), coalesce(s.terms_days, a.terms_days),
					coalesce(s.external_key, a.external_key))
				is distinct from (a.name, a.phone, a.industry, a.website, a.terms_days, a.external_key)
			returning a.number
		)
		select number, true as created from made union all select number, false from changed`
}

/** Which of these numbers are companies. */
export async function readCompanies(tx: Tx, sellerId: number, numbers: readonly string[]): Promise<string[]> {
	const rows = await tx<{ number: string }[]>`
		select number from account where seller_entity_id = ${sellerId} and not is_person and number = any(${tx.array([...numbers], 25)}::text[])`
	return rows.map(({ number }) => number)
}

/** The one contact of each account that is a person, made or changed; answers whose was. A blank leaves what stands. */
export async function upsertPeople(tx: Tx, sellerId: number, rows: readonly PersonInput[]): Promise<{ number: string }[]> {
	if (rows.length === 0) return []
	return tx`
		with source as (
			select a.id as account_id, r.* from jsonb_to_recordset(${recordset(tx, rows)}) as r(number text, first_name text, last_name text, email text, phone text, title text, locale text)
			join account a on a.seller_entity_id = ${sellerId} and a.number = r.number and a.is_person
		), made as (
			insert into contact (account_id, first_name, last_name, email, phone, title, locale, role)
			select account_id, first_name, last_name, email, phone, title, locale, 'owner' from source s
			where not exists (select from contact c where c.account_id = s.account_id and c.merged_into_id is null) returning account_id
		), changed as (
			update contact c set first_name = s.first_name, last_name = s.last_name, email = coalesce(s.email, c.email), phone = coalesce(s.phone, c.phone), title = coalesce(s.title, c.title)
			from source s where c.account_id = s.account_id and c.merged_into_id is null
				and (s.first_name, s.last_name, coalesce(s.email, c.email), coalesce(s.phone, c.phone), coalesce(s.title, c.title)) is distinct from (c.first_name, c.last_name, c.email, c.phone, c.title)
			returning c.account_id
		)
		select s.number from source s where s.account_id in (select account_id from made union all select account_id from changed)`
}

export async function upsertLocations(
	tx: Tx,
	sellerId: number,
	rows: readonly LocationInput[],
): Promise<{ account: string; code: string; created: boolean }[]> {
	return tx`
		with source as (
			select a.id as account_id, r.* from jsonb_to_recordset(${recordset(tx, rows)}) as r(account text, code text, name text, line1 text, line2 text, city text, region text,
				postal_code text, country text, phone text)
			join account a on a.seller_entity_id = ${sellerId} and a.number = r.account
		), saved as (
			insert into location (account_id, code, name, line1, line2, city, region, postal_code, country, phone)
			select account_id, code, name, line1, line2, city, region, postal_code, country, phone from source
			on conflict (account_id, code) do update set name = excluded.name, line1 = excluded.line1, line2 = excluded.line2, city = excluded.city, region = excluded.region,
				postal_code = excluded.postal_code, country = excluded.country, phone = coalesce(excluded.phone, location.phone)
			where (location.name, location.line1, location.line2, location.city, location.region, location.postal_code, location.country, location.phone) is distinct from
				(excluded.name, excluded.line1, excluded.line2, excluded.city, excluded.region, excluded.postal_code, excluded.country, coalesce(excluded.phone, location.phone))
			returning account_id, code, xmax = 0 as created
		)
		select a.number as account, saved.code, saved.created from saved join account a on a.id = saved.account_id`
}

/** The oldest location of an account is its default until someone chooses another. */
export async function defaultLocations(tx: Tx, sellerId: number, accounts: readonly string[]): Promise<void> {
	await tx`
		update location l set is_default = true from (
			select distinct on (l.account_id) l.account_id, l.id from location l join account a on a.id = l.account_id
			where a.seller_entity_id = ${sellerId} and a.number = any(${tx.array([...accounts], 25)}::text[])
				and not exists (select 1 from location d where d.account_id = l.account_id and d.is_default)
			order by l.account_id, l.id
		) first where l.account_id = first.account_id and l.id = first.id`
}

/** People by account and mail address, or by name where there is none. */
export async function upsertContacts(
	tx: Tx,
	sellerId: number,
	rows: readonly ContactInput[],
): Promise<{ account: string; contact: string; created: boolean }[]> {
	return tx`
		with source as (
			select a.id as account_id, coalesce(lower(r.email), r.first_name || ' ' || r.last_name) as contact, r.*
			from jsonb_to_recordset(${recordset(tx, rows)}) as r(account text, first_name text, last_name text, email text, phone text, title text, role text, locale text, external_key text)
			join account a on a.seller_entity_id = ${sellerId} and a.number = r.account
		), known as (
			select s.*, c.id from source s join contact c on c.account_id = s.account_id
				and case when s.email is null then c.first_name = s.first_name and c.last_name = s.last_name else lower(c.email) = lower(s.email) end
		), made as (
			insert into contact (account_id, first_name, last_name, email, phone, title, role, locale, external_key)
			select account_id, first_name, last_name, email, phone, title, role, locale, external_key from source s
			where not exists (select 1 from known k where k.account_id = s.account_id and k.contact = s.contact)
			returning account_id, coalesce(lower(email), first_name || ' ' || last_name) as contact
		), changed as (
			update contact c set first_name = k.first_name, last_name = k.last_name, phone = coalesce(k.phone, c.phone), title = coalesce(k.title, c.title)
			from known k where c.account_id = k.account_id and c.id = k.id
				and (k.first_name, k.last_name, coalesce(k.phone, c.phone), coalesce(k.title, c.title)) is distinct from (c.first_name, c.last_name, c.phone, c.title)
			returning k.account, k.contact
		)
		select a.number as account, made.contact, true as created from made join account a on a.id = made.account_id union all select account, contact, false from changed`
}

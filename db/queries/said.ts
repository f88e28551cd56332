import type { Sql } from '../client.server.ts'

/**
 * By what people, accounts and records are found as somebody types it. `person_words` is the expression of the indexes, so that it has to be asked for in the
 * same words; each of these is also asked of a row at hand. A text is looked for in what one record says of itself: not across two of them.
 */
type Fragment = ReturnType<Sql>

/** As a pattern that means its signs by themselves. */
export const likeOf = (text: string) => `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

const wordsOf = {
	contact: (t: string) => `person_words(${t}.first_name, ${t}.last_name, ${t}.email, null)`,
	prospect: (t: string) => `person_words(${t}.first_name, ${t}.last_name, ${t}.email, ${t}.company)`,
	lead: (t: string) => `person_words(${t}.first_name, ${t}.last_name, ${t}.email, ${t}.company || ' ' || coalesce(${t}.source, ''))`,
	account: (t: string) => `person_words(${t}.name, ${t}.number, null, null)`,
}

/** Whether the row `alias` of that kind says it. */
export const says = (sql: Sql, kind: keyof typeof wordsOf, alias: string, like: string): Fragment =>
	sql`${sql.unsafe(wordsOf[kind](alias)) as never} ilike ${like}`

/** So many are looked up by their words. What more than these say is found sooner by walking a list in its order. */
export const MOST_FOUND = 2000

/** The ids that several questions answer, none twice; null: one of them answers more than `most`. A row without an id counts. One statement. */
export async function find(sql: Sql, questions: readonly Fragment[], most: number): Promise<number[] | null> {
	const asked = questions.map(
		(question) => sql`select count(*)::int as count, array_agg(x.id) filter (where x.id is not null) as ids from (${question} limit ${most + 1}) x`,
	)
	const rows = await sql<{ count: number; ids: number[] | null }[]>`${asked.reduce((all, one) => sql`${all} union all ${one}`)}`
	return rows.some(({ count }) => count > most) ? null : [...new Set(rows.flatMap(({ ids }) => ids ?? []))]
}

type Question = { sellerEntityId: number; text: string; most?: number }

/** Prospects of a seller by what they, their contact or her account say; null: more than `most`. */
export function findProspects(sql: Sql, { sellerEntityId, text, most = MOST_FOUND }: Question): Promise<number[] | null> {
	const like = likeOf(text)
	return find(
		sql,
		[
			sql`select p.id from ma_prospect p where p.seller_entity_id = ${sellerEntityId} and ${says(sql, 'prospect', 'p', like)}`,
			sql`select p.id from contact c join ma_prospect p on p.contact_id = c.id where p.seller_entity_id = ${sellerEntityId} and ${says(sql, 'contact', 'c', like)}`,
			sql`select p.id from account a join contact c on c.account_id = a.id join ma_prospect p on p.contact_id = c.id where a.seller_entity_id = ${sellerEntityId} and ${says(sql, 'account', 'a', like)}`,
		],
		most,
	)
}

/** Leads of a seller by who they are, where they work and how they came; null: more than `most`. */
export function findLeads(sql: Sql, { sellerEntityId, text, most = MOST_FOUND }: Question): Promise<number[] | null> {
	return find(sql, [sql`select l.id from crm_lead l where l.seller_entity_id = ${sellerEntityId} and ${says(sql, 'lead', 'l', likeOf(text))}`], most)
}

/** Contacts of a seller's accounts; null: more than `most`. */
export function findContacts(sql: Sql, { sellerEntityId, text, most = MOST_FOUND }: Question): Promise<number[] | null> {
	return find(
		sql,
		[
			sql`select c.id from contact c join account a on a.id = c.account_id where a.seller_entity_id = ${sellerEntityId} and ${says(sql, 'contact', 'c', likeOf(text))}`,
			sql`select c.id from account a join contact c on c.account_id = a.id where a.seller_entity_id = ${sellerEntityId} and ${says(sql, 'account', 'a', likeOf(text))}`,
		],
		most,
	)
}

/** Accounts of a seller by their name and number, those of accounts that became them, their people and the cities of their places; null: more than `most`. */
export function findAccounts(sql: Sql, { sellerEntityId, text, most = MOST_FOUND }: Question): Promise<number[] | null> {
	const like = likeOf(text)
	const of = sql`a.seller_entity_id = ${sellerEntityId}`
	return find(
		sql,
		[
			sql`select a.id from account a where ${of} and ${says(sql, 'account', 'a', like)}`,
			sql`select a.merged_into_id as id from account a where ${of} and a.merged_into_id is not null and ${says(sql, 'account', 'a', like)}`,
			sql`select a.id from contact c join account a on a.id = c.account_id where ${of} and c.merged_into_id is null and ${says(sql, 'contact', 'c', like)}`,
			sql`select a.id from location l join account a on a.id = l.account_id where ${of} and l.city ilike ${like}`,
		],
		most,
	)
}

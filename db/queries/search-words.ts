import type { Sql } from '../client.server.ts'

/** What somebody looks for, in which language, at whose shop. */
export type SearchText = {
	sellerEntityId: number
	locale: string
	/** Lower-case words, at most a dozen, as `readWords` reads them. */
	words: readonly string[]
	/** Only the words themselves: no typos mended, no synonyms. */
	isExact?: boolean
	/** The last word is still being written: it may be the beginning of another, though it is one already. */
	isTyping?: boolean
}

/**
 * The configuration of each language, as the index was written (db/queries/derived.ts). Neither it nor the language is a
 * parameter: constants let PostgreSQL plan the query once, and take the index of that language.
 */
const configs: Record<string, string> = { en: 'english', 'fr-CA': 'french', es: 'spanish', ja: 'simple', cs: 'simple' }

/** The language as a constant of the statement; one that we do not speak is read as English. */
export const languageOf = (sql: Sql, locale: string) => sql.unsafe(`'${locale in configs ? locale : 'en'}'`)

const configOf = (sql: Sql, locale: string) => sql.unsafe(`'${configs[locale] ?? 'english'}'::regconfig`)

/** Words without accents, in a row, between spaces; `ja` has none to lose. */
const plainOf = (sql: Sql, locale: string, word: ReturnType<Sql>) => (locale === 'ja' ? word : sql`lower(unaccent(${word}))`)

/** The letters of Japanese text that must all be there: its bigrams, or its only letter. */
const lettersOf = (sql: Sql, text: ReturnType<Sql>) =>
	sql`(select string_agg(quote_literal(g), ' & ') from unnest(case when length(${text}) = 1 then array[${text}] else bigrams(${text}) end) g)`

/** A text as a query of its stems (or letters); null for stop words. */
const stemsOf = (sql: Sql, locale: string, text: ReturnType<Sql>) =>
	locale === 'ja' ? lettersOf(sql, text) : sql`nullif(plainto_tsquery(${configOf(sql, locale)}, ${text})::text, '')`

/**
 * The CTEs `asked(place, word, plain, …)`, `near(place, word, means)` and `query(words)`. What each word may match: its
 * stem, itself, its beginning when it is a number or an unfinished last one, in Czech its trunk, its synonyms, and its
 * nearest neighbours in the vocabulary when it stands nowhere. Stop words ask nothing.
 */
export function wordsOf(sql: Sql, { sellerEntityId, locale, words, isExact = false, isTyping = false }: SearchText) {
	const language = languageOf(sql, locale)
	// Words of the vocabulary and no prefix of the index: entitlement is checked along with a word, but only after all that a prefix may mean.
	const trunks =
		locale === 'cs'
			? sql`union all select a.place, quote_literal(k.word) from asked a cross join lateral (select left(a.plain, greatest(4, length(a.plain) - 2)) as text) trunk
				cross join lateral (select k.word from search_word k where k.locale = 'cs' and k.word >= trunk.text and k.word < trunk.text || chr(1114111) order by k.uses desc, k.word limit 30) k
				where length(a.plain) > 4 and not a.is_number`
			: sql``
	return sql`asked as materialized (
			select w.place, w.word, p.plain, w.place = ${words.length} as is_last, w.word ~ '[0-9]' as is_number,
				exists (select 1 from search_word k where k.locale = ${language} and k.word = p.plain) as is_known
			from unnest(${sql.array([...words], 25)}::text[]) with ordinality as w(word, place) cross join lateral (select ${plainOf(sql, locale, sql`w.word`)} as plain) p
		), strange as materialized (
			select a.* from asked a where not ${isExact}::boolean and length(a.plain) > ${locale === 'ja' ? 2 : 3} and not a.is_number and not a.is_known
				and not (a.is_last and exists (select 1 from search_word k where k.locale = ${language} and k.word >= a.plain and k.word < a.plain || chr(1114111)))
		), near as materialized (
			select place, word, means from (
				select a.place, a.word, v.word as means, v.likeness, max(v.likeness) over (partition by a.place) as best
				from strange a cross join lateral (select k.word, similarity(spelled(k.word), spelled(a.plain)) as likeness from search_word k where k.locale = ${language} and spelled(k.word) % spelled(a.plain)
					order by 2 desc, k.uses desc, k.word limit 3) v) best_first where likeness >= 0.8 * best
		), whole as materialized (
			select ' ' || string_agg(plain, ' ' order by place) || ' ' as text from asked
		), synonym as materialized (
			select a.place, m.means from (
				select s.term, s.means from search_synonym s where s.seller_entity_id = ${sellerEntityId} and s.locale = ${language}
				union all
				select other, array_remove(s.term || s.means, other) from search_synonym s cross join unnest(s.means) other where s.both_ways and s.seller_entity_id = ${sellerEntityId} and s.locale = ${language}
			) s join whole on position(' ' || s.term || ' ' in whole.text) > 0 join asked a on a.plain = any(string_to_array(s.term, ' ')) cross join unnest(s.means) as m(means)
			where not ${isExact}::boolean
		), readings as (
			select place, ${stemsOf(sql, locale, sql`plain`)} as reading from asked
			union all select place, quote_literal(plain) || case when is_number or (is_last and (${isTyping}::boolean or not is_known)) then ':*' else '' end from asked where ${locale === 'ja' ? sql`plain ~ '[a-z0-9]'` : sql`${stemsOf(sql, locale, sql`plain`)} is not null`}
			union all select place, ${stemsOf(sql, locale, sql`means`)} from near
			union all select place, ${stemsOf(sql, locale, sql`means`)} from synonym
			${trunks}
		), query as materialized (
			select string_agg('(' || reading || ')', ' & ')::tsquery as words from (
				select place, string_agg('(' || reading || ')', ' | ') as reading from readings where reading is not null group by place) by_place
		)`
}

/** Words of the vocabulary that stand in for what was typed, when something visible has them (`found` rows): anything else would tell what is hidden. */
export const correctionsOf = (sql: Sql, locale: string) => sql`
	coalesce((select json_agg(json_build_object('word', n.word, 'means', n.means)) from near n where exists (
		select 1 from found f join product_search s on s.product_id = f.product_id and s.locale = ${languageOf(sql, locale)}
		where s.words @@ (${stemsOf(sql, locale, sql`n.means`)})::tsquery)), '[]') as corrections`

import type { Sql } from '../client.server.ts'
import type { Entitled } from './catalog.ts'

export type SearchQuestion = {
	entitled: Entitled
	/** Lower-case words, at most a dozen; for Japanese the whole text is one. */
	words: readonly string[]
	categorySlug: string | null
	productClass: string | null
	after: { rank: number; productId: number } | null
	limit: number
}

export type SearchRow = {
	hits: { id: number; rank: number }[]
	total: number
	categories: { slug: string; name: string; products: number }[]
	classes: { code: string; products: number }[]
	/** Words that stand in no title, and their nearest neighbour that does. */
	corrections: { word: string; means: string }[]
}

/**
 * The configuration of each language, as the index was written (db/queries/derived.ts). Its name is no parameter: a
 * constant lets PostgreSQL plan the query once.
 */
const configs: Record<string, string> = { en: 'english', 'fr-CA': 'french', es: 'spanish' }

/** What each word may match: its stem, its beginning when it is the last one or part of a number, its synonyms, its nearest neighbour when it is a typo. */
const wordQueries = (sql: Sql, locale: string, words: readonly string[]) => sql`
	asked as materialized (
		select w.word, w.place = ${words.length} as is_last, unaccent(w.word) as plain
		from unnest(${sql.array([...words], 25)}::text[]) with ordinality as w(word, place)
	), mended as materialized (
		select a.word, a.is_last, a.plain, near.word as means,
			(select s.means from search_synonym s where s.locale = ${locale} and s.word = a.plain) as synonyms
		from asked a left join lateral (
			select v.word from search_word v where v.locale = ${locale} and v.word % a.plain and length(a.plain) > 3
				and not exists (select 1 from search_word k where k.locale = ${locale} and (k.word = a.plain or (a.is_last and k.word like replace(replace(a.plain, '_', ''), '%', '') || '%')))
			order by similarity(v.word, a.plain) desc, v.uses desc, v.word limit 1) near on true
	), parts as (
		select string_agg('(' || concat_ws(' | ',
			nullif(plainto_tsquery(${configs[locale] ?? 'simple'}::regconfig, plain)::text, ''),
			quote_literal(plain) || case when is_last then ':*' else '' end,
			case when means is not null then nullif(plainto_tsquery(${configs[locale] ?? 'simple'}::regconfig, means)::text, '') end,
			case when means is not null then quote_literal(means) end,
			(select nullif(string_agg(nullif('(' || plainto_tsquery(${configs[locale] ?? 'simple'}::regconfig, unaccent(lower(m)))::text || ')', '()'), ' | '), '') from unnest(synonyms) m)
		) || ')', ' & ') filter (where numnode(plainto_tsquery(${configs[locale] ?? 'simple'}::regconfig, plain)) > 0 or length(plain) > 2) as text from mended
	), query as materialized (select text::tsquery as words from parts)`

const found = (sql: Sql, { entitled: { locale, policyIds }, words }: SearchQuestion) => {
	const policies = sql.array([...policyIds], 23)
	const visible = sql`s.locale = ${locale} and s.grant_policy_ids && ${policies}::int[] and not s.deny_policy_ids && ${policies}::int[]`
	if (locale !== 'ja') {
		return sql`select s.product_id, s.category_ids, ts_rank('{0.05,0.2,0.6,1}', s.words, query.words) + s.boost as rank from query join product_search s on s.words @@ query.words where ${visible}`
	}
	// Japanese has no spaces: every pair of letters must be there, or the text is part of a number.
	const text = words.join(' ')
	return sql`
		select s.product_id, s.category_ids, (case when s.grams @> bigrams(normalize(${text}, NFKC)) then 1 else 0.5 end + s.boost)::real as rank from product_search s
		where (s.grams @> bigrams(normalize(${text}, NFKC)) or s.words @@ (select string_agg(quote_literal(unaccent(w)) || ':*', ' & ')::tsquery from unnest(${sql.array([...words], 25)}::text[]) w)) and ${visible}`
}

/**
 * A page of hits within the entitlement, how many there are, and what they are by category and class: one statement.
 * Counts of a facet are within the other facet, so that each figure is what a press on it would show.
 */
export async function readSearch(sql: Sql, question: SearchQuestion): Promise<SearchRow> {
	const { entitled, words, categorySlug, productClass, after, limit } = question
	const mend = entitled.locale === 'ja' ? sql`mended as (select ''::text as word, null::text as means where false)` : wordQueries(sql, entitled.locale, words)
	const [row] = await sql<SearchRow[]>`
		with ${mend}, found as materialized (
			select f.product_id, f.rank, p.product_class, f.category_ids,
				${categorySlug}::text is null or f.category_ids @> array(select c.id::int from category c where c.seller_entity_id = ${entitled.sellerEntityId} and c.slug = ${categorySlug}) as in_category,
				${productClass}::text is null or p.product_class = ${productClass} as in_class
			from (${found(sql, question)}) f join product p on p.id = f.product_id and p.seller_entity_id = ${entitled.sellerEntityId} and p.kind in ('simple','parent','bundle')
		)
		select coalesce((select json_agg(json_build_object('id', h.product_id, 'rank', h.rank::float8) order by h.rank desc, h.product_id) from (
				select product_id, rank from found where in_category and in_class
					and (${after === null}::boolean or (rank, -product_id) < (${after?.rank ?? 0}::float8::real, ${-(after?.productId ?? 0)}))
				order by rank desc, product_id limit ${limit + 1}) h), '[]') as hits,
			(select count(*)::int from found where in_category and in_class) as total,
			coalesce((select json_agg(json_build_object('slug', c.slug, 'name', coalesce(t.name, e.name, c.code), 'products', n.products) order by n.products desc, c.position, c.id) from (
				select k.id, count(*)::int as products from found, unnest(found.category_ids) as k(id) where in_class group by k.id) n
				join category c on c.id = n.id left join category_text t on t.category_id = c.id and t.locale = ${entitled.locale} left join category_text e on e.category_id = c.id and e.locale = 'en'), '[]') as categories,
			coalesce((select json_agg(json_build_object('code', n.product_class, 'products', n.products) order by n.products desc, n.product_class) from (
				select product_class, count(*)::int as products from found where in_category group by product_class) n), '[]') as classes,
			coalesce((select json_agg(json_build_object('word', word, 'means', means)) from mended where means is not null), '[]') as corrections`
	return row ?? { hits: [], total: 0, categories: [], classes: [], corrections: [] }
}

export type SuggestionRow = { slug: string; name: string; sku: string; picture: string | null }

/** The first few hits of what has been typed so far; one statement. */
export async function readSuggestions(sql: Sql, question: SearchQuestion): Promise<SuggestionRow[]> {
	const { entitled, words, limit } = question
	const mend = entitled.locale === 'ja' ? sql`mended as (select 1)` : wordQueries(sql, entitled.locale, words)
	return sql<SuggestionRow[]>`
		with ${mend}, best as (select f.product_id, f.rank from (${found(sql, question)}) f order by f.rank desc, f.product_id limit ${limit * 2})
		select p.slug, coalesce(t.name, e.name, p.sku) as name, p.sku, p.picture from best join product p on p.id = best.product_id and p.seller_entity_id = ${entitled.sellerEntityId} and p.kind in ('simple','parent','bundle')
			left join product_text t on t.product_id = p.id and t.locale = ${entitled.locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
		order by best.rank desc, p.id limit ${limit}`
}

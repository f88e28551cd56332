import type { Sql } from '../client.server.ts'
import { type Availability, type AvailabilityCounts, type Judging, judgedOf, MOST_JUDGED } from './availability.ts'
import type { Entitled } from './catalog.ts'
import { correctionsOf, languageOf, wordsOf } from './search-words.ts'

export type SearchOrder = 'relevance' | 'name'

export type SearchQuestion = {
	entitled: Entitled
	words: readonly string[]
	isExact?: boolean
	categorySlug: string | null
	productClass: string | null
	/** Attributes as `key:value`; several of one key are alternatives. */
	attributes: readonly string[]
	/** What the shopper may choose of stock and price; null: they are not asked for. */
	availability: { judging: Judging; chosen: Availability } | null
	order: SearchOrder
	after: { rank: number; name: string; productId: number } | null
	limit: number
}

export type FacetValue = { key: string; value: string; products: number }

/** `stocks` and `prices` are empty where more is found than is judged. */
export type SearchRow = AvailabilityCounts & {
	hits: { id: number; rank: number; name: string }[]
	total: number
	categories: { slug: string; name: string; products: number }[]
	classes: { code: string; products: number }[]
	attributes: FacetValue[]
	/** Words that stand in no title, and their nearest neighbours that do, where something visible has them. */
	corrections: { word: string; means: string }[]
	/** Where a merchandiser leads this search; only to what the account may see. */
	redirect: string | null
}

const visible = (sql: Sql, { locale, policyIds }: Entitled) => {
	const policies = sql.array([...policyIds], 23)
	return sql`s.locale = ${languageOf(sql, locale)} and s.grant_policy_ids && ${policies}::int[] and not s.deny_policy_ids && ${policies}::int[]`
}

const names = (sql: Sql, locale: string, of: 'category' | 'product') => sql`
	left join ${sql(`${of}_text`)} t on t.${sql(`${of}_id`)} = ${sql(of[0] ?? '')}.id and t.locale = ${locale} left join ${sql(`${of}_text`)} e on e.${sql(`${of}_id`)} = ${sql(of[0] ?? '')}.id and e.locale = 'en'`

/** `boost` holds what a merchandiser says of this search; `matched` every visible product that its words find, and those pinned to it, with their rank. */
const matched = (sql: Sql, { entitled, words, isExact, isTyping }: Pick<SearchQuestion, 'entitled' | 'words' | 'isExact'> & { isTyping?: boolean }) => sql`
	${wordsOf(sql, { ...entitled, words, isExact: isExact ?? false, isTyping: isTyping ?? false })}, boost as materialized (
		select b.id, b.product_id, b.category_id::int as category_id, b.effect from search_boost b join whole on position(' ' || b.term || ' ' in whole.text) > 0
		where b.seller_entity_id = ${entitled.sellerEntityId} and b.locale = ${languageOf(sql, entitled.locale)}
	), matched as materialized (
		select s.product_id, s.product_class, s.category_ids, s.facets,
			(ts_rank('{0.05,0.2,0.6,1}', s.words, query.words) + coalesce((
				select sum(case b.effect when 'pin' then 100 - b.id / 1e6 when 'up' then 1 else -1 end) from boost b where b.product_id = s.product_id or b.category_id = any(s.category_ids)), 0))::real as rank
		from query join product_search s on s.words @@ query.words where ${visible(sql, entitled)}
		union all
		select s.product_id, s.product_class, s.category_ids, s.facets, (100 - b.id / 1e6)::real from boost b join product_search s on s.product_id = b.product_id cross join query
		where b.effect = 'pin' and s.words <> '' and (s.words @@ query.words) is not true and ${visible(sql, entitled)}
	)`

/** Redirects of this very search, to whatever is no shelf or product, or one that the account sees. */
const redirects = (sql: Sql, { sellerEntityId, locale, policyIds }: Entitled, term: ReturnType<Sql>) => {
	const policies = sql.array([...policyIds], 23)
	return sql`select r.term, r.target from search_redirect r where r.seller_entity_id = ${sellerEntityId} and r.locale = ${languageOf(sql, locale)} and ${term}
		and (r.target !~ '^/(catalog|products)/[^/?#]+'
			or exists (select 1 from category c join category_listing l on l.category_id = c.id and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[]
				where c.seller_entity_id = r.seller_entity_id and c.slug = substring(r.target from '^/catalog/([^/?#]+)'))
			or exists (select 1 from product p where p.seller_entity_id = r.seller_entity_id and p.slug = substring(r.target from '^/products/([^/?#]+)') and p.status = 'active'
				and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]))`
}

const pageOf = (sql: Sql, { entitled, order, after, limit }: SearchQuestion) =>
	order === 'name'
		? sql`select f.product_id, f.rank, coalesce(t.name, e.name, p.sku) as name from found f join product p on p.id = f.product_id ${names(sql, entitled.locale, 'product')}
			where f.missing = '{}' and (${after === null}::boolean or (coalesce(t.name, e.name, p.sku), f.product_id) > (${after?.name ?? ''}, ${after?.productId ?? 0}))
			order by 3, 1 limit ${limit + 1}`
		: sql`select f.product_id, f.rank, '' as name from found f
			where f.missing = '{}' and (${after === null}::boolean or (f.rank, -f.product_id) < (${after?.rank ?? 0}::float8::real, ${-(after?.productId ?? 0)}))
			order by f.rank desc, f.product_id limit ${limit + 1}`

/**
 * A page of hits within the entitlement, how many there are, and what they are by category, class and attribute: one
 * statement. `missing` names the facets whose choice a hit does not meet: counts of a facet are within all others, so
 * that each figure is what a press on it would show.
 */
export async function readSearch(sql: Sql, question: SearchQuestion): Promise<SearchRow> {
	const { entitled, categorySlug, productClass } = question
	const attributes = sql`${sql.array([...question.attributes], 25)}::text[]`
	const { stocks, price } = question.availability?.chosen ?? { stocks: [], price: null }
	const isNarrowed = stocks.length > 0 || price !== null
	const judged = question.availability
		? sql`to_judge as (select product_id from matched where ${isNarrowed}::boolean or (select count(*) from matched) <= ${MOST_JUDGED}), ${judgedOf(sql, question.availability.judging)}`
		: sql`judged as (select null::bigint as product_id, null::text as stock, null::text as price where false)`
	const [row] = await sql<SearchRow[]>`
		with ${matched(sql, question)}, ${judged}, found as materialized (
			select m.*, j.stock, j.price, array_remove(array[
					case when ${categorySlug}::text is not null and not m.category_ids @> array(select c.id::int from category c where c.seller_entity_id = ${entitled.sellerEntityId} and c.slug = ${categorySlug}) then ' category' end,
					case when m.product_class <> ${productClass} then ' class' end,
					case when ${stocks.length > 0}::boolean and not coalesce(j.stock = any(${sql.array([...stocks], 25)}::text[]), false) then ' stock' end,
					case when ${price}::text is not null and j.price is distinct from ${price} then ' price' end], null)
				|| case when ${question.attributes.length} = 0 then '{}' else array(select split_part(a, ':', 1) from unnest(${attributes}) a group by 1 having not bool_or(a = any(m.facets))) end as missing
			from matched m left join judged j using (product_id)
		)
		select coalesce((select json_agg(json_build_object('id', h.product_id, 'rank', h.rank::float8, 'name', h.name)) from (${pageOf(sql, question)}) h), '[]') as hits,
			(select count(*)::int from found where missing = '{}') as total,
			coalesce((select json_agg(json_build_object('slug', c.slug, 'name', coalesce(t.name, e.name, c.code), 'products', n.products) order by n.products desc, c.position, c.id) from (
				select k.id, count(*)::int as products from found, unnest(found.category_ids) as k(id) where missing <@ '{" category"}' group by k.id) n
				join category c on c.id = n.id ${names(sql, entitled.locale, 'category')}), '[]') as categories,
			coalesce((select json_agg(json_build_object('code', n.product_class, 'products', n.products) order by n.products desc, n.product_class) from (
				select product_class, count(*)::int as products from found where missing <@ '{" class"}' group by product_class) n), '[]') as classes,
			coalesce((select json_agg(json_build_object('key', split_part(n.facet, ':', 1), 'value', substr(n.facet, strpos(n.facet, ':') + 1), 'products', n.products) order by n.products desc, n.facet) from (
				select k.facet, count(*)::int as products from found, unnest(found.facets) as k(facet) where missing = '{}' or missing = array[split_part(k.facet, ':', 1)] group by k.facet) n), '[]') as attributes,
			coalesce((select json_agg(json_build_object('state', n.stock, 'products', n.products)) from (
				select stock, count(*)::int as products from found where missing <@ '{" stock"}' and stock is not null group by stock) n), '[]') as stocks,
			coalesce((select json_agg(json_build_object('state', n.price, 'products', n.products)) from (
				select price, count(*)::int as products from found where missing <@ '{" price"}' and price is not null group by price) n), '[]') as prices,
			${correctionsOf(sql, entitled.locale)},
			(select r.target from (${redirects(sql, entitled, sql`r.term = (select trim(text) from whole)`)}) r) as redirect`
	return row ?? { hits: [], total: 0, categories: [], classes: [], attributes: [], stocks: [], prices: [], corrections: [], redirect: null }
}

export type Suggestions = {
	products: { slug: string; name: string; sku: string; picture: string | null }[]
	categories: { slug: string; name: string }[]
	redirects: { term: string; target: string }[]
}

/** The first few hits of what has been typed so far, the shelves whose names begin with it, and where it leads; one statement. */
export async function readSuggestions(sql: Sql, question: { entitled: Entitled; words: readonly string[]; limit: number }): Promise<Suggestions> {
	const { entitled, limit } = question
	const policies = sql.array([...entitled.policyIds], 23)
	const [row] = await sql<Suggestions[]>`
		with ${matched(sql, { ...question, isTyping: true })}, typed as (select trim(text) as text from whole)
		select coalesce((select json_agg(json_build_object('slug', p.slug, 'name', coalesce(t.name, e.name, p.sku), 'sku', p.sku, 'picture', p.picture) order by m.rank desc, p.id)
				from (select product_id, rank from matched order by rank desc, product_id limit ${limit}) m join product p on p.id = m.product_id ${names(sql, entitled.locale, 'product')}), '[]') as products,
			coalesce((select json_agg(json_build_object('slug', n.slug, 'name', n.name)) from (
				select c.slug, coalesce(t.name, e.name, c.code) as name from category c ${names(sql, entitled.locale, 'category')}, typed
				where c.seller_entity_id = ${entitled.sellerEntityId} and position(' ' || typed.text in ' ' || lower(unaccent(coalesce(t.name, e.name, c.code)))) > 0
					and exists (select 1 from category_listing l where l.category_id = c.id and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[])
				order by c.parent_id nulls first, c.position, c.id limit 3) n), '[]') as categories,
			coalesce((select json_agg(json_build_object('term', r.term, 'target', r.target)) from (
				${redirects(sql, entitled, sql`starts_with(r.term, (select text from typed))`)} order by r.term limit 2) r), '[]') as redirects`
	return row ?? { products: [], categories: [], redirects: [] }
}

/** For a search that found nothing: each of its words that finds something alone, and how much. One statement. */
export async function readWordsAlone(
	sql: Sql,
	{ entitled, words }: { entitled: Entitled; words: readonly string[] },
): Promise<{ word: string; products: number }[]> {
	if (words.length < 2) return []
	return sql<{ word: string; products: number }[]>`
		with ${wordsOf(sql, { ...entitled, words })}, alone as materialized (
			select a.place, a.word, string_agg('(' || r.reading || ')', ' | ')::tsquery as words from asked a join readings r on r.place = a.place and r.reading is not null group by a.place, a.word
		)
		select a.word, n.products from alone a cross join lateral (select count(*)::int as products from product_search s where s.words @@ a.words and ${visible(sql, entitled)}) n
		where n.products > 0 order by a.place`
}

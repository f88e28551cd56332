import type { Sql, Tx } from '../client.server.ts'

/**
 * Derived columns and tables of the catalog, recomputed set-based in the transaction of the change that made them stale:
 * product.grant_policy_ids/deny_policy_ids, category_listing, product_search. They are never written by anything else.
 * Order: entitlement, then listings, then search. Without `productIds`, everything. A policy shows a bundle only where it
 * grants everything that always comes and of each choice as many as must be chosen; whoever is denied more than that is
 * denied the bundle (section 3: components never leak; the options that are left are all that is shown).
 */
export async function refreshEntitlement(tx: Tx, productIds: readonly number[] | null = null): Promise<void> {
	await tx`
		with recursive tree as (
			select id, id as within from category
			union all select c.id, tree.within from category c join tree on c.parent_id = tree.id
		), touched as (
			select id, parent_id, product_class, seller_entity_id from product where ${productIds === null}::boolean or id = any(${tx.array([...(productIds ?? [])], 20)}::bigint[])
		), reach as (
			select t.id as product_id, pp.policy_id, pp.effect from touched t join policy_product pp on pp.product_id in (t.id, t.parent_id)
			union
			select t.id, pc.policy_id, pc.effect from touched t
				join product_category m on m.product_id in (t.id, t.parent_id)
				join tree on tree.id = m.category_id
				join policy_category pc on pc.category_id = tree.within
			union
			select t.id, pc.policy_id, pc.effect from touched t join policy_class pc on pc.product_class = t.product_class join entitlement_policy e on e.id = pc.policy_id and e.seller_entity_id = t.seller_entity_id
		), sums as (
			select t.id,
				coalesce(array_agg(distinct r.policy_id order by r.policy_id) filter (where r.effect = 'grant'), '{}') as grants,
				coalesce(array_agg(distinct r.policy_id order by r.policy_id) filter (where r.effect = 'deny'), '{}') as denies
			from touched t left join reach r on r.product_id = t.id group by t.id
		), inside as (
			select b.bundle_id, b.choice, c.minimum, i.status = 'active' as is_active, coalesce(s.grants, i.grant_policy_ids) as grants, coalesce(s.denies, i.deny_policy_ids) as denies
			from touched t join bundle_component b on b.bundle_id = t.id join product i on i.id = b.component_id left join sums s on s.id = i.id
				left join bundle_choice c on c.bundle_id = b.bundle_id and c.code = b.choice
		), counted as (
			select s.id,
				array(select x from unnest(s.grants) x where not exists (select from inside i where i.bundle_id = s.id and i.choice is null and not (i.is_active and x = any(i.grants)))
					and not exists (select from inside i where i.bundle_id = s.id and i.choice is not null group by i.choice, i.minimum having count(*) filter (where i.is_active and x = any(i.grants)) < coalesce(i.minimum, 0)) order by x) as grants,
				array(select unnest(s.denies) union select d from (select i.choice, i.minimum, unnest(i.denies) as d from inside i where i.bundle_id = s.id) x
					where x.choice is null or (select count(*) from inside i where i.bundle_id = s.id and i.choice = x.choice and not x.d = any(i.denies)) < coalesce(x.minimum, 0) order by 1) as denies
			from sums s
		)
		update product p set grant_policy_ids = s.grants, deny_policy_ids = s.denies, version = p.version + 1
		from counted s where s.id = p.id and (p.grant_policy_ids, p.deny_policy_ids) is distinct from (s.grants, s.denies)`
}

/**
 * One listing row for each category and each active product in it or below it. Variants stand under their parent. A hidden
 * category, and what is below it, has none: without a listing nothing of the shop shows it.
 */
export async function refreshListings(tx: Tx, productIds: readonly number[] | null = null): Promise<void> {
	const ids = tx.array([...(productIds ?? [])], 20)
	await tx`
		with recursive tree as (
			select id, id as within, 0 as depth from category
			union all select c.id, tree.within, tree.depth + 1 from category c join tree on c.parent_id = tree.id
		), unseen as (
			select id from category where is_hidden union select c.id from category c join unseen on c.parent_id = unseen.id
		), wanted as (
			select tree.within as category_id, p.id as product_id, min(m.position) as position, p.grant_policy_ids, p.deny_policy_ids
			from product p join product_category m on m.product_id = p.id join tree on tree.id = m.category_id
			where p.status = 'active' and p.kind in ('simple','parent','bundle','kit') and (${productIds === null}::boolean or p.id = any(${ids}::bigint[])) and tree.within not in (select id from unseen)
			group by tree.within, p.id
		), gone as (
			delete from category_listing l where (${productIds === null}::boolean or l.product_id = any(${ids}::bigint[]))
				and not exists (select 1 from wanted w where w.category_id = l.category_id and w.product_id = l.product_id)
		)
		insert into category_listing (category_id, position, product_id, grant_policy_ids, deny_policy_ids)
		select category_id, position, product_id, grant_policy_ids, deny_policy_ids from wanted
		on conflict (category_id, product_id) do update set position = excluded.position, grant_policy_ids = excluded.grant_policy_ids, deny_policy_ids = excluded.deny_policy_ids
		where (category_listing.position, category_listing.grant_policy_ids, category_listing.deny_policy_ids)
			is distinct from (excluded.position, excluded.grant_policy_ids, excluded.deny_policy_ids)`
}

/**
 * The searchable text of each product in each locale that has one: name over SKU over summary. Stemmed for en, fr and es;
 * `simple` and unaccented for cs; single letters and bigrams of the NFKC text for ja (stack.md). A parent is found by the
 * numbers of its variants, which no list shows. The vocabulary feeds the search for typos: no numbers, whose neighbours
 * are other numbers; of ja the katakana, in which loanwords are mistyped.
 */
export async function refreshSearch(tx: Tx, productIds: readonly number[] | null = null): Promise<void> {
	const ids = tx.array([...(productIds ?? [])], 20)
	const touched = tx`(${productIds === null}::boolean or p.id = any(${ids}::bigint[]) or p.id in (select v.parent_id from product v where v.id = any(${ids}::bigint[])))`
	const letters = (source: ReturnType<Tx>, weight: string) =>
		tx`coalesce((select string_agg(quote_literal(g) || ${`:1${weight}`}, ' ')::tsvector from unnest(bigrams(normalize(${source}, NFKC)) || regexp_split_to_array(regexp_replace(lower(normalize(${source}, NFKC)), '[[:space:][:punct:]]+', '', 'g'), '')) g where g <> ''), '')`
	await tx`
		with recursive above as (
			select id, id as within from category
			union all select above.id, c.parent_id from above join category c on c.id = above.within where c.parent_id is not null
		), unseen as (
			select id from category where is_hidden union select c.id from category c join unseen on c.parent_id = unseen.id
		), texts as (
			select p.id, t.locale, p.kind, p.sku, p.family, t.name, coalesce(t.summary, '') as summary, coalesce(t.description, '') as description, p.grant_policy_ids, p.deny_policy_ids, p.product_class,
				(case t.locale when 'en' then 'english' when 'fr-CA' then 'french' when 'es' then 'spanish' else 'simple' end)::regconfig as config,
				coalesce((select array_agg(distinct above.within::int order by above.within::int) from product_category m join above on above.id = m.category_id where m.product_id = p.id and above.within not in (select id from unseen)), '{}') as category_ids,
				(select string_agg(v.sku, ' ') from product v where p.kind = 'parent' and v.parent_id = p.id and v.status = 'active') as variant_skus,
				(select string_agg(distinct a.value, ' ') from product v, jsonb_each_text(v.attributes) a where (v.id = p.id or (v.parent_id = p.id and v.status = 'active')) and length(a.value) between 1 and 60) as attribute_words,
				coalesce((select array_agg(distinct a.key || ':' || a.value order by a.key || ':' || a.value) from product v, jsonb_each_text(v.attributes) a
					where (v.id = p.id or (v.parent_id = p.id and v.status = 'active')) and length(a.value) between 1 and 60), '{}') as facets
			from product p join product_text t on t.product_id = p.id
			where p.status = 'active' and ${touched}
		), gone as (
			delete from product_search s using product p where p.id = s.product_id and p.status <> 'active' and ${touched}
		)
		insert into product_search (product_id, locale, words, product_class, facets, grant_policy_ids, deny_policy_ids, category_ids)
		select id, locale,
			case when kind not in ('simple','parent','bundle','kit') then ''
			else case when locale = 'ja' then ${letters(tx`name`, 'A')} || ${letters(tx`summary`, 'C')} else setweight(to_tsvector(config, unaccent(name)), 'A') end
				|| setweight(to_tsvector('simple', concat_ws(' ', replace(sku, '-', ' '), regexp_replace(sku, '[^[:alnum:]]', '', 'g'), family, replace(variant_skus, '-', ' '), unaccent(attribute_words))), 'B')
				|| case when locale = 'ja' then '' else setweight(to_tsvector(config, unaccent(summary)), 'C') || setweight(to_tsvector(config, unaccent(description)), 'D') end end,
			product_class, facets, grant_policy_ids, deny_policy_ids, category_ids
		from texts
		on conflict (product_id, locale) do update set words = excluded.words, product_class = excluded.product_class, facets = excluded.facets,
			grant_policy_ids = excluded.grant_policy_ids, deny_policy_ids = excluded.deny_policy_ids, category_ids = excluded.category_ids`
	await tx`
		insert into search_word (locale, word, uses)
		select t.locale, w.word, count(*) from product_text t join product p on p.id = t.product_id and p.status = 'active',
			lateral (select m[1] as word from regexp_matches(case when t.locale = 'ja' then normalize(t.name, NFKC) else lower(unaccent(t.name)) end, case when t.locale = 'ja' then '[ァ-ヶー]+' else '[[:alnum:]]+' end, 'g') m) as w
		where length(w.word) between 3 and 40 and w.word !~ '[0-9]' and ${touched}
		group by t.locale, w.word
		on conflict (locale, word) do update set uses = greatest(search_word.uses, excluded.uses)`
}

/** All three, in their order, after a change to products, categories or policies. */
export async function refreshCatalog(tx: Tx, productIds: readonly number[] | null = null): Promise<void> {
	const ids = productIds && (await withWhatHoldsThem(tx, productIds))
	await refreshEntitlement(tx, ids)
	await refreshListings(tx, ids)
	await refreshSearch(tx, ids)
}

/** Products, the bundles and kits that they are in, and their variants and parents: what a change of them reaches. */
async function withWhatHoldsThem(tx: Tx, productIds: readonly number[]): Promise<number[]> {
	const ids = tx.array([...productIds], 20)
	const rows = await tx<{ id: number }[]>`
		with own as (
			select unnest(${ids}::bigint[]) as id union select v.id from product v where v.parent_id = any(${ids}::bigint[])
			union select v.parent_id from product v where v.id = any(${ids}::bigint[]) and v.parent_id is not null
		)
		select id from own union select b.bundle_id from bundle_component b join own on own.id = b.component_id`
	return rows.map(({ id }) => id)
}

/** The categories of a seller with how many products the policies leave visible in each (the tree of the shop). */
export async function readCategoryTree(sql: Sql, input: { sellerEntityId: number; policyIds: readonly number[]; locale: string }) {
	return sql<{ id: number; parentId: number | null; slug: string; name: string; picture: string | null; products: number }[]>`
		select c.id, c.parent_id, c.slug, coalesce(t.name, e.name, c.code) as name, c.picture, n.products
		from category c
			left join category_text t on t.category_id = c.id and t.locale = ${input.locale}
			left join category_text e on e.category_id = c.id and e.locale = 'en'
			join lateral (select count(*)::int as products from category_listing l where l.category_id = c.id
				and l.grant_policy_ids && ${sql.array([...input.policyIds], 23)}::int[] and not l.deny_policy_ids && ${sql.array([...input.policyIds], 23)}::int[]) n on n.products > 0
		where c.seller_entity_id = ${input.sellerEntityId}
		order by c.parent_id nulls first, c.position, c.id`
}

/**
 * What a policy's own rules made stale, and nothing else: the products that it reaches now or did before, and their rows in
 * listings and search. One statement for any number of products; answers how many changed.
 */
export async function refreshPolicy(tx: Tx, policyId: number): Promise<number> {
	const swapped = (column: string, wished: string) =>
		tx`coalesce((select array_agg(x order by x) from unnest(array_remove(p.${tx(column)}, ${policyId}::integer) || case when w.${tx(wished)} then array[${policyId}::integer] else '{}' end) x), '{}')`
	const [row] = await tx<{ changed: number }[]>`
		with recursive tree as (
			select category_id as id, effect from policy_category where policy_id = ${policyId} union select c.id, tree.effect from category c join tree on c.parent_id = tree.id
		), reach as (
			select p.id, r.effect from policy_product r join product p on p.id = r.product_id where r.policy_id = ${policyId}
			union all select p.id, r.effect from policy_product r join product p on p.parent_id = r.product_id where r.policy_id = ${policyId}
			union all select m.product_id, tree.effect from tree join product_category m on m.category_id = tree.id
			union all select p.id, tree.effect from tree join product_category m on m.category_id = tree.id join product p on p.parent_id = m.product_id
			union all select p.id, r.effect from policy_class r join entitlement_policy e on e.id = r.policy_id join product p on p.product_class = r.product_class and p.seller_entity_id = e.seller_entity_id where r.policy_id = ${policyId}
		), own as materialized (
			select id, bool_or(effect = 'grant') as granted, bool_or(effect = 'deny') as denied from reach group by id
		), wished as materialized (
			select id, bool_or(granted) as granted, bool_or(denied) as denied from (
				select o.id, o.denied, o.granted and not exists (select from bundle_component b join product i on i.id = b.component_id left join own w on w.id = i.id
					where b.bundle_id = o.id and b.choice is null and (i.status <> 'active' or not coalesce(w.granted, false)))
					and not exists (select from bundle_component b join product i on i.id = b.component_id left join own w on w.id = i.id left join bundle_choice c on c.bundle_id = b.bundle_id and c.code = b.choice
						where b.bundle_id = o.id and b.choice is not null group by b.choice, c.minimum having count(*) filter (where i.status = 'active' and w.granted) < coalesce(c.minimum, 0)) as granted from own o
				union all select b.bundle_id, true, false from own w join bundle_component b on b.component_id = w.id left join bundle_choice c on c.bundle_id = b.bundle_id and c.code = b.choice
					where w.denied and (b.choice is null or (select count(*) from bundle_component s left join own n on n.id = s.component_id
						where s.bundle_id = b.bundle_id and s.choice = b.choice and not coalesce(n.denied, false)) < coalesce(c.minimum, 0))) x group by id
		), stale as materialized (
			select p.id, coalesce(w.granted, false) as granted, coalesce(w.denied, false) as denied from product p left join wished w on w.id = p.id
			where (${policyId}::integer = any(p.grant_policy_ids)) <> coalesce(w.granted, false) or (${policyId}::integer = any(p.deny_policy_ids)) <> coalesce(w.denied, false)
		), moved as (
			update product p set grant_policy_ids = ${swapped('grant_policy_ids', 'granted')}, deny_policy_ids = ${swapped('deny_policy_ids', 'denied')}, version = p.version + 1
			from stale w where w.id = p.id returning p.id, p.grant_policy_ids, p.deny_policy_ids
		), listed as (
			update category_listing l set grant_policy_ids = moved.grant_policy_ids, deny_policy_ids = moved.deny_policy_ids from moved where l.product_id = moved.id
		), found as (
			update product_search s set grant_policy_ids = moved.grant_policy_ids, deny_policy_ids = moved.deny_policy_ids from moved where s.product_id = moved.id
		)
		select count(*)::int as changed from moved`
	return row?.changed ?? 0
}

import type { Sql, Tx } from '../client.server.ts'

/** Counts a search that found nothing; nothing says whose. Half a year is kept. */
export async function countMiss(
	tx: Tx,
	{ sellerEntityId, locale, term, at }: { sellerEntityId: number; locale: string; term: string; at: Date },
): Promise<void> {
	await tx`
		with old as (delete from search_miss where seller_entity_id = ${sellerEntityId} and searched_on < ${at}::date - 180)
		insert into search_miss (seller_entity_id, searched_on, locale, term) values (${sellerEntityId}, ${at}::date, ${locale}, ${term})
		on conflict (seller_entity_id, searched_on, locale, term) do update set searches = search_miss.searches + 1`
}

export type RuleKind = 'synonyms' | 'boosts' | 'redirects'

/** A rule of any kind, as the room lists it and as undo writes it back. */
export type SearchRule = {
	id: number
	locale: string
	term: string
	/** Synonyms. */
	means?: string[]
	bothWays?: boolean
	/** Boosts: of a product by its SKU, or of a category by its code. */
	effect?: 'pin' | 'up' | 'down'
	sku?: string | null
	category?: string | null
	name?: string | null
	/** Redirects. */
	target?: string
}

export type RuleFilter = { sellerEntityId: number; search: string; ruleLocale: string | null; after: number | null; limit: number; locale: string }

const table = { synonyms: 'search_synonym', boosts: 'search_boost', redirects: 'search_redirect' } as const

const columns = (sql: Sql, kind: RuleKind, locale: string) => {
	if (kind === 'synonyms') return sql`r.id, r.locale, r.term, r.means, r.both_ways`
	if (kind === 'redirects') return sql`r.id, r.locale, r.term, r.target`
	return sql`r.id, r.locale, r.term, r.effect, p.sku, c.code as category,
		coalesce((select t.name from product_text t where t.product_id = p.id and t.locale in (${locale}, 'en') order by t.locale = ${locale} desc limit 1),
			(select t.name from category_text t where t.category_id = c.id and t.locale in (${locale}, 'en') order by t.locale = ${locale} desc limit 1), c.code, p.sku) as name`
}

const source = (sql: Sql, kind: RuleKind) =>
	kind === 'boosts' ? sql`search_boost r left join product p on p.id = r.product_id left join category c on c.id = r.category_id` : sql`${sql(table[kind])} r`

/** Rules of one kind, newest first; one row more than asked. */
export async function readRules(sql: Sql, kind: RuleKind, filter: RuleFilter): Promise<SearchRule[]> {
	const like = `%${filter.search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<SearchRule[]>`
		select ${columns(sql, kind, filter.locale)} from ${source(sql, kind)}
		where r.seller_entity_id = ${filter.sellerEntityId} and (${filter.ruleLocale}::text is null or r.locale = ${filter.ruleLocale}) and (${filter.search} = '' or r.term like ${like})
			and (${filter.after}::bigint is null or r.id < ${filter.after}) order by r.id desc limit ${filter.limit + 1}`
}

export type Miss = { locale: string; term: string; searches: number; days: number; lastOn: string }

/** What was looked for in vain, most wanted first, since a day. */
export async function readMisses(
	sql: Sql,
	filter: { sellerEntityId: number; search: string; ruleLocale: string | null; since: string; limit: number },
): Promise<Miss[]> {
	const like = `%${filter.search.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<Miss[]>`
		select m.locale, m.term, sum(m.searches)::int as searches, count(*)::int as days, max(m.searched_on) as last_on from search_miss m
		where m.seller_entity_id = ${filter.sellerEntityId} and m.searched_on >= ${filter.since}::date and (${filter.ruleLocale}::text is null or m.locale = ${filter.ruleLocale})
			and (${filter.search} = '' or m.term like ${like})
		group by m.locale, m.term order by 3 desc, 5 desc, m.term limit ${filter.limit}`
}

/** A term as a search reads it: without accents, but in Japanese. */
const plain = (sql: Sql, locale: string, term: string) => (locale === 'ja' ? sql`${term}::text` : sql`lower(unaccent(${term}::text))`)

/** How many rules of a kind a seller has: each search reads them all. */
export async function countRules(tx: Tx, kind: RuleKind, sellerEntityId: number): Promise<number> {
	const [row] = await tx<{ count: number }[]>`select count(*)::int as count from ${tx(table[kind])} where seller_entity_id = ${sellerEntityId}`
	return row?.count ?? 0
}

export type RuleWrite = Omit<SearchRule, 'id' | 'name'>

/** Writes a rule; one that says something of the same already is left as it is. Null: it stood there, or what it speaks of is not the seller's. */
export async function insertRule(tx: Tx, kind: RuleKind, sellerEntityId: number, rule: RuleWrite): Promise<number | null> {
	const term = plain(tx, rule.locale, rule.term)
	const rows =
		kind === 'synonyms'
			? await tx<{ id: number }[]>`
				insert into search_synonym (seller_entity_id, locale, term, means, both_ways)
				select ${sellerEntityId}, ${rule.locale}, ${term}, array_agg(${rule.locale === 'ja' ? tx`m` : tx`lower(unaccent(m))`} order by i), ${rule.bothWays ?? false}
				from unnest(${tx.array([...(rule.means ?? [])], 25)}::text[]) with ordinality as u(m, i) on conflict do nothing returning id`
			: kind === 'redirects'
				? await tx<{ id: number }[]>`
					insert into search_redirect (seller_entity_id, locale, term, target) values (${sellerEntityId}, ${rule.locale}, ${term}, ${rule.target ?? ''}) on conflict do nothing returning id`
				: await tx<{ id: number }[]>`
					insert into search_boost (seller_entity_id, locale, term, product_id, category_id, effect)
					select ${sellerEntityId}, ${rule.locale}, ${term}, found.product_id, found.category_id, ${rule.effect ?? 'up'} from (
						select p.id as product_id, null::bigint as category_id from product p where p.seller_entity_id = ${sellerEntityId} and p.sku = ${rule.sku ?? null}
						union all select null, c.id from category c where c.seller_entity_id = ${sellerEntityId} and c.code = ${rule.category ?? null}) found
					on conflict do nothing returning id`
	return rows[0]?.id ?? null
}

/** Whether what a boost speaks of is the seller's. */
export async function hasBoostTarget(tx: Tx, sellerEntityId: number, { sku, category }: Pick<SearchRule, 'sku' | 'category'>): Promise<boolean> {
	const rows = await tx`
		select 1 from product p where p.seller_entity_id = ${sellerEntityId} and p.sku = ${sku ?? null}
		union all select 1 from category c where c.seller_entity_id = ${sellerEntityId} and c.code = ${category ?? null}`
	return rows.length > 0
}

/** Takes a rule of the seller away; answers what it said. */
export async function deleteRule(tx: Tx, kind: RuleKind, key: { sellerEntityId: number; id: number; locale: string }): Promise<SearchRule | null> {
	const [row] = await tx<SearchRule[]>`
		with gone as (delete from ${tx(table[kind])} where seller_entity_id = ${key.sellerEntityId} and id = ${key.id} returning *)
		select ${columns(tx, kind, key.locale)} from ${kind === 'boosts' ? tx`gone r left join product p on p.id = r.product_id left join category c on c.id = r.category_id` : tx`gone r`}`
	return row ?? null
}

/** What the seller's shop has to choose from: categories by their code. */
export async function readCategoryCodes(
	sql: Sql,
	{ sellerEntityId, locale }: { sellerEntityId: number; locale: string },
): Promise<{ code: string; name: string }[]> {
	return sql<{ code: string; name: string }[]>`
		select c.code, coalesce(t.name, e.name, c.code) as name from category c left join category_text t on t.category_id = c.id and t.locale = ${locale}
			left join category_text e on e.category_id = c.id and e.locale = 'en' where c.seller_entity_id = ${sellerEntityId} order by 2`
}

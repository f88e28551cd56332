import type { Sql, Tx } from '../client.server.ts'
import type { StoredRule } from './entitlement.ts'
import { recordset } from './recordset.ts'

export type ListQuestion = { sellerEntityId: number; search: string; after: number | null; limit: number }
export type ListedGroup = { id: number; code: string; name: string; members: number; policies: string[]; books: number }
export type ListedPolicy = {
	id: number
	code: string
	name: string
	isActive: boolean
	isGuest: boolean
	grants: number
	denials: number
	products: number
	groups: string[]
	accounts: number
}

const like = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** One page of a seller's buyer groups by name; one row more than asked. */
export async function readGroupList(sql: Sql, { sellerEntityId, search, after, limit }: ListQuestion): Promise<ListedGroup[]> {
	return sql<ListedGroup[]>`
		select g.id, g.code, g.name, (select count(*)::int from buyer_group_member m where m.buyer_group_id = g.id) as members,
			coalesce((select array_agg(e.name order by e.name) from policy_buyer_group pg join entitlement_policy e on e.id = pg.policy_id where pg.buyer_group_id = g.id), '{}') as policies,
			(select count(distinct a.price_book_id)::int from price_book_audience a where a.buyer_group_id = g.id) as books
		from buyer_group g where g.seller_entity_id = ${sellerEntityId} and (${search} = '' or g.name ilike ${like(search)} or g.code ilike ${like(search)})
			and (${after}::bigint is null or (g.name, g.id) > (select x.name, x.id from buyer_group x where x.id = ${after}))
		order by g.name, g.id limit ${limit + 1}`
}

/** One page of a seller's policies by name, with how many of the shop's products each grants; one row more than asked. */
export async function readPolicyList(sql: Sql, { sellerEntityId, search, after, limit }: ListQuestion): Promise<ListedPolicy[]> {
	return sql<ListedPolicy[]>`
		with chosen as materialized (
			select e.* from entitlement_policy e where e.seller_entity_id = ${sellerEntityId} and (${search} = '' or e.name ilike ${like(search)} or e.code ilike ${like(search)})
				and (${after}::bigint is null or (e.name, e.id) > (select x.name, x.id from entitlement_policy x where x.id = ${after}::bigint))
			order by e.name, e.id limit ${limit + 1}
		), rule as (
			select policy_id, effect from policy_product where policy_id in (select id from chosen)
			union all select policy_id, effect from policy_category where policy_id in (select id from chosen)
			union all select policy_id, effect from policy_class where policy_id in (select id from chosen)
		)
		select e.id, e.code, e.name, e.is_active, e.is_guest,
			(select count(*)::int from rule r where r.policy_id = e.id and r.effect = 'grant') as grants, (select count(*)::int from rule r where r.policy_id = e.id and r.effect = 'deny') as denials,
			(select count(*)::int from product p where p.seller_entity_id = ${sellerEntityId} and p.status = 'active' and p.grant_policy_ids && array[e.id]) as products,
			coalesce((select array_agg(g.name order by g.name) from policy_buyer_group pg join buyer_group g on g.id = pg.buyer_group_id where pg.policy_id = e.id), '{}') as groups,
			(select count(*)::int from policy_account pa where pa.policy_id = e.id) as accounts
		from chosen e order by e.name, e.id`
}

export type PolicyState = { name: string; isActive: boolean; isGuest: boolean; rules: StoredRule[]; groupIds: number[]; accountIds: number[] }
export type GroupState = { name: string; accountIds: number[]; policyIds: number[] }
export type AccountState = { stopsInheriting: boolean; groupIds: number[]; policyIds: number[] }
export type Named<T> = { id: number; code: string; name: string; state: T }

/** A policy with all that it says, and of whom. Null: not this seller's. With a transaction it is locked. */
export async function readPolicyState(sql: Sql, key: { sellerEntityId: number; id: number }, lock = false): Promise<Named<PolicyState> | null> {
	const [row] = await sql<Named<PolicyState>[]>`
		select e.id, e.code, e.name, json_build_object('name', e.name, 'isActive', e.is_active, 'isGuest', e.is_guest,
			'rules', coalesce((select json_agg(json_build_object('effect', r.effect, 'productId', r.product_id, 'categoryId', r.category_id, 'productClass', r.product_class) order by r.product_class, r.category_id, r.product_id) from (
				select effect, product_id, null::bigint as category_id, null::text as product_class from policy_product where policy_id = e.id
				union all select effect, null, category_id, null from policy_category where policy_id = e.id
				union all select effect, null, null, product_class from policy_class where policy_id = e.id) r), '[]'),
			'groupIds', coalesce((select json_agg(buyer_group_id order by buyer_group_id) from policy_buyer_group where policy_id = e.id), '[]'),
			'accountIds', coalesce((select json_agg(account_id order by account_id) from policy_account where policy_id = e.id), '[]')) as state
		from entitlement_policy e where e.id = ${key.id}::bigint and e.seller_entity_id = ${key.sellerEntityId} ${lock ? sql`for update of e` : sql``}`
	return row ?? null
}

export async function readGroupState(sql: Sql, key: { sellerEntityId: number; id: number }, lock = false): Promise<Named<GroupState> | null> {
	const [row] = await sql<Named<GroupState>[]>`
		select g.id, g.code, g.name, json_build_object('name', g.name,
			'accountIds', coalesce((select json_agg(account_id order by account_id) from buyer_group_member where buyer_group_id = g.id), '[]'),
			'policyIds', coalesce((select json_agg(policy_id order by policy_id) from policy_buyer_group where buyer_group_id = g.id), '[]')) as state
		from buyer_group g where g.id = ${key.id} and g.seller_entity_id = ${key.sellerEntityId} ${lock ? sql`for update of g` : sql``}`
	return row ?? null
}

export async function readAccountState(sql: Sql, key: { sellerEntityId: number; id: number }, lock = false): Promise<Named<AccountState> | null> {
	const [row] = await sql<Named<AccountState>[]>`
		select a.id, a.number as code, a.name, json_build_object('stopsInheriting', a.stops_inheriting,
			'groupIds', coalesce((select json_agg(buyer_group_id order by buyer_group_id) from buyer_group_member where account_id = a.id), '[]'),
			'policyIds', coalesce((select json_agg(policy_id order by policy_id) from policy_account where account_id = a.id), '[]')) as state
		from account a where a.id = ${key.id} and a.seller_entity_id = ${key.sellerEntityId} ${lock ? sql`for update of a` : sql``}`
	return row ?? null
}

/** A new policy or group under a code that is free; null when it is taken. */
export async function insertCoded(
	tx: Tx,
	table: 'entitlement_policy' | 'buyer_group',
	row: { sellerEntityId: number; code: string; name: string },
): Promise<number | null> {
	const [made] = await tx<{ id: number }[]>`
		insert into ${tx(table)} (seller_entity_id, code, name) values (${row.sellerEntityId}, ${row.code}, ${row.name}) on conflict (seller_entity_id, code) do nothing returning id`
	return made?.id ?? null
}

const ids = (tx: Tx, list: readonly number[]) => tx.array([...list], 20)

/** Makes a policy say exactly this. Three statements for its rules, two for whom it is of, whatever their number. */
export async function replacePolicy(tx: Tx, policyId: number, state: PolicyState): Promise<void> {
	const wish = recordset(tx, state.rules)
	await tx`update entitlement_policy set name = ${state.name}, is_active = ${state.isActive}, is_guest = ${state.isGuest} where id = ${policyId}`
	for (const [table, column, type] of [
		['policy_product', 'product_id', 'bigint'],
		['policy_category', 'category_id', 'bigint'],
		['policy_class', 'product_class', 'text'],
	] as const)
		await tx`
			with wish as materialized (select * from jsonb_to_recordset(${wish}) as r(${tx(column)} ${tx.unsafe(type)}, effect text) where ${tx(column)} is not null),
			gone as (delete from ${tx(table)} t where t.policy_id = ${policyId} and not exists (select from wish where wish.${tx(column)} = t.${tx(column)}))
			insert into ${tx(table)} (policy_id, ${tx(column)}, effect) select ${policyId}, ${tx(column)}, effect from wish
			on conflict (policy_id, ${tx(column)}) do update set effect = excluded.effect where ${tx(table)}.effect <> excluded.effect`
	await replaceLinks(tx, { table: 'policy_buyer_group', of: 'policy_id', id: policyId, to: 'buyer_group_id', ids: state.groupIds })
	await replaceLinks(tx, { table: 'policy_account', of: 'policy_id', id: policyId, to: 'account_id', ids: state.accountIds })
}

export async function replaceGroup(tx: Tx, groupId: number, state: GroupState): Promise<void> {
	await tx`update buyer_group set name = ${state.name} where id = ${groupId}`
	await replaceLinks(tx, { table: 'buyer_group_member', of: 'buyer_group_id', id: groupId, to: 'account_id', ids: state.accountIds })
	await replaceLinks(tx, { table: 'policy_buyer_group', of: 'buyer_group_id', id: groupId, to: 'policy_id', ids: state.policyIds })
}

export async function replaceAccount(tx: Tx, accountId: number, state: AccountState): Promise<void> {
	await tx`update account set stops_inheriting = ${state.stopsInheriting} where id = ${accountId} and stops_inheriting <> ${state.stopsInheriting}`
	await replaceLinks(tx, { table: 'buyer_group_member', of: 'account_id', id: accountId, to: 'buyer_group_id', ids: state.groupIds })
	await replaceLinks(tx, { table: 'policy_account', of: 'account_id', id: accountId, to: 'policy_id', ids: state.policyIds })
}

type Links = { table: string; of: string; id: number; to: string; ids: readonly number[] }

async function replaceLinks(tx: Tx, { table, of, id, to, ids: wished }: Links): Promise<void> {
	await tx`
		with gone as (delete from ${tx(table)} where ${tx(of)} = ${id} and not ${tx(to)} = any(${ids(tx, wished)}::bigint[]))
		insert into ${tx(table)} (${tx(of)}, ${tx(to)}) select ${id}, x from unnest(${ids(tx, wished)}::bigint[]) x on conflict do nothing`
}

export type Choice = { id: number; code: string; name: string; isActive?: boolean }

export async function readEntitlementChoices(
	sql: Sql,
	sellerEntityId: number,
): Promise<{ groups: (Choice & { members: number })[]; policies: Choice[]; classes: string[] }> {
	const [row] = await sql<{ groups: (Choice & { members: number })[]; policies: Choice[]; classes: string[] }[]>`
		select coalesce((select json_agg(json_build_object('id', g.id, 'code', g.code, 'name', g.name, 'members', (select count(*) from buyer_group_member m where m.buyer_group_id = g.id)) order by g.name, g.id)
				from buyer_group g where g.seller_entity_id = ${sellerEntityId}), '[]') as groups,
			coalesce((select json_agg(json_build_object('id', e.id, 'code', e.code, 'name', e.name, 'isActive', e.is_active) order by e.name, e.id) from entitlement_policy e where e.seller_entity_id = ${sellerEntityId}), '[]') as policies,
			coalesce((select json_agg(distinct p.product_class order by p.product_class) from product p where p.seller_entity_id = ${sellerEntityId}), '[]') as classes`
	return row ?? { groups: [], policies: [], classes: [] }
}

/** Names of what rules and links speak of, by id. */
export async function readEntitlementNames(
	sql: Sql,
	key: { sellerEntityId: number; locale: string; productIds: readonly number[]; categoryIds: readonly number[]; accountIds: readonly number[] },
): Promise<{ products: Choice[]; categories: (Choice & { products: number })[]; accounts: Choice[] }> {
	const [row] = await sql<{ products: Choice[]; categories: (Choice & { products: number })[]; accounts: Choice[] }[]>`
		select coalesce((select json_agg(json_build_object('id', p.id, 'code', p.sku, 'name', coalesce(t.name, e.name, p.sku)) order by p.sku) from product p
				left join product_text t on t.product_id = p.id and t.locale = ${key.locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				where p.seller_entity_id = ${key.sellerEntityId} and p.id = any(${sql.array([...key.productIds], 20)}::bigint[])), '[]') as products,
			coalesce((select json_agg(json_build_object('id', c.id, 'code', c.code, 'name', coalesce(t.name, e.name, c.code), 'products', (select count(*) from category_listing l where l.category_id = c.id)) order by c.code) from category c
				left join category_text t on t.category_id = c.id and t.locale = ${key.locale} left join category_text e on e.category_id = c.id and e.locale = 'en'
				where c.seller_entity_id = ${key.sellerEntityId} and c.id = any(${sql.array([...key.categoryIds], 20)}::bigint[])), '[]') as categories,
			coalesce((select json_agg(json_build_object('id', a.id, 'code', a.number, 'name', a.name) order by a.name, a.id) from account a
				where a.seller_entity_id = ${key.sellerEntityId} and a.id = any(${sql.array([...key.accountIds], 20)}::bigint[])), '[]') as accounts`
	return row ?? { products: [], categories: [], accounts: [] }
}

/** What typed codes mean, each list in one look: SKUs, category codes, classes, account numbers. What means nothing is left out. */
export async function readMeanings(
	sql: Sql,
	key: { sellerEntityId: number; skus: readonly string[]; categories: readonly string[]; classes: readonly string[]; accounts: readonly string[] },
): Promise<{ kind: 'product' | 'category' | 'class' | 'account'; code: string; id: number | null }[]> {
	const texts = (list: readonly string[]) => sql.array([...list], 25)
	return sql`
		select 'product' as kind, upper(p.sku) as code, p.id from product p where p.seller_entity_id = ${key.sellerEntityId} and upper(p.sku) = any(${texts(key.skus)}::text[])
		union all select 'category', c.code, c.id from category c where c.seller_entity_id = ${key.sellerEntityId} and c.code = any(${texts(key.categories)}::text[])
		union all select distinct 'class', p.product_class, null::bigint from product p where p.seller_entity_id = ${key.sellerEntityId} and p.product_class = any(${texts(key.classes)}::text[])
		union all select 'account', upper(a.number), a.account_id from account_by_number a where a.seller_entity_id = ${key.sellerEntityId} and upper(a.number) = any(${texts(key.accounts)}::text[])`
}

/** Which of these policies and groups are the seller's: what a form names may be another's. */
export async function readOwnIds(
	sql: Sql,
	key: { sellerEntityId: number; policyIds: readonly number[]; groupIds: readonly number[] },
): Promise<{ policyIds: number[]; groupIds: number[] }> {
	const [row] = await sql<{ policyIds: number[]; groupIds: number[] }[]>`
		select coalesce((select json_agg(e.id) from entitlement_policy e where e.seller_entity_id = ${key.sellerEntityId} and e.id = any(${sql.array([...key.policyIds], 20)}::bigint[])), '[]') as policy_ids,
			coalesce((select json_agg(g.id) from buyer_group g where g.seller_entity_id = ${key.sellerEntityId} and g.id = any(${sql.array([...key.groupIds], 20)}::bigint[])), '[]') as group_ids`
	return row ?? { policyIds: [], groupIds: [] }
}

/** Categories of a seller that a text may mean, by code or name; at most eight. */
export async function findCategories(
	sql: Sql,
	key: { sellerEntityId: number; text: string; locale: string },
): Promise<{ id: number; code: string; name: string }[]> {
	return sql<{ id: number; code: string; name: string }[]>`
		select c.id, c.code, coalesce(t.name, e.name, c.code) as name from category c
			left join category_text t on t.category_id = c.id and t.locale = ${key.locale} left join category_text e on e.category_id = c.id and e.locale = 'en'
		where c.seller_entity_id = ${key.sellerEntityId} and (c.code ilike ${like(key.text)} or t.name ilike ${like(key.text)} or e.name ilike ${like(key.text)}) order by 3, c.id limit 8`
}

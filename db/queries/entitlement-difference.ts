import type { Sql } from '../client.server.ts'
import { countingPolicies, type EntitlementDraft } from './entitlement.ts'
import { recordset } from './recordset.ts'

/** How many are listed by name; all are counted. */
const listed = 50

export type Difference = {
	accountsGaining: number
	accountsLosing: number
	/** Products that somebody sees after it and did not before, and the other way round. */
	productsShown: number
	productsHidden: number
	guestsGain: number
	guestsLose: number
	accounts: { id: number; number: string; name: string; gained: number; lost: number }[]
	products: { id: number; sku: string; name: string; shownTo: number; hiddenFrom: number }[]
}

/**
 * Who would see more and who less after a draft, without writing anything: for each set of policies that accounts have
 * before and after, the products whose answer differs (section 3). One statement; work grows with sets × products that
 * the draft can touch, not with accounts × products.
 */
export async function readDifference(sql: Sql, key: { sellerEntityId: number; locale: string; draft: EntitlementDraft }): Promise<Difference> {
	const { sellerEntityId, draft } = key
	const policyId = draft.policy?.id ?? null
	const [row] = await sql<Difference[]>`
		with recursive ${countingPolicies(sql, sellerEntityId)}, ${countingPolicies(sql, sellerEntityId, { draft, prefix: 'new_' })},
		tree as (
			select id, id as within from category where seller_entity_id = ${sellerEntityId} union all select c.id, tree.within from category c join tree on c.parent_id = tree.id
		), wish as materialized (
			select * from jsonb_to_recordset(${recordset(sql, draft.policy?.rules ?? [])}) as r(effect text, product_id bigint, category_id bigint, product_class text)
		), reach as materialized (
			select r.id, bool_or(r.effect = 'grant') as granted, bool_or(r.effect = 'deny') as denied from (
				select p.id, w.effect from wish w join product p on p.id = w.product_id
				union all select p.id, w.effect from wish w join product p on p.parent_id = w.product_id
				union all select p.id, w.effect from wish w join tree on tree.within = w.category_id join product_category m on m.category_id = tree.id join product p on p.id = m.product_id
				union all select p.id, w.effect from wish w join product p on p.product_class = w.product_class and p.seller_entity_id = ${sellerEntityId}) r group by r.id
		), item as materialized (
			select p.id, p.sku, p.grant_policy_ids as g0, p.deny_policy_ids as d0,
				case when ${policyId}::integer is null then p.grant_policy_ids else array_remove(p.grant_policy_ids, ${policyId}::integer) || case when r.granted then array[${policyId}::integer] else '{}' end end as g1,
				case when ${policyId}::integer is null then p.deny_policy_ids else array_remove(p.deny_policy_ids, ${policyId}::integer) || case when r.denied then array[${policyId}::integer] else '{}' end end as d1,
				${policyId}::integer is not null and (coalesce(r.granted, false), coalesce(r.denied, false)) is distinct from (${policyId}::integer = any(p.grant_policy_ids), ${policyId}::integer = any(p.deny_policy_ids)) as differs
			from product p left join reach r on r.id = p.id
			where p.seller_entity_id = ${sellerEntityId} and p.status = 'active' and p.kind in ('simple','parent','bundle')
		), had as (
			select account_id, array_agg(distinct policy_id order by policy_id) as s from counting group by account_id
		), gets as (
			select account_id, array_agg(distinct policy_id order by policy_id) as s from new_counting group by account_id
		), sets as materialized (
			select a.id as account_id, coalesce(had.s, '{}') as s0, coalesce(gets.s, '{}') as s1 from account a left join had on had.account_id = a.id left join gets on gets.account_id = a.id
				where a.seller_entity_id = ${sellerEntityId} and a.status = 'active'
			union all
			select null, coalesce((select array_agg(e.id order by e.id) from entitlement_policy e where e.seller_entity_id = ${sellerEntityId} and e.is_active and e.is_guest), '{}'),
				coalesce((select array_agg(e.id order by e.id) from (select e.id from entitlement_policy e where e.seller_entity_id = ${sellerEntityId} and e.is_active and e.is_guest and e.id is distinct from ${policyId}::integer
					union all select ${policyId}::integer where ${draft.policy ? draft.policy.isActive && draft.policy.isGuest : false}::boolean) e), '{}')
		), audience as materialized (
			select row_number() over () as id, s0, s1, count(account_id)::int as accounts, bool_or(account_id is null) as guests from sets
			where s0 is distinct from s1 or ${policyId}::integer = any(s0) group by s0, s1
		), moved as materialized (
			select x.* from (
				select u.id as audience_id, i.id as product_id, i.g0 && u.s0 and not i.d0 && u.s0 as was, i.g1 && u.s1 and not i.d1 && u.s1 as will
				from audience u join item i on u.s0 is distinct from u.s1 or i.differs) x where x.was <> x.will
		), tally as (
			select audience_id, count(*) filter (where will)::int as gained, count(*) filter (where was)::int as lost from moved group by audience_id
		), touched as (
			select s.account_id, t.gained, t.lost from tally t join audience u on u.id = t.audience_id join sets s on s.s0 = u.s0 and s.s1 = u.s1
		), shown as (
			select m.product_id, coalesce(sum(u.accounts) filter (where m.will), 0)::int as shown_to, coalesce(sum(u.accounts) filter (where m.was), 0)::int as hidden_from,
				bool_or(m.will) as is_shown, bool_or(m.was) as is_hidden
			from moved m join audience u on u.id = m.audience_id group by m.product_id
		)
		select (select count(*)::int from touched where account_id is not null and gained > 0) as accounts_gaining, (select count(*)::int from touched where account_id is not null and lost > 0) as accounts_losing,
			(select count(*)::int from shown where is_shown) as products_shown, (select count(*)::int from shown where is_hidden) as products_hidden,
			coalesce((select gained from touched where account_id is null), 0) as guests_gain, coalesce((select lost from touched where account_id is null), 0) as guests_lose,
			coalesce((select json_agg(x) from (select a.id, a.number, a.name, t.gained, t.lost from touched t join account a on a.id = t.account_id order by t.lost desc, t.gained desc, a.name limit ${listed}) x), '[]') as accounts,
			coalesce((select json_agg(x) from (select i.id, i.sku, coalesce(t.name, e.name, i.sku) as name, s.shown_to as "shownTo", s.hidden_from as "hiddenFrom" from shown s join item i on i.id = s.product_id
				left join product_text t on t.product_id = i.id and t.locale = ${key.locale} left join product_text e on e.product_id = i.id and e.locale = 'en'
				order by s.hidden_from desc, s.shown_to desc, i.sku limit ${listed}) x), '[]') as products`
	if (!row) throw new Error('A difference is always one row')
	return row
}

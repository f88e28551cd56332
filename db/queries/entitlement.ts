import type { Sql } from '../client.server.ts'

/** One line of a policy as it is stored: exactly one of the three is there. */
export type StoredRule = { effect: 'grant' | 'deny'; productId: number | null; categoryId: number | null; productClass: string | null }

/**
 * Policies, groups or an account as they would be after a change that is not saved: what the tables say of the thing named
 * is left out, and this stands in its place.
 */
export type EntitlementDraft = {
	/** 0: a policy that is not there yet. */
	policy: { id: number; isActive: boolean; isGuest: boolean; rules: readonly StoredRule[] } | null
	groupId: number | null
	account: { id: number; stopsInheriting: boolean } | null
	policyAccounts: readonly { policyId: number; accountId: number }[]
	policyGroups: readonly { policyId: number; groupId: number }[]
	members: readonly { accountId: number; groupId: number }[]
}

export const asStored: EntitlementDraft = { policy: null, groupId: null, account: null, policyAccounts: [], policyGroups: [], members: [] }

const pairs = <T>(sql: Sql, rows: readonly T[], one: (row: T) => number, other: (row: T) => number) =>
	sql`select * from unnest(${sql.array(rows.map(one), 20)}::bigint[], ${sql.array(rows.map(other), 20)}::bigint[])`

/**
 * `counting(account_id, policy_id, through, owner_id, depth)` of a seller's accounts, as the common tables of a statement that
 * begins with `with recursive`: which policies decide what an account sees, and through whom (section 3; the rule itself is
 * engine/entitlement/policies-that-count.ts, and a law holds the two together). `prefix` keeps two of them apart.
 */
export function countingPolicies(sql: Sql, sellerEntityId: number, { draft = asStored, prefix = '' }: { draft?: EntitlementDraft; prefix?: string } = {}) {
	const name = (table: string) => sql(`${prefix}${table}`)
	const { policy, groupId, account } = draft
	const [policyId, accountId] = [policy?.id ?? null, account?.id ?? null]
	return sql`
		${name('node')} as materialized (
			select a.id, a.parent_id, case when a.id = ${accountId}::bigint then ${account?.stopsInheriting ?? false}::boolean else a.stops_inheriting end as stops
			from account a where a.seller_entity_id = ${sellerEntityId}
		), ${name('in_force')} as materialized (
			select e.id from entitlement_policy e where e.seller_entity_id = ${sellerEntityId} and e.is_active and e.id is distinct from ${policyId}::integer
			union all select ${policyId}::integer where ${policy?.isActive ?? false}::boolean
		), ${name('assigned')}(policy_id, account_id) as (
			select policy_id, account_id from policy_account where policy_id is distinct from ${policyId}::integer and account_id is distinct from ${accountId}::bigint
			union all ${pairs(
				sql,
				draft.policyAccounts,
				(row) => row.policyId,
				(row) => row.accountId,
			)}
		), ${name('granted')}(policy_id, buyer_group_id) as (
			select policy_id, buyer_group_id from policy_buyer_group where policy_id is distinct from ${policyId}::integer and buyer_group_id is distinct from ${groupId}::bigint
			union all ${pairs(
				sql,
				draft.policyGroups,
				(row) => row.policyId,
				(row) => row.groupId,
			)}
		), ${name('member')}(account_id, buyer_group_id) as (
			select account_id, buyer_group_id from buyer_group_member where buyer_group_id is distinct from ${groupId}::bigint and account_id is distinct from ${accountId}::bigint
			union all ${pairs(
				sql,
				draft.members,
				(row) => row.accountId,
				(row) => row.groupId,
			)}
		), ${name('line')} as (
			select n.id as account_id, n.id as node_id, n.parent_id, n.stops, 0 as depth from ${name('node')} n
			union all
			select l.account_id, p.id, p.parent_id, p.stops, l.depth + 1 from ${name('line')} l join ${name('node')} p on p.id = l.parent_id where not l.stops
		), ${name('counting')} as materialized (
			select l.account_id, pa.policy_id::integer as policy_id, case when l.depth = 0 then 'account' else 'ancestor' end as through, l.node_id as owner_id, l.depth
				from ${name('line')} l join ${name('assigned')} pa on pa.account_id = l.node_id join ${name('in_force')} f on f.id = pa.policy_id
			union all
			select n.id, pg.policy_id::integer, 'group', pg.buyer_group_id, 0
				from ${name('node')} n join ${name('member')} m on m.account_id = n.id join ${name('granted')} pg on pg.buyer_group_id = m.buyer_group_id join ${name('in_force')} f on f.id = pg.policy_id
				where not n.stops
		)`
}

export type CountingRow = {
	accountId: number
	policyId: number
	policyCode: string
	policyName: string
	through: 'account' | 'ancestor' | 'group'
	ownerId: number
	ownerName: string
	depth: number
}

/** The policies that count for these accounts, nearest first, with the names of whom they come through. */
export async function readCountingPolicies(sql: Sql, key: { sellerEntityId: number; accountIds: readonly number[] }): Promise<CountingRow[]> {
	return sql<CountingRow[]>`
		with recursive ${countingPolicies(sql, key.sellerEntityId)}
		select c.account_id, c.policy_id, e.code as policy_code, e.name as policy_name, c.through, c.owner_id, coalesce(g.name, a.name) as owner_name, c.depth
		from counting c join entitlement_policy e on e.id = c.policy_id
			left join buyer_group g on c.through = 'group' and g.id = c.owner_id left join account a on c.through <> 'group' and a.id = c.owner_id
		where c.account_id = any(${sql.array([...key.accountIds], 20)}::bigint[])
		order by c.account_id, c.depth, c.through, e.name, c.owner_id`
}

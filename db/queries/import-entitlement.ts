import type { Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type PolicyInput = { code: string; name: string; isActive: boolean; isGuest: boolean; externalKey: string | null }
export type GroupInput = { code: string; name: string; externalKey: string | null }

export async function upsertPolicies(tx: Tx, sellerId: number, rows: readonly PolicyInput[]): Promise<{ code: string; created: boolean }[]> {
	return tx`
		with source as (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(code text, name text, is_active boolean, is_guest boolean, external_key text)
		), made as (
			insert into entitlement_policy (seller_entity_id, code, name, is_active, is_guest, external_key) select ${sellerId}, code, name, is_active, is_guest, external_key from source
			on conflict (seller_entity_id, code) do nothing returning code
		), changed as (
			update entitlement_policy p set name = s.name, is_active = s.is_active, is_guest = s.is_guest from source s
			where p.seller_entity_id = ${sellerId} and p.code = s.code and (p.name, p.is_active, p.is_guest) is distinct from (s.name, s.is_active, s.is_guest) returning p.code
		)
		select code, true as created from made union all select code, false from changed`
}

/** Policies that a product file names: made when they are not there, never changed. */
export async function ensurePolicies(tx: Tx, sellerId: number, codes: readonly string[]): Promise<void> {
	await tx`
		insert into entitlement_policy (seller_entity_id, code, name) select ${sellerId}, code, code from unnest(${tx.array([...codes], 25)}::text[]) as code
		on conflict (seller_entity_id, code) do nothing`
}

export async function upsertGroups(tx: Tx, sellerId: number, rows: readonly GroupInput[]): Promise<{ code: string; created: boolean }[]> {
	return tx`
		with source as (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(code text, name text, external_key text)
		), made as (
			insert into buyer_group (seller_entity_id, code, name, external_key) select ${sellerId}, code, name, external_key from source
			on conflict (seller_entity_id, code) do nothing returning code
		), changed as (
			update buyer_group g set name = s.name from source s where g.seller_entity_id = ${sellerId} and g.code = s.code and g.name <> s.name returning g.code
		)
		select code, true as created from made union all select code, false from changed`
}

export async function insertPolicyProducts(
	tx: Tx,
	sellerId: number,
	rows: readonly { policy: string; sku: string; effect: string }[],
): Promise<{ policy: string; sku: string }[]> {
	return tx`
		with saved as (
			insert into policy_product (policy_id, product_id, effect)
			select distinct on (e.id, p.id) e.id, p.id, r.effect from jsonb_to_recordset(${recordset(tx, rows)}) as r(policy text, sku text, effect text)
			join entitlement_policy e on e.seller_entity_id = ${sellerId} and e.code = r.policy join product p on p.seller_entity_id = ${sellerId} and p.sku = r.sku
			on conflict (policy_id, product_id) do update set effect = excluded.effect where policy_product.effect <> excluded.effect returning policy_id, product_id
		)
		select e.code as policy, p.sku from saved join entitlement_policy e on e.id = saved.policy_id join product p on p.id = saved.product_id`
}

export async function insertPolicyGroups(
	tx: Tx,
	sellerId: number,
	rows: readonly { policy: string; group: string }[],
): Promise<{ policy: string; group: string }[]> {
	return tx`
		with saved as (
			insert into policy_buyer_group (policy_id, buyer_group_id)
			select distinct e.id, g.id from jsonb_to_recordset(${recordset(tx, rows)}) as r(policy text, "group" text)
			join entitlement_policy e on e.seller_entity_id = ${sellerId} and e.code = r.policy join buyer_group g on g.seller_entity_id = ${sellerId} and g.code = r."group"
			on conflict do nothing returning policy_id, buyer_group_id
		)
		select e.code as policy, g.code as group from saved join entitlement_policy e on e.id = saved.policy_id join buyer_group g on g.id = saved.buyer_group_id`
}

export async function insertGroupMembers(
	tx: Tx,
	sellerId: number,
	rows: readonly { group: string; account: string }[],
): Promise<{ group: string; account: string }[]> {
	return tx`
		with saved as (
			insert into buyer_group_member (account_id, buyer_group_id)
			select distinct a.account_id, g.id from jsonb_to_recordset(${recordset(tx, rows)}) as r("group" text, account text)
			join account_by_number a on a.seller_entity_id = ${sellerId} and a.number = r.account join buyer_group g on g.seller_entity_id = ${sellerId} and g.code = r."group"
			on conflict do nothing returning account_id, buyer_group_id
		)
		select g.code as group, a.number as account from saved join account a on a.id = saved.account_id join buyer_group g on g.id = saved.buyer_group_id`
}

export async function knownPolicies(tx: Tx, sellerId: number, codes: readonly string[]): Promise<{ id: number; code: string }[]> {
	return tx`select id, code from entitlement_policy where seller_entity_id = ${sellerId} and code = any(${tx.array([...codes], 25)}::text[])`
}

export async function knownGroups(tx: Tx, sellerId: number, codes: readonly string[]): Promise<{ id: number; code: string }[]> {
	return tx`select id, code from buyer_group where seller_entity_id = ${sellerId} and code = any(${tx.array([...codes], 25)}::text[])`
}

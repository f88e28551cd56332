import type { Sql, Tx } from '../client.server.ts'

export type PromotionWrite = {
	sellerEntityId: number
	code: string
	phase: string
	lane: string
	priority: number
	isGlobalExclusive: boolean
	includesProtected: boolean
	currency: string | null
	couponCode: string | null
	conditions: unknown
	benefit: unknown
	validFrom: Date
	validTo: Date | null
	at: Date
}

/** A new draft. Null: the code is taken. */
export async function insertPromotion(tx: Tx, write: PromotionWrite): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, priority, is_global_exclusive, includes_protected, currency, coupon_code, conditions, benefit, valid_from, valid_to, created_at, updated_at)
		values (${write.sellerEntityId}, ${write.code}, ${write.phase}, ${write.lane}, ${write.priority}, ${write.isGlobalExclusive}, ${write.includesProtected}, ${write.currency}, ${write.couponCode},
			${tx.json(write.conditions as never)}, ${tx.json(write.benefit as never)}, ${write.validFrom}, ${write.validTo}, ${write.at}, ${write.at})
		on conflict (seller_entity_id, code) do nothing returning id`
	return row?.id ?? null
}

/** Writes a locked promotion anew and raises its version. */
export async function updatePromotion(tx: Tx, promotionId: number, write: PromotionWrite): Promise<void> {
	await tx`
		update promotion set code = ${write.code}, phase = ${write.phase}, lane = ${write.lane}, priority = ${write.priority}, is_global_exclusive = ${write.isGlobalExclusive}, includes_protected = ${write.includesProtected},
			currency = ${write.currency}, coupon_code = ${write.couponCode}, conditions = ${tx.json(write.conditions as never)}, benefit = ${tx.json(write.benefit as never)},
			valid_from = ${write.validFrom}, valid_to = ${write.validTo}, version = version + 1, updated_at = ${write.at}
		where id = ${promotionId} and seller_entity_id = ${write.sellerEntityId}`
}

/** Whether another promotion of the seller has this code, or another published one this coupon. */
export async function readTaken(
	tx: Sql,
	key: { sellerEntityId: number; promotionId: number | null; code: string; couponCode: string | null },
): Promise<{ code: boolean; coupon: boolean }> {
	const [row] = await tx<{ code: boolean; coupon: boolean }[]>`
		select exists (select from promotion p where p.seller_entity_id = ${key.sellerEntityId} and p.code = ${key.code} and p.id is distinct from ${key.promotionId}::bigint) as code,
			exists (select from promotion p where p.seller_entity_id = ${key.sellerEntityId} and p.status = 'published' and upper(p.coupon_code) = upper(${key.couponCode}::text) and p.id is distinct from ${key.promotionId}::bigint) as coupon`
	return row ?? { code: false, coupon: false }
}

export type PromotionWords = { locale: string; name: string; description: string | null }

/** Replaces the words of a promotion; a language without a name has none. */
export async function replacePromotionTexts(tx: Tx, promotionId: number, words: readonly PromotionWords[]): Promise<void> {
	const rows = JSON.stringify(words)
	await tx`
		with wish as materialized (
			select * from json_to_recordset(${rows}::text::json) as r(locale text, name text, description text)
		), gone as (
			delete from promotion_text t where t.promotion_id = ${promotionId} and not exists (select from wish where wish.locale = t.locale)
		)
		insert into promotion_text (promotion_id, locale, name, description) select ${promotionId}, locale, name, description from wish
		on conflict (promotion_id, locale) do update set name = excluded.name, description = excluded.description`
}

/** Replaces whom a promotion addresses; nobody named is everybody. */
export async function replacePromotionAudience(
	tx: Tx,
	promotionId: number,
	audience: { groupIds: readonly number[]; accountIds: readonly number[] },
): Promise<void> {
	await tx`
		with wish as materialized (
			select null::bigint as account_id, g as buyer_group_id from unnest(${tx.array([...audience.groupIds], 20)}::bigint[]) g
			union select a, null from unnest(${tx.array([...audience.accountIds], 20)}::bigint[]) a
		), gone as (
			delete from promotion_audience x where x.promotion_id = ${promotionId}
				and not exists (select from wish where (wish.account_id, wish.buyer_group_id) is not distinct from (x.account_id, x.buyer_group_id))
		)
		insert into promotion_audience (promotion_id, account_id, buyer_group_id) select ${promotionId}, account_id, buyer_group_id from wish on conflict do nothing`
}

/** Sets the budget of the whole promotion; without limits there is none. What is reserved and spent stays. */
export async function setPromotionBudget(
	tx: Tx,
	promotionId: number,
	budget: { policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null },
): Promise<void> {
	await tx`
		insert into promotion_budget (promotion_id, policy, limit_minor, limit_uses)
		select ${promotionId}, ${budget.policy}, ${budget.limitMinor}, ${budget.limitUses}
		where ${budget.limitMinor !== null || budget.limitUses !== null}::boolean
			or exists (select from promotion_budget b where b.promotion_id = ${promotionId} and b.account_id is null and b.buyer_group_id is null)
		on conflict (promotion_id, coalesce(account_id, 0), coalesce(buyer_group_id, 0), coalesce(location_id, 0))
		do update set policy = excluded.policy, limit_minor = excluded.limit_minor, limit_uses = excluded.limit_uses`
}

export type OwnBudgetWrite = {
	accountId: number | null
	buyerGroupId: number | null
	locationId: number | null
	policy: 'reject' | 'cap'
	limitMinor: number | null
	limitUses: number | null
}

/** Sets the budgets of single accounts, groups and stores. One that is gone is deleted, or loses its limits when orders have drawn on it. */
export async function replaceOwnBudgets(tx: Tx, promotionId: number, budgets: readonly OwnBudgetWrite[]): Promise<void> {
	await tx`
		with wish as materialized (
			select * from json_to_recordset(${JSON.stringify(budgets)}::text::json) as r("accountId" bigint, "buyerGroupId" bigint, "locationId" bigint, policy text, "limitMinor" bigint, "limitUses" int)
		), gone as materialized (
			select b.id, exists (select from promotion_reservation r where r.budget_id = b.id) as is_drawn from promotion_budget b
			where b.promotion_id = ${promotionId} and (b.account_id is not null or b.buyer_group_id is not null)
				and not exists (select from wish w where (w."accountId", w."buyerGroupId", w."locationId") is not distinct from (b.account_id, b.buyer_group_id, b.location_id))
		), freed as (
			update promotion_budget b set limit_minor = null, limit_uses = null from gone where b.id = gone.id and gone.is_drawn
		), removed as (
			delete from promotion_budget b using gone where b.id = gone.id and not gone.is_drawn
		)
		insert into promotion_budget (promotion_id, account_id, buyer_group_id, location_id, policy, limit_minor, limit_uses)
		select ${promotionId}, "accountId", "buyerGroupId", "locationId", policy, "limitMinor", "limitUses" from wish
		on conflict (promotion_id, coalesce(account_id, 0), coalesce(buyer_group_id, 0), coalesce(location_id, 0))
		do update set policy = excluded.policy, limit_minor = excluded.limit_minor, limit_uses = excluded.limit_uses`
}

export async function setPromotionStatus(tx: Tx, key: { sellerEntityId: number; promotionId: number; status: string; at: Date }): Promise<void> {
	await tx`update promotion set status = ${key.status}, version = version + 1, updated_at = ${key.at} where id = ${key.promotionId} and seller_entity_id = ${key.sellerEntityId}`
}

/** A draft like another promotion, with its words, audience and budgets' limits, under the next free code. Null: no such promotion, or its code has no number left. */
export async function copyPromotion(tx: Tx, key: { sellerEntityId: number; promotionId: number; at: Date }): Promise<{ id: number; code: string } | null> {
	const [row] = await tx<{ id: number; code: string }[]>`
		with original as (
			select p.* from promotion p where p.id = ${key.promotionId} and p.seller_entity_id = ${key.sellerEntityId}
		), free as (
			select left(o.code, 36) || '-' || n as code from original o, generate_series(2, 99) n
			where not exists (select from promotion x where x.seller_entity_id = o.seller_entity_id and x.code = left(o.code, 36) || '-' || n) order by n limit 1
		), made as (
			insert into promotion (seller_entity_id, code, phase, lane, priority, is_global_exclusive, includes_protected, currency, coupon_code, conditions, benefit, valid_from, valid_to, created_at, updated_at)
			select o.seller_entity_id, f.code, o.phase, o.lane, o.priority, o.is_global_exclusive, o.includes_protected, o.currency, o.coupon_code, o.conditions, o.benefit, o.valid_from, o.valid_to, ${key.at}, ${key.at}
			from original o, free f returning id, code
		), words as (
			insert into promotion_text (promotion_id, locale, name, description) select m.id, t.locale, t.name, t.description from made m, promotion_text t where t.promotion_id = ${key.promotionId}
		), audience as (
			insert into promotion_audience (promotion_id, account_id, buyer_group_id) select m.id, a.account_id, a.buyer_group_id from made m, promotion_audience a where a.promotion_id = ${key.promotionId}
		), budgets as (
			insert into promotion_budget (promotion_id, account_id, buyer_group_id, location_id, policy, limit_minor, limit_uses)
			select m.id, b.account_id, b.buyer_group_id, b.location_id, b.policy, b.limit_minor, b.limit_uses from made m, promotion_budget b where b.promotion_id = ${key.promotionId}
		)
		select id, code from made`
	return row ?? null
}

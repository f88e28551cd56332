import type { Sql, Tx } from '../client.server.ts'

export type FeeRow = {
	id: number
	kind: 'handling' | 'small_order'
	names: Record<string, string>
	currency: string
	amountMinor: number
	per: 'order' | 'delivery'
	belowMinor: number | null
	buyerGroupId: number | null
	buyerGroup: string | null
	validFrom: string
	validTo: string | null
}

/** The seller's fees that hold on a day or later, or all; at most 500. */
export async function readFees(
	sql: Sql,
	question: { sellerEntityId: number; search: string; on: string; past: boolean; id: number | null },
): Promise<FeeRow[]> {
	const like = `%${question.search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<FeeRow[]>`
		select f.id, f.kind, f.names, f.currency::text, f.amount_minor, f.per, f.below_minor, f.buyer_group_id, g.name as buyer_group, f.valid_from, f.valid_to
		from fee_rule f left join buyer_group g on g.id = f.buyer_group_id
		where f.seller_entity_id = ${question.sellerEntityId} and (${question.id}::bigint is null or f.id = ${question.id}) and (${question.past}::boolean or f.valid_to is null or f.valid_to > ${question.on}::date)
			and (${question.search} = '' or f.names::text ilike ${like} or g.name ilike ${like} or f.currency ilike ${like})
		order by f.kind, f.currency, f.below_minor, g.name nulls first, f.valid_from, f.id limit 500`
}

export type FeeWriteRow = Omit<FeeRow, 'id' | 'buyerGroup'>

/** Adds a fee, and the unit that fees are counted in where nobody has it yet. Null: no such buyer group of the seller. */
export async function insertFee(tx: Tx, sellerEntityId: number, fee: FeeWriteRow): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		with unit as (insert into unit_of_measure (code, digits) values ('each', 0) on conflict do nothing)
		insert into fee_rule (seller_entity_id, kind, names, currency, amount_minor, per, below_minor, buyer_group_id, valid_from, valid_to)
		select ${sellerEntityId}, ${fee.kind}, ${JSON.stringify(fee.names)}::text::jsonb, ${fee.currency}, ${fee.amountMinor}, ${fee.per}, ${fee.belowMinor}, ${fee.buyerGroupId}, ${fee.validFrom}, ${fee.validTo}
		where ${fee.buyerGroupId}::bigint is null or exists (select from buyer_group g where g.id = ${fee.buyerGroupId} and g.seller_entity_id = ${sellerEntityId}) returning id`
	return row?.id ?? null
}

/** Changes a fee; orders keep their lines. False: no such fee or buyer group of the seller. */
export async function updateFee(tx: Tx, key: { sellerEntityId: number; id: number }, fee: FeeWriteRow): Promise<boolean> {
	const rows = await tx`
		update fee_rule set kind = ${fee.kind}, names = ${JSON.stringify(fee.names)}::text::jsonb, currency = ${fee.currency}, amount_minor = ${fee.amountMinor}, per = ${fee.per}, below_minor = ${fee.belowMinor},
			buyer_group_id = ${fee.buyerGroupId}, valid_from = ${fee.validFrom}, valid_to = ${fee.validTo}
		where id = ${key.id} and seller_entity_id = ${key.sellerEntityId}
			and (${fee.buyerGroupId}::bigint is null or exists (select from buyer_group g where g.id = ${fee.buyerGroupId} and g.seller_entity_id = ${key.sellerEntityId})) returning 1`
	return rows.length > 0
}

export async function deleteFee(tx: Tx, key: { sellerEntityId: number; id: number }): Promise<boolean> {
	const rows = await tx`delete from fee_rule where id = ${key.id} and seller_entity_id = ${key.sellerEntityId} returning 1`
	return rows.length > 0
}

/** Groups of buyers that a fee may be for. */
export async function readFeeGroups(sql: Sql, sellerEntityId: number): Promise<{ id: number; name: string }[]> {
	return sql<{ id: number; name: string }[]>`select id, name from buyer_group where seller_entity_id = ${sellerEntityId} order by name, id`
}

import type { Sql, Tx } from '../client.server.ts'
import { cartInHand } from './cart-hand.ts'

/** Whose lists: her own and those that are shared within the account. */
export type ListReader = { accountId: number; contactId: number }

const isHers = (sql: Sql, { accountId, contactId }: ListReader) => sql`l.account_id = ${accountId} and (l.is_shared or l.owner_contact_id = ${contactId})`

export type ListRow = { id: number; name: string; isShared: boolean; isOwn: boolean; ownerName: string; products: number; changedAt: Date }

/** Lists that are not put away, the last changed first. */
export async function listRequisitions(sql: Sql, reader: ListReader): Promise<ListRow[]> {
	return sql<ListRow[]>`
		select l.id, l.name, l.is_shared, l.owner_contact_id = ${reader.contactId} as is_own, concat_ws(' ', c.first_name, c.last_name) as owner_name, l.changed_at,
			(select count(*)::int from requisition_line n where n.account_id = l.account_id and n.list_id = l.id and n.removed_at is null) as products
		from requisition_list l join contact c on c.account_id = l.account_id and c.id = l.owner_contact_id
		where ${isHers(sql, reader)} and l.archived_at is null order by l.changed_at desc, l.id desc limit 200`
}

export type ListLine = { id: number; productId: number; unitCode: string; quantity: string; pars: { locationId: number; quantity: string }[] }
export type ListDocument = { id: number; name: string; isShared: boolean; isOwn: boolean; ownerName: string; isArchived: boolean; lines: ListLine[] }

/** One list with its lines and the par levels of every store. Null: not there, or somebody's own. */
export async function readRequisition(sql: Sql, reader: ListReader, listId: number): Promise<ListDocument | null> {
	const [row] = await sql<ListDocument[]>`
		select l.id, l.name, l.is_shared, l.owner_contact_id = ${reader.contactId} as is_own, concat_ws(' ', c.first_name, c.last_name) as owner_name, l.archived_at is not null as is_archived,
			coalesce((select json_agg(json_build_object('id', n.id, 'productId', n.product_id, 'unitCode', n.unit_code, 'quantity', trim_scale(n.quantity)::text,
				'pars', coalesce((select json_agg(json_build_object('locationId', p.location_id, 'quantity', trim_scale(p.quantity)::text) order by p.location_id) from requisition_par p
					where p.account_id = n.account_id and p.line_id = n.id), '[]')) order by n.sequence, n.id)
				from requisition_line n where n.account_id = l.account_id and n.list_id = l.id and n.removed_at is null), '[]') as lines
		from requisition_list l join contact c on c.account_id = l.account_id and c.id = l.owner_contact_id
		where ${isHers(sql, reader)} and l.id = ${listId}`
	return row ?? null
}

export async function insertRequisition(tx: Tx, list: ListReader & { name: string; isShared: boolean; at: Date }): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into requisition_list (account_id, name, owner_contact_id, is_shared, created_at, changed_at)
		values (${list.accountId}, ${list.name}, ${list.contactId}, ${list.isShared}, ${list.at}, ${list.at}) returning id`
	return row?.id ?? 0
}

/** Locks a list that she may change and notes that it changed; false: not hers to see. What only its owner may is `owned`. */
export async function touchRequisition(
	tx: Tx,
	reader: ListReader,
	{ listId, at, owned = false }: { listId: number; at: Date; owned?: boolean },
): Promise<boolean> {
	const rows = await tx`
		update requisition_list l set changed_at = ${at} where ${isHers(tx, reader)} and l.id = ${listId} ${owned ? tx`and l.owner_contact_id = ${reader.contactId}` : tx``} returning 1`
	return rows.length === 1
}

type ListKey = { accountId: number; listId: number }

/** Changes what is given, leaves the rest. */
export async function updateRequisition(
	tx: Tx,
	key: ListKey,
	{ name, isShared, archivedAt }: { name?: string; isShared?: boolean; archivedAt?: Date | null },
): Promise<void> {
	await tx`
		update requisition_list set name = coalesce(${name ?? null}, name), is_shared = coalesce(${isShared ?? null}, is_shared),
			archived_at = case when ${archivedAt === undefined} then archived_at else ${archivedAt ?? null}::timestamptz end
		where account_id = ${key.accountId} and id = ${key.listId}`
}

/** Puts products on a list, in the order given; one that is there already keeps its place and takes the new quantity. */
export async function addRequisitionLines(
	tx: Tx,
	{ accountId, listId }: ListKey,
	lines: readonly { productId: number; unitCode: string; quantity: string }[],
): Promise<void> {
	await tx`
		insert into requisition_line (account_id, list_id, product_id, unit_code, quantity, sequence)
		select ${accountId}, ${listId}, w.product_id, w.unit_code, sum(w.quantity::numeric),
			(select coalesce(max(sequence), 0) from requisition_line x where x.account_id = ${accountId} and x.list_id = ${listId}) + row_number() over (order by min(w.ordinal))
		from unnest(${tx.array(
			lines.map(({ productId }) => productId),
			20,
		)}::bigint[], ${tx.array(
			lines.map(({ unitCode }) => unitCode),
			25,
		)}::text[], ${tx.array(
			lines.map(({ quantity }) => quantity),
			25,
		)}::text[]) with ordinality as w(product_id, unit_code, quantity, ordinal)
		group by w.product_id, w.unit_code
		on conflict (account_id, list_id, product_id, unit_code) do update set quantity = excluded.quantity, removed_at = null`
}

/** Takes a line off its list, or puts it back with its par levels. False: no such line on it. */
export async function markRequisitionLine(tx: Tx, { accountId, listId }: ListKey, lineId: number, removedAt: Date | null): Promise<boolean> {
	const rows =
		await tx`update requisition_line set removed_at = ${removedAt} where account_id = ${accountId} and list_id = ${listId} and id = ${lineId} returning 1`
	return rows.length === 1
}

/** Par levels of one store, one for each line that is named; null takes it away. Lines of other lists are left alone. */
export async function saveParLevels(
	tx: Tx,
	{ accountId, listId }: ListKey,
	{ locationId, pars }: { locationId: number; pars: readonly { lineId: number; quantity: string | null }[] },
): Promise<void> {
	await tx`
		with wish as (
			select n.id as line_id, w.quantity::numeric as quantity from unnest(${tx.array(
				pars.map(({ lineId }) => lineId),
				20,
			)}::bigint[], ${tx.array(
				pars.map(({ quantity }) => quantity),
				25,
			)}::text[]) as w(line_id, quantity)
				join requisition_line n on n.account_id = ${accountId} and n.list_id = ${listId} and n.id = w.line_id
		), gone as (
			delete from requisition_par p using wish where p.account_id = ${accountId} and p.line_id = wish.line_id and p.location_id = ${locationId} and wish.quantity is null
		)
		insert into requisition_par (account_id, line_id, location_id, quantity)
		select ${accountId}, line_id, ${locationId}, quantity from wish where quantity is not null
		on conflict (account_id, line_id, location_id) do update set quantity = excluded.quantity`
}

/** What a cart holds, as rows for a list. */
export async function readCartRows(sql: Sql, { accountId, contactId }: ListReader): Promise<{ productId: number; unitCode: string; quantity: string }[]> {
	return sql<{ productId: number; unitCode: string; quantity: string }[]>`
		select l.product_id, l.unit_code, trim_scale(sum(l.quantity))::text as quantity from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'
		where o.account_id = ${accountId} and o.id = ${cartInHand(sql, { accountId, contactId })} and l.product_id is not null
		group by l.product_id, l.unit_code order by min(l.sequence)`
}

/** The same of a placed order. */
export async function readOrderRows(sql: Sql, accountId: number, number: string): Promise<{ productId: number; unitCode: string; quantity: string }[]> {
	return sql<{ productId: number; unitCode: string; quantity: string }[]>`
		select l.product_id, l.unit_code, trim_scale(sum(l.quantity))::text as quantity from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'
		where o.account_id = ${accountId} and o.number = ${number} and o.placed_at is not null and l.product_id is not null
		group by l.product_id, l.unit_code order by min(l.sequence)`
}

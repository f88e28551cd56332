import type { Sql, Tx } from '../client.server.ts'
import type { SendRow } from './send.ts'

export type SendDraft = {
	id: number
	name: string
	kind: SendRow['kind']
	status: SendRow['status']
	content: Record<string, unknown>
	campaignId: number
	listId: number | null
	buyerGroupId: number | null
	sku: string | null
	scheduledAt: Date | null
}

const columns = (sql: Sql) => sql`
	s.id, s.name, s.kind, s.status, s.content, s.campaign_id, s.list_id, s.buyer_group_id, s.scheduled_at, (select g.sku from product g where g.id = s.product_id) as sku`

export async function readSendDraft(sql: Sql, sellerId: number, id: number): Promise<SendDraft | null> {
	const [row] = await sql<SendDraft[]>`select ${columns(sql)} from ma_send s where s.id = ${id} and s.seller_entity_id = ${sellerId}`
	return row ?? null
}

/** Held until the transaction ends: the release of a scheduled send waits, or has happened. */
export async function lockSendDraft(tx: Tx, sellerId: number, id: number): Promise<SendDraft | null> {
	const [row] = await tx<SendDraft[]>`select ${columns(tx)} from ma_send s where s.id = ${id} and s.seller_entity_id = ${sellerId} for update of s`
	return row ?? null
}

type Choice = { id: number; name: string }
export type SendChoices = { campaigns: Choice[]; lists: Choice[]; groups: Choice[] }

/** The source campaigns, lists, segments and buyer groups that a send may be for; one statement. */
export async function readSendChoices(sql: Sql, sellerId: number): Promise<SendChoices> {
	const choices = (source: ReturnType<typeof sql>) =>
		sql`coalesce((select json_agg(json_build_object('id', x.id, 'name', x.name) order by lower(x.name), x.id) from (${source}) x), '[]')`
	const [row] = await sql<SendChoices[]>`
		select ${choices(sql`select id, name from ma_campaign where seller_entity_id = ${sellerId}`)} as campaigns,
			${choices(sql`select id, name from ma_list where seller_entity_id = ${sellerId}`)} as lists,
			${choices(sql`select id, name from buyer_group where seller_entity_id = ${sellerId}`)} as groups`
	return row ?? { campaigns: [], lists: [], groups: [] }
}

/** Null: no such source campaign of the seller. */
export async function insertSend(
	tx: Tx,
	sellerId: number,
	{ name, kind, campaignId, userId, at }: { name: string; kind: SendRow['kind']; campaignId: number; userId: number; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_send (seller_entity_id, campaign_id, name, kind, content, created_by, created_at)
		select ${sellerId}, c.id, ${name}, ${kind}, '{}', ${userId}, ${at} from ma_campaign c where c.id = ${campaignId} and c.seller_entity_id = ${sellerId} returning id`
	return row?.id ?? null
}

export type SendWish = {
	name: string
	campaignId: number
	listId: number | null
	buyerGroupId: number | null
	productId: number | null
	content: Record<string, unknown>
}

/** False: it names a campaign, a list or a group that the seller has not. */
export async function updateSend(tx: Tx, sellerId: number, id: number, wish: SendWish): Promise<boolean> {
	const rows = await tx`
		update ma_send s set name = ${wish.name}, campaign_id = c.id, list_id = ${wish.listId}, buyer_group_id = ${wish.buyerGroupId}, product_id = ${wish.productId}, content = ${tx.json(wish.content as never)}
		from ma_campaign c where s.id = ${id} and c.id = ${wish.campaignId} and c.seller_entity_id = ${sellerId}
			and (${wish.listId}::bigint is null or exists (select from ma_list l where l.id = ${wish.listId} and l.seller_entity_id = ${sellerId}))
			and (${wish.buyerGroupId}::bigint is null or exists (select from buyer_group g where g.id = ${wish.buyerGroupId} and g.seller_entity_id = ${sellerId})) returning 1`
	return rows.length > 0
}

export async function findSendProduct(sql: Sql, sellerId: number, sku: string): Promise<number | null> {
	const [row] = await sql<
		{ id: number }[]
	>`select id from product where seller_entity_id = ${sellerId} and lower(sku) = lower(${sku}) and status = 'active' limit 1`
	return row?.id ?? null
}

/** `scheduledAt` null: it is a draft again. */
export async function updateSchedule(tx: Tx, id: number, scheduledAt: Date | null): Promise<void> {
	await tx`update ma_send set status = case when ${scheduledAt}::timestamptz is null then 'draft' else 'scheduled' end, scheduled_at = ${scheduledAt} where id = ${id}`
}

/** One send whose time has come, held; what another worker holds is left to it. */
export async function claimScheduledSend(tx: Tx, at: Date): Promise<{ id: number; sellerEntityId: number; timeZone: string } | null> {
	const [row] = await tx<{ id: number; sellerEntityId: number; timeZone: string }[]>`
		select s.id, s.seller_entity_id, e.time_zone from ma_send s join seller_entity e on e.id = s.seller_entity_id
		where s.status = 'scheduled' and s.scheduled_at <= ${at} order by s.scheduled_at, s.id limit 1 for update of s skip locked`
	return row ?? null
}

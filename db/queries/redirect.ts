import type { Sql, Tx } from '../client.server.ts'
import { type AssetFilter, type AssetStatus, likeOf } from './form.ts'

export type RedirectRow = {
	id: number
	name: string
	slug: string
	target: string
	status: AssetStatus
	campaignId: number
	campaignName: string
	version: number
	/** Followed at all, and by persons. */
	clicks: number
	confirmed: number
	lastAt: Date | null
}

/** Redirects of a seller, the newest first; one of them when `id` is said. */
export async function listRedirects(
	sql: Sql,
	sellerId: number,
	{ text, status, campaignId, after, limit, id = null }: AssetFilter & { id?: number | null },
): Promise<RedirectRow[]> {
	const like = likeOf(text)
	return sql<RedirectRow[]>`
		select r.id, r.name, r.slug, r.target, r.status, r.campaign_id, m.name as campaign_name, r.version, coalesce(s.clicks, 0)::int as clicks, coalesce(s.confirmed, 0)::int as confirmed, s.last_at
		from ma_redirect r join ma_campaign m on m.id = r.campaign_id
		left join lateral (select count(*) as clicks, count(c.confirmed_at) as confirmed, max(c.confirmed_at) as last_at from ma_redirect_click c where c.redirect_id = r.id) s on true
		where r.seller_entity_id = ${sellerId} and (${id}::bigint is null or r.id = ${id}) and (${after}::bigint is null or r.id < ${after})
			and (${like}::text is null or r.name ilike ${like} or r.slug ilike ${like} or r.target ilike ${like})
			and (case when ${status}::text is not null then r.status = ${status} else ${id}::bigint is not null or r.status <> 'archived' end) and (${campaignId}::bigint is null or r.campaign_id = ${campaignId})
		order by r.id desc limit ${limit}`
}

export type PublicRedirect = { id: number; target: string; sellerName: string }

export async function readPublicRedirect(sql: Sql, slug: string): Promise<PublicRedirect | null> {
	const [row] = await sql<PublicRedirect[]>`
		select r.id, r.target, e.name as seller_name from ma_redirect r join seller_entity e on e.id = r.seller_entity_id where r.slug = ${slug} and r.status = 'published'`
	return row ?? null
}

/** Somebody, or some scanner, follows it. */
export async function insertRedirectClick(sql: Sql, redirectId: number, at: Date): Promise<number> {
	const [row] = await sql<{ id: number }[]>`insert into ma_redirect_click (redirect_id, clicked_at) values (${redirectId}, ${at}) returning id`
	if (!row) throw new Error('A click was not kept')
	return row.id
}

export type ConfirmedClick = { redirectId: number; name: string; target: string; campaignId: number }

/** Confirms a click, once, within a day. */
export async function confirmRedirectClick(
	tx: Tx,
	{ clickId, visitorId, at }: { clickId: number; visitorId: string | null; at: Date },
): Promise<ConfirmedClick | null> {
	const [row] = await tx<ConfirmedClick[]>`
		update ma_redirect_click c set confirmed_at = ${at}, visitor_id = ${visitorId} from ma_redirect r
		where c.id = ${clickId} and r.id = c.redirect_id and c.confirmed_at is null and c.clicked_at > ${at}::timestamptz - interval '1 day'
		returning r.id as redirect_id, r.name, r.target, r.campaign_id`
	return row ?? null
}

/** Whose redirect was followed; null: there is no such click. */
export async function readClickSeller(sql: Sql, clickId: number): Promise<number | null> {
	const [row] = await sql<
		{ sellerId: number }[]
	>`select r.seller_entity_id as seller_id from ma_redirect_click c join ma_redirect r on r.id = c.redirect_id where c.id = ${clickId}`
	return row?.sellerId ?? null
}

export type RedirectWish = { name: string; slug: string; target: string; campaignId: number }

/** Null: another redirect, of any seller, has this address or name. */
export async function insertRedirect(
	tx: Tx,
	{ sellerId, userId, at }: { sellerId: number; userId: number; at: Date },
	{ name, slug, target, campaignId }: RedirectWish,
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_redirect (seller_entity_id, campaign_id, name, slug, target, created_by, created_at, changed_at)
		values (${sellerId}, ${campaignId}, ${name}, ${slug}, ${target}, ${userId}, ${at}, ${at}) on conflict do nothing returning id`
	return row?.id ?? null
}

export async function lockRedirect(tx: Tx, sellerId: number, id: number): Promise<{ status: AssetStatus; version: number } | null> {
	const [row] = await tx<
		{ status: AssetStatus; version: number }[]
	>`select status, version from ma_redirect where id = ${id} and seller_entity_id = ${sellerId} for update`
	return row ?? null
}

/** False: another redirect has this address or name. */
export async function updateRedirect(tx: Tx, id: number, { name, slug, target, campaignId }: RedirectWish, at: Date): Promise<boolean> {
	const rows = await tx`
		update ma_redirect r set name = ${name}, slug = ${slug}, target = ${target}, campaign_id = ${campaignId}, version = version + 1, changed_at = ${at}
		where r.id = ${id} and not exists (select from ma_redirect o where o.id <> r.id and (o.slug = ${slug} or (o.seller_entity_id = r.seller_entity_id and o.name = ${name}))) returning r.id`
	return rows.length > 0
}

export async function updateRedirectStatus(tx: Tx, id: number, status: AssetStatus, at: Date): Promise<void> {
	await tx`update ma_redirect set status = ${status}, version = version + 1, changed_at = ${at} where id = ${id}`
}

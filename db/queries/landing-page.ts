import type { PageDesign } from '../../app/engine/marketing/landing-page.ts'
import type { Sql, Tx } from '../client.server.ts'
import { type AssetFilter, type AssetStatus, likeOf } from './form.ts'

export type PageRow = {
	id: number
	name: string
	slug: string
	status: AssetStatus
	campaignId: number
	campaignName: string
	formName: string | null
	/** Looks by persons, and by how many visitors. */
	views: number
	visitors: number
	changedAt: Date
}

/** Landing pages of a seller, the newest first. */
export async function listPages(sql: Sql, sellerId: number, { text, status, campaignId, after, limit }: AssetFilter): Promise<PageRow[]> {
	const like = likeOf(text)
	return sql<PageRow[]>`
		with shown as (
			select g.id, g.name, g.slug, g.status, g.campaign_id, m.name as campaign_name, f.name as form_name, g.changed_at
			from ma_page g join ma_campaign m on m.id = g.campaign_id left join ma_form f on f.id = g.form_id
			where g.seller_entity_id = ${sellerId} and (${after}::bigint is null or g.id < ${after}) and (${like}::text is null or g.name ilike ${like} or g.slug ilike ${like})
				and (case when ${status}::text is null then g.status <> 'archived' else g.status = ${status} end) and (${campaignId}::bigint is null or g.campaign_id = ${campaignId})
			order by g.id desc limit ${limit}
		), looks as (
			select y.facts ->> 'path' as path, count(*) as views, count(distinct y.visitor_id) as visitors
			from ma_activity y where y.kind = 'page.viewed' and y.facts ->> 'path' in (select '/l/' || slug from shown) group by 1
		)
		select shown.*, coalesce(looks.views, 0)::int as views, coalesce(looks.visitors, 0)::int as visitors from shown left join looks on looks.path = '/l/' || shown.slug order by shown.id desc`
}

export type StoredPage = {
	id: number
	sellerEntityId: number
	campaignId: number
	name: string
	slug: string
	status: AssetStatus
	version: number
	design: PageDesign
	formId: number | null
	sellerName: string
}

/** A landing page of a seller, or the published one at an address. Null: there is none. */
export async function readPage(sql: Sql, where: { sellerId: number; id: number } | { slug: string }): Promise<StoredPage | null> {
	const [row] = await sql<StoredPage[]>`
		select g.id, g.seller_entity_id, g.campaign_id, g.name, g.slug, g.status, g.version, g.design, g.form_id, e.name as seller_name
		from ma_page g join seller_entity e on e.id = g.seller_entity_id
		where ${'slug' in where ? sql`g.slug = ${where.slug} and g.status = 'published'` : sql`g.id = ${where.id} and g.seller_entity_id = ${where.sellerId}`}`
	return row ?? null
}

export async function lockPage(tx: Tx, sellerId: number, id: number): Promise<{ status: AssetStatus; version: number } | null> {
	const [row] = await tx<
		{ status: AssetStatus; version: number }[]
	>`select status, version from ma_page where id = ${id} and seller_entity_id = ${sellerId} for update`
	return row ?? null
}

export type PageWish = { name: string; slug: string; campaignId: number; design: PageDesign; formId: number | null }

/** Null: another page, of any seller, has this address or name. */
export async function insertPage(
	tx: Tx,
	{ sellerId, userId, at }: { sellerId: number; userId: number; at: Date },
	{ name, slug, campaignId, design, formId }: PageWish,
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_page (seller_entity_id, campaign_id, name, slug, design, form_id, created_by, created_at, changed_at)
		values (${sellerId}, ${campaignId}, ${name}, ${slug}, ${tx.json(design as never)}, ${formId}, ${userId}, ${at}, ${at}) on conflict do nothing returning id`
	return row?.id ?? null
}

/** False: another page has this address or name. */
export async function updatePage(
	tx: Tx,
	{ id, status, at }: { id: number; status: AssetStatus; at: Date },
	{ name, slug, campaignId, design, formId }: PageWish,
): Promise<boolean> {
	const rows = await tx`
		update ma_page g set name = ${name}, slug = ${slug}, campaign_id = ${campaignId}, design = ${tx.json(design as never)}, form_id = ${formId}, status = ${status}, version = version + 1, changed_at = ${at}
		where g.id = ${id} and not exists (select from ma_page o where o.id <> g.id and (o.slug = ${slug} or (o.seller_entity_id = g.seller_entity_id and o.name = ${name}))) returning g.id`
	return rows.length > 0
}

export async function updatePageStatus(tx: Tx, id: number, status: AssetStatus, at: Date): Promise<void> {
	await tx`update ma_page set status = ${status}, version = version + 1, changed_at = ${at} where id = ${id}`
}

/** Forms that a page may carry. */
export async function listFormNames(sql: Sql, sellerId: number): Promise<{ id: number; name: string; status: AssetStatus }[]> {
	return sql<
		{ id: number; name: string; status: AssetStatus }[]
	>`select id, name, status from ma_form where seller_entity_id = ${sellerId} and status <> 'archived' order by name`
}

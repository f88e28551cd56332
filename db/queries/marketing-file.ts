import type { Sql, Tx } from '../client.server.ts'
import { type AssetFilter, type AssetStatus, likeOf } from './form.ts'

export type MarketingFileRow = {
	id: number
	name: string
	status: AssetStatus
	fileName: string
	bytes: number
	campaignId: number
	campaignName: string
	title: Record<string, string>
	linkDays: number
	version: number
	fileKey: string
	/** Links given, and how many were used. */
	given: number
	opened: number
	/** Forms that give it. */
	forms: { id: number; name: string }[]
	createdAt: Date
}

/** Files of a seller that forms give, the newest first; one of them when `id` is said. */
export async function listMarketingFiles(
	sql: Sql,
	sellerId: number,
	{ text, status, campaignId, after, limit, id = null }: AssetFilter & { id?: number | null },
): Promise<MarketingFileRow[]> {
	const like = likeOf(text)
	return sql<MarketingFileRow[]>`
		select g.id, g.name, g.status, g.file_name, g.bytes, g.campaign_id, m.name as campaign_name, g.title, g.link_days, g.version, g.file_key, g.created_at, coalesce(s.given, 0)::int as given, coalesce(s.opened, 0)::int as opened,
			coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name) order by f.name) from ma_form f where f.file_id = g.id and f.status <> 'archived'), '[]') as forms
		from ma_file g join ma_campaign m on m.id = g.campaign_id
		left join lateral (select count(*) as given, count(x.opened_at) as opened from ma_file_grant x where x.file_id = g.id) s on true
		where g.seller_entity_id = ${sellerId} and (${id}::bigint is null or g.id = ${id}) and (${after}::bigint is null or g.id < ${after}) and (${like}::text is null or g.name ilike ${like} or g.file_name ilike ${like})
			and (case when ${status}::text is not null then g.status = ${status} else ${id}::bigint is not null or g.status <> 'archived' end) and (${campaignId}::bigint is null or g.campaign_id = ${campaignId})
		order by g.id desc limit ${limit}`
}

export type NewGrant = { fileId: number; prospectId: number; submissionId: number | null; expiresAt: Date; at: Date }

export async function insertFileGrant(tx: Tx, { fileId, prospectId, submissionId, expiresAt, at }: NewGrant): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_file_grant (file_id, prospect_id, submission_id, expires_at, created_at) values (${fileId}, ${prospectId}, ${submissionId}, ${expiresAt}, ${at}) returning id`
	if (!row) throw new Error('A link to a file was not made')
	return row.id
}

export type NewMarketingFile = {
	sellerId: number
	userId: number
	campaignId: number
	name: string
	title: Record<string, string>
	fileKey: string
	fileName: string
	bytes: number
	at: Date
}

/** Null: another file has this name. */
export async function insertMarketingFile(tx: Tx, one: NewMarketingFile): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_file (seller_entity_id, campaign_id, name, title, status, file_key, file_name, bytes, created_by, created_at, changed_at)
		values (${one.sellerId}, ${one.campaignId}, ${one.name}, ${tx.json(one.title)}, 'published', ${one.fileKey}, ${one.fileName}, ${one.bytes}, ${one.userId}, ${one.at}, ${one.at})
		on conflict do nothing returning id`
	return row?.id ?? null
}

export async function lockMarketingFile(tx: Tx, sellerId: number, id: number): Promise<{ status: AssetStatus; version: number } | null> {
	const [row] = await tx<
		{ status: AssetStatus; version: number }[]
	>`select status, version from ma_file where id = ${id} and seller_entity_id = ${sellerId} for update`
	return row ?? null
}

export type MarketingFileWish = { name: string; title: Record<string, string>; campaignId: number; linkDays: number }

/** False: another file has this name. */
export async function updateMarketingFile(tx: Tx, id: number, { name, title, campaignId, linkDays }: MarketingFileWish, at: Date): Promise<boolean> {
	const rows = await tx`
		update ma_file g set name = ${name}, title = ${tx.json(title)}, campaign_id = ${campaignId}, link_days = ${linkDays}, version = version + 1, changed_at = ${at}
		where g.id = ${id} and not exists (select from ma_file o where o.id <> g.id and o.seller_entity_id = g.seller_entity_id and o.name = ${name}) returning g.id`
	return rows.length > 0
}

export async function updateMarketingFileStatus(tx: Tx, id: number, status: AssetStatus, at: Date): Promise<void> {
	await tx`update ma_file set status = ${status}, version = version + 1, changed_at = ${at} where id = ${id}`
}

export type GrantRow = {
	id: number
	prospectId: number
	name: string | null
	email: string | null
	formName: string | null
	createdAt: Date
	expiresAt: Date
	revokedAt: Date | null
	openedAt: Date | null
	opens: number
}

/** Links to a file, the newest first. */
export async function listGrants(sql: Sql, fileId: number, { after, limit }: { after: number | null; limit: number }): Promise<GrantRow[]> {
	return sql<GrantRow[]>`
		select x.id, x.prospect_id, nullif(concat_ws(' ', p.first_name, p.last_name), '') as name, p.email, f.name as form_name, x.created_at, x.expires_at, x.revoked_at, x.opened_at, x.opens
		from ma_file_grant x join ma_prospect p on p.id = x.prospect_id left join ma_form_submission s on s.id = x.submission_id left join ma_form f on f.id = s.form_id
		where x.file_id = ${fileId} and (${after}::bigint is null or x.id < ${after}) order by x.id desc limit ${limit}`
}

/** Takes links to a file back, those named or all; they never open again. */
export async function revokeGrants(tx: Tx, fileId: number, grantIds: readonly number[] | null, at: Date): Promise<void> {
	const named = grantIds === null ? null : tx.array([...grantIds], 20)
	await tx`update ma_file_grant set revoked_at = ${at} where file_id = ${fileId} and revoked_at is null and (${named}::bigint[] is null or id = any(${named}::bigint[]))`
}

export type GivenFileRow = {
	grantId: number
	prospectId: number
	fileId: number
	campaignId: number
	name: string
	title: Record<string, string>
	fileKey: string
	fileName: string
	bytes: number
	sellerName: string
}

/** The file of a link that opens at `at`; null for every other one. */
export async function readGivenFile(sql: Sql, grantId: number, at: Date): Promise<GivenFileRow | null> {
	const [row] = await sql<GivenFileRow[]>`
		select x.id as grant_id, x.prospect_id, g.id as file_id, g.campaign_id, g.name, g.title, g.file_key, g.file_name, g.bytes, e.name as seller_name
		from ma_file_grant x join ma_file g on g.id = x.file_id join seller_entity e on e.id = g.seller_entity_id
		where x.id = ${grantId} and x.revoked_at is null and x.expires_at > ${at} and g.status = 'published'`
	return row ?? null
}

export async function noteOpened(tx: Tx, grantId: number, at: Date): Promise<void> {
	await tx`update ma_file_grant set opens = opens + 1, opened_at = coalesce(opened_at, ${at}) where id = ${grantId}`
}

export type GrantMail = {
	email: string
	firstName: string
	lastName: string
	sellerName: string
	title: Record<string, string>
	expiresAt: Date
	accountId: number | null
	contactId: number | null
	timeZone: string
}

/** What the mail with a link says; null when the link opens no more. */
export async function readGrantMail(sql: Sql, grantId: number): Promise<GrantMail | null> {
	const [row] = await sql<GrantMail[]>`
		select p.email, coalesce(p.first_name, p.email) as first_name, coalesce(p.last_name, '') as last_name, e.name as seller_name, g.title, x.expires_at, c.account_id, p.contact_id, e.time_zone
		from ma_file_grant x join ma_file g on g.id = x.file_id join ma_prospect p on p.id = x.prospect_id join seller_entity e on e.id = g.seller_entity_id
			left join contact c on c.id = p.contact_id
		where x.id = ${grantId} and x.revoked_at is null and p.email is not null`
	return row ?? null
}

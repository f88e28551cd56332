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

import type { FormDesign } from '../../app/engine/marketing/form.ts'
import type { Sql, Tx } from '../client.server.ts'

export type AssetStatus = 'draft' | 'published' | 'archived'
export type AssetFilter = { text: string | null; status: AssetStatus | null; campaignId: number | null; after: number | null; limit: number }

export const likeOf = (text: string | null) => (text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`)

export type FormRow = {
	id: number
	name: string
	slug: string
	status: AssetStatus
	campaignId: number
	campaignName: string
	/** How often it was sent, and by how many. */
	sent: number
	people: number
	lastAt: Date | null
	changedAt: Date
}

/** Forms of a seller, the newest first. */
export async function listForms(sql: Sql, sellerId: number, { text, status, campaignId, after, limit }: AssetFilter): Promise<FormRow[]> {
	const like = likeOf(text)
	return sql<FormRow[]>`
		select f.id, f.name, f.slug, f.status, f.campaign_id, m.name as campaign_name, coalesce(s.sent, 0)::int as sent, coalesce(s.people, 0)::int as people, s.last_at, f.changed_at
		from ma_form f join ma_campaign m on m.id = f.campaign_id
		left join lateral (select count(*) as sent, count(distinct x.prospect_id) as people, max(x.at) as last_at from ma_form_submission x where x.form_id = f.id) s on true
		where f.seller_entity_id = ${sellerId} and (${after}::bigint is null or f.id < ${after}) and (${like}::text is null or f.name ilike ${like} or f.slug ilike ${like})
			and (case when ${status}::text is null then f.status <> 'archived' else f.status = ${status} end) and (${campaignId}::bigint is null or f.campaign_id = ${campaignId})
		order by f.id desc limit ${limit}`
}

export type StoredForm = {
	id: number
	sellerEntityId: number
	campaignId: number
	name: string
	slug: string
	status: AssetStatus
	version: number
	design: FormDesign
	actions: unknown[]
	fileId: number | null
}

/** A form of a seller as it is edited; null: none of this seller's. */
export async function readForm(sql: Sql, sellerId: number, id: number): Promise<StoredForm | null> {
	const [row] = await sql<StoredForm[]>`
		select id, seller_entity_id, campaign_id, name, slug, status, version, design, actions, file_id from ma_form where id = ${id} and seller_entity_id = ${sellerId}`
	return row ?? null
}

export async function lockForm(tx: Tx, sellerId: number, id: number): Promise<StoredForm | null> {
	const [row] = await tx<StoredForm[]>`
		select id, seller_entity_id, campaign_id, name, slug, status, version, design, actions, file_id from ma_form where id = ${id} and seller_entity_id = ${sellerId} for update`
	return row ?? null
}

export type PublicForm = StoredForm & {
	sellerName: string
	timeZone: string
	file: { id: number; title: Record<string, string>; linkDays: number } | null
}

/** A form in front of people, by its address; null: there is none, or it is not published. */
export async function readPublicForm(sql: Sql, where: { slug: string } | { id: number }): Promise<PublicForm | null> {
	const [row] = await sql<PublicForm[]>`
		select f.id, f.seller_entity_id, f.campaign_id, f.name, f.slug, f.status, f.version, f.design, f.actions, f.file_id, e.name as seller_name, e.time_zone,
			case when g.id is not null then json_build_object('id', g.id, 'title', g.title, 'linkDays', g.link_days) end as file
		from ma_form f join seller_entity e on e.id = f.seller_entity_id left join ma_file g on g.id = f.file_id and g.status = 'published'
		where ${'slug' in where ? sql`f.slug = ${where.slug}` : sql`f.id = ${where.id}`} and f.status = 'published'`
	return row ?? null
}

export type FormWish = {
	name: string
	slug: string
	campaignId: number
	design: FormDesign
	actions: readonly unknown[]
	fileId: number | null
}

/** Null: another form, of any seller, has this address or name. */
export async function insertForm(
	tx: Tx,
	{ sellerId, userId, at, status }: { sellerId: number; userId: number; at: Date; status: AssetStatus },
	{ name, slug, campaignId, design, actions, fileId }: FormWish,
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_form (seller_entity_id, campaign_id, name, slug, status, design, actions, file_id, created_by, created_at, changed_at)
		values (${sellerId}, ${campaignId}, ${name}, ${slug}, ${status}, ${tx.json(design as never)}, ${tx.json(actions as never)}, ${fileId}, ${userId}, ${at}, ${at})
		on conflict do nothing returning id`
	return row?.id ?? null
}

/** False: another form has this address or name. */
export async function updateForm(
	tx: Tx,
	{ id, status, at }: { id: number; status: AssetStatus; at: Date },
	{ name, slug, campaignId, design, actions, fileId }: FormWish,
): Promise<boolean> {
	const rows = await tx`
		update ma_form f set name = ${name}, slug = ${slug}, campaign_id = ${campaignId}, design = ${tx.json(design as never)}, actions = ${tx.json(actions as never)}, file_id = ${fileId},
			status = ${status}, version = version + 1, changed_at = ${at}
		where f.id = ${id} and not exists (select from ma_form o where o.id <> f.id and (o.slug = ${slug} or (o.seller_entity_id = f.seller_entity_id and o.name = ${name}))) returning f.id`
	return rows.length > 0
}

export async function updateFormStatus(tx: Tx, id: number, status: AssetStatus, at: Date): Promise<void> {
	await tx`update ma_form set status = ${status}, version = version + 1, changed_at = ${at} where id = ${id}`
}

export type FormChoices = {
	campaigns: { id: number; name: string; isDefault: boolean }[]
	files: { id: number; name: string }[]
}

/** What a form may name: the seller's campaigns and files; one statement. */
export async function readFormChoices(sql: Sql, sellerId: number): Promise<FormChoices> {
	const [row] = await sql<FormChoices[]>`
		select coalesce((select json_agg(json_build_object('id', m.id, 'name', m.name, 'isDefault', m.is_default) order by m.is_default desc, m.id desc) from ma_campaign m where m.seller_entity_id = ${sellerId}), '[]') as campaigns,
			coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name) from ma_file g where g.seller_entity_id = ${sellerId} and g.status = 'published'), '[]') as files`
	return row ?? { campaigns: [], files: [] }
}

/** Which of these are the seller's: a campaign or a file of another house is none. */
export async function ownsChoices(
	sql: Sql,
	sellerId: number,
	{ campaignId, fileId, formId }: { campaignId: number; fileId?: number | null; formId?: number | null },
): Promise<boolean> {
	const [row] = await sql<{ isOwn: boolean }[]>`
		select exists (select from ma_campaign where id = ${campaignId} and seller_entity_id = ${sellerId})
			and (${fileId ?? null}::bigint is null or exists (select from ma_file where id = ${fileId ?? null} and seller_entity_id = ${sellerId}))
			and (${formId ?? null}::bigint is null or exists (select from ma_form where id = ${formId ?? null} and seller_entity_id = ${sellerId})) as is_own`
	return row?.isOwn ?? false
}

/** The campaign of what belongs to no other (sync-core.md A37), made when there is none. */
export async function ensureDefaultCampaign(tx: Tx, sellerId: number, at: Date): Promise<number> {
	const [row] = await tx<{ id: number }[]>`
		with made as (
			insert into ma_campaign (seller_entity_id, name, is_default, created_at)
			select e.id, e.name || ' storefront', true, ${at} from seller_entity e where e.id = ${sellerId} and not exists (select from ma_campaign m where m.seller_entity_id = e.id and m.is_default)
			on conflict do nothing returning id
		)
		select id from ma_campaign where seller_entity_id = ${sellerId} and is_default union all select id from made limit 1`
	if (!row) throw new Error('A storefront has no campaign of its own')
	return row.id
}

export type SubmissionRow = {
	id: number
	prospectId: number
	email: string | null
	name: string | null
	values: Record<string, string>
	locale: string
	origin: string | null
	visitsBefore: number
	at: Date
}

/** What was sent by a form, the newest first. */
export async function listSubmissions(sql: Sql, formId: number, { after, limit }: { after: number | null; limit: number }): Promise<SubmissionRow[]> {
	return sql<SubmissionRow[]>`
		select x.id, x.prospect_id, p.email, nullif(concat_ws(' ', p.first_name, p.last_name), '') as name, x.values, x.locale, x.origin, x.at,
			(select count(*)::int from ma_activity y where y.prospect_id = x.prospect_id and y.kind = 'page.viewed' and y.occurred_at <= x.at) as visits_before
		from ma_form_submission x join ma_prospect p on p.id = x.prospect_id
		where x.form_id = ${formId} and (${after}::bigint is null or x.id < ${after}) order by x.id desc limit ${limit}`
}

export type NewSubmission = {
	formId: number
	key: string
	prospectId: number
	visitorId: string | null
	values: Record<string, string>
	locale: string
	origin: string | null
	at: Date
}

/** Null: it was sent before under this key. */
export async function insertSubmission(tx: Tx, one: NewSubmission): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into ma_form_submission (form_id, key, prospect_id, visitor_id, values, locale, origin, at)
		values (${one.formId}, ${one.key}, ${one.prospectId}, ${one.visitorId}, ${tx.json(one.values)}, ${one.locale}, ${one.origin}, ${one.at}) on conflict (form_id, key) do nothing returning id`
	return row?.id ?? null
}

export async function readSubmissionId(sql: Sql, formId: number, key: string): Promise<number | null> {
	const [row] = await sql<{ id: number }[]>`select id from ma_form_submission where form_id = ${formId} and key = ${key}`
	return row?.id ?? null
}

import type { Sql, Tx } from '../client.server.ts'

export type SourceFilter = { text: string | null; connected: 'yes' | 'no' | null; after: number | null; limit: number }
export type SourceRow = {
	id: number
	name: string
	isDefault: boolean
	startsOn: string | null
	endsOn: string | null
	costMinor: number | null
	currency: string | null
	syncsMembers: boolean
	crmCampaignId: number | null
	crmName: string | null
	/** People who came from it, first touch. */
	people: number
}

const columns = (sql: Sql) => sql`
	c.id, c.name, c.is_default, c.starts_on, c.ends_on, c.cost_minor, c.currency, c.syncs_members, c.crm_campaign_id, g.name as crm_name,
	(select count(*)::int from ma_prospect p where p.source_campaign_id = c.id) as people`

/** Source campaigns, the newest first. */
export async function listSourceCampaigns(sql: Sql, sellerEntityId: number, { text, connected, after, limit }: SourceFilter): Promise<SourceRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<SourceRow[]>`
		select ${columns(sql)} from ma_campaign c left join crm_campaign g on g.id = c.crm_campaign_id
		where c.seller_entity_id = ${sellerEntityId} and (${after}::bigint is null or c.id < ${after}) and (${like}::text is null or c.name ilike ${like} or g.name ilike ${like} or g.code ilike ${like})
			and (${connected}::text is null or (c.crm_campaign_id is not null) = (${connected} = 'yes'))
		order by c.id desc limit ${limit}`
}

/** CRM campaigns that no source campaign is connected with. */
export async function readFreeCampaigns(sql: Sql, sellerEntityId: number): Promise<{ id: number; name: string; code: string }[]> {
	return await sql<{ id: number; name: string; code: string }[]>`
		select o.id, o.name, o.code from crm_campaign o where o.seller_entity_id = ${sellerEntityId} and not exists (select from ma_campaign x where x.crm_campaign_id = o.id) order by lower(o.name), o.id`
}

export type SourceMember = { prospectId: number; name: string; email: string | null; addedAt: Date; isKnown: boolean }
export type SourceDocument = SourceRow & {
	/** CRM campaigns that no source campaign is connected with, and its own. */
	choices: { id: number; name: string; code: string }[]
	members: number
	assets: { forms: number; pages: number; files: number; redirects: number; sends: number }
}

/** One source campaign with what it can be connected with; one statement. Null: none of this seller's. */
export async function readSourceCampaign(sql: Sql, sellerEntityId: number, id: number): Promise<SourceDocument | null> {
	const [row] = await sql<SourceDocument[]>`
		select ${columns(sql)}, (select count(*)::int from ma_campaign_member m where m.campaign_id = c.id) as members,
			coalesce((select json_agg(json_build_object('id', o.id, 'name', o.name, 'code', o.code) order by lower(o.name), o.id) from crm_campaign o where o.seller_entity_id = c.seller_entity_id
				and (o.id = c.crm_campaign_id or not exists (select from ma_campaign x where x.crm_campaign_id = o.id))), '[]') as choices,
			json_build_object('forms', (select count(*) from ma_form f where f.campaign_id = c.id), 'pages', (select count(*) from ma_page f where f.campaign_id = c.id), 'files', (select count(*) from ma_file f where f.campaign_id = c.id),
				'redirects', (select count(*) from ma_redirect f where f.campaign_id = c.id), 'sends', (select count(*) from ma_send f where f.campaign_id = c.id)) as assets
		from ma_campaign c left join crm_campaign g on g.id = c.crm_campaign_id where c.id = ${id} and c.seller_entity_id = ${sellerEntityId}`
	return row ?? null
}

/** Marketing's own members of a source campaign by their number, a page at a time. */
export async function listSourceMembers(
	sql: Sql,
	campaignId: number,
	{ afterId, limit, search }: { afterId: number; limit: number; search: string | null },
): Promise<SourceMember[]> {
	const like = search === null ? null : `%${search.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<SourceMember[]>`
		select p.id as prospect_id, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, '') as name, p.email, m.added_at, num_nonnulls(p.contact_id, p.lead_id) > 0 as is_known
		from ma_campaign_member m join ma_prospect p on p.id = m.prospect_id
		where m.campaign_id = ${campaignId} and p.id > ${afterId} and (${like}::text is null or concat_ws(' ', p.first_name, p.last_name, p.company, p.email) ilike ${like}) order by p.id limit ${limit}`
}

export type LockedSource = { id: number; name: string; crmCampaignId: number | null; syncsMembers: boolean }

export async function lockSourceCampaign(tx: Tx, sellerEntityId: number, id: number): Promise<LockedSource | null> {
	const [row] = await tx<LockedSource[]>`
		select id, name, crm_campaign_id, syncs_members from ma_campaign where id = ${id} and seller_entity_id = ${sellerEntityId} for update`
	return row ?? null
}

/** The CRM campaign with the source campaign that has it already, locked: of two that ask for it one is told. Null: none of this seller's. */
export async function lockForConnection(
	tx: Tx,
	sellerEntityId: number,
	crmCampaignId: number,
): Promise<{ name: string; takenById: number | null; takenBy: string | null } | null> {
	const [row] = await tx<{ name: string; takenById: number | null; takenBy: string | null }[]>`
		select g.name, c.id as taken_by_id, c.name as taken_by from crm_campaign g left join ma_campaign c on c.crm_campaign_id = g.id
		where g.id = ${crmCampaignId} and g.seller_entity_id = ${sellerEntityId} for update of g`
	return row ?? null
}

export async function isSourceNameTaken(tx: Tx, sellerEntityId: number, { id, name }: { id: number | null; name: string }): Promise<boolean> {
	const rows =
		await tx`select 1 from ma_campaign where seller_entity_id = ${sellerEntityId} and lower(name) = lower(${name}) and id is distinct from ${id}::bigint limit 1`
	return rows.length > 0
}

export async function insertSourceCampaign(tx: Tx, sellerEntityId: number, { name, at }: { name: string; at: Date }): Promise<number> {
	const [row] = await tx<{ id: number }[]>`insert into ma_campaign (seller_entity_id, name, created_at) values (${sellerEntityId}, ${name}, ${at}) returning id`
	if (!row) throw new Error('A source campaign was not written')
	return row.id
}

/** What of it a marketer says; an unconnected one has no days and no cost of the CRM's. */
export async function updateSourceCampaign(
	tx: Tx,
	id: number,
	{ name, crmCampaignId, syncsMembers }: { name: string; crmCampaignId: number | null; syncsMembers: boolean },
): Promise<void> {
	await tx`
		update ma_campaign set name = ${name}, crm_campaign_id = ${crmCampaignId}, syncs_members = ${syncsMembers},
			starts_on = case when ${crmCampaignId}::bigint is null then null else starts_on end, ends_on = case when ${crmCampaignId}::bigint is null then null else ends_on end,
			cost_minor = case when ${crmCampaignId}::bigint is null then null else cost_minor end, currency = case when ${crmCampaignId}::bigint is null then null else currency end
		where id = ${id}`
}

/** What was agreed with another CRM campaign says nothing of the next one: the house's own link goes, and is made anew from the connection. */
export async function forgetCampaignLink(tx: Tx, id: number): Promise<void> {
	await tx`
		delete from sync_link l using sync_connection k where k.id = l.connection_id and k.crm_system = 'embedded_crm' and k.ma_system = 'embedded_ma' and l.ma_object = 'source_campaign' and l.ma_id = ${String(id)}`
}

/** Prospects by their addresses join or leave as marketing's members. Answers the addresses that nobody has. */
export async function addSourceMembers(
	tx: Tx,
	{ campaignId, sellerEntityId, emails, at }: { campaignId: number; sellerEntityId: number; emails: readonly string[]; at: Date },
): Promise<string[]> {
	const rows = await tx<{ email: string }[]>`
		with given as (select distinct e as email from unnest(${tx.array([...emails], 25)}::text[]) e),
			found as (select g.email, p.id from given g left join ma_prospect p on p.seller_entity_id = ${sellerEntityId} and lower(p.email) = lower(g.email)),
			added as (insert into ma_campaign_member (campaign_id, prospect_id, added_at) select ${campaignId}, id, ${at} from found where id is not null and not exists (select from found where id is null) on conflict do nothing)
		select email from found where id is null order by 1`
	return rows.map(({ email }) => email)
}

export async function deleteSourceMember(tx: Tx, campaignId: number, prospectId: number): Promise<boolean> {
	return (await tx`delete from ma_campaign_member where campaign_id = ${campaignId} and prospect_id = ${prospectId} returning 1`).length > 0
}

import type { Sql } from '../client.server.ts'
import { type MergeObject, mergeParts } from './merge-parts.ts'
import { likeOf, says } from './said.ts'

export type Twin = {
	id: number
	name: string
	email: string | null
	phone: string | null
	company: string | null
	ownerActive: boolean
	openOpportunity: boolean
	lastActivityAt: string | null
	createdAt: string
}
export type TwinGroup = { key: string; members: Twin[] }

/** Whoever may be somebody twice, and what they have in common: leads and an account's contacts by address, prospects by name and company. Each is an index of its own (0114), asked for in its words. */
const likeness: Readonly<Record<MergeObject, { table: string; key: string; where: string }>> = {
	prospect: {
		table: 'ma_prospect',
		key: `(lower(coalesce(t.first_name || ' ', '') || t.last_name) || '|' || lower(coalesce(t.company, '')))`,
		where: 't.merged_into_id is null and t.last_name is not null',
	},
	lead: { table: 'crm_lead', key: 'lower(t.email)', where: `t.merged_into_id is null and t.email is not null and t.status <> 'converted'` },
	contact: { table: 'contact', key: `(t.account_id::text || ':' || lower(t.email))`, where: 't.merged_into_id is null and t.email is not null' },
}

/** What is shown of one of them, and by what one of several is to stay: `offset 0` and `limit 1` keep these a look-up each of the few on a page, whatever the planner thinks of how many they are. */
const facts = (sql: Sql, object: MergeObject) => {
	if (object === 'contact')
		return sql`
			select t.id, concat_ws(' ', t.first_name, t.last_name) as name, t.email, t.phone, a.name as company, coalesce(u.is_active, false) as owner_active, t.created_at,
				coalesce((select true from crm_opp_contact_role r join crm_opportunity o on o.account_id = r.account_id and o.id = r.opportunity_id where r.account_id = t.account_id and r.contact_id = t.id and o.closed_at is null and o.deleted_at is null limit 1), false) as open_opportunity,
				null::timestamptz as last_activity_at
			from account a left join crm_user u on u.id = a.owner_user_id where a.id = t.account_id offset 0`
	if (object === 'lead')
		return sql`
			select t.id, concat_ws(' ', t.first_name, t.last_name) as name, t.email, t.phone, t.company, coalesce(u.is_active, false) as owner_active, t.created_at, false as open_opportunity, null::timestamptz as last_activity_at
			from (select) one left join crm_user u on u.id = t.owner_user_id offset 0`
	return sql`
		select t.id, concat_ws(' ', t.first_name, t.last_name) as name, t.email, t.phone, t.company, coalesce(u.is_active, false) as owner_active, t.created_at, t.contact_id is not null as open_opportunity, t.last_activity_at
		from (select) one left join crm_user u on u.id = t.assigned_user_id offset 0`
}

type TwinQuestion = { sellerEntityId: number; object: MergeObject; text: string | null; found: readonly number[] | null; after: string | null; limit: number }

/**
 * Groups of two and more, in the order of what they have in common: along its index, as far as the page shows. `found`: who says the text (said.ts), null: so many that
 * they are met on the way. One statement.
 */
export async function listTwins(sql: Sql, { sellerEntityId, object, text, found, after, limit }: TwinQuestion): Promise<TwinGroup[]> {
	const { table, key, where } = likeness[object]
	const [from, likeKey] = [sql.unsafe(`${table} t`) as never, sql.unsafe(key) as never]
	const isOurs = object === 'contact' ? sql`true` : sql`t.seller_entity_id = ${sellerEntityId}`
	// Contacts with an address in common have their account in common too.
	const [of, owner] =
		object === 'contact'
			? [sql`min(t.account_id)`, sql`cross join lateral (select from account a where a.id = c.of and a.seller_entity_id = ${sellerEntityId} offset 0) own`]
			: [sql`0`, sql``]
	const isAsked = found === null ? sql`true` : sql`${likeKey} in (select ${likeKey} from ${from} where t.id = any(${sql.array([...found], 20)}::bigint[]))`
	const isSaid = found === null && text !== null ? sql`bool_or(${says(sql, object, 't', likeOf(text))})` : sql`true`
	return await sql<TwinGroup[]>`
		with common as materialized (
			select c.key from (
				select ${likeKey} as key, ${of} as of from ${from} where ${isOurs} and ${sql.unsafe(where) as never} and (${after}::text is null or ${likeKey} > ${after}) and ${isAsked} group by 1 having count(*) > 1 and ${isSaid}
			) c ${owner} order by c.key limit ${limit}
		)
		select ${likeKey} as key, jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'email', f.email, 'phone', f.phone, 'company', f.company, 'ownerActive', f.owner_active, 'openOpportunity', f.open_opportunity,
			'lastActivityAt', f.last_activity_at, 'createdAt', f.created_at) order by f.id) as members
		from ${from} cross join lateral (${facts(sql, object)}) f where ${isOurs} and ${sql.unsafe(where) as never} and ${likeKey} = any(array(select key from common)) group by 1 order by 1`
}

/** By table, how many rows hang on a person and would go along; one statement. */
export async function countParts(sql: Sql, object: MergeObject, id: number): Promise<{ part: string; count: number }[]> {
	const counts = mergeParts[object].map(
		({ table, columns }) =>
			`select '${table}' as part, count(*)::int as count from "${table}" t where ${columns.map((column) => `t."${column}" = $1`).join(' or ')}`,
	)
	const rows = await sql.unsafe<{ part: string; count: number }[]>(counts.join(' union all '), [id])
	return rows.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
}

export type ShownMerge = {
	id: number
	object: MergeObject | 'account'
	winnerId: number
	loserId: number
	winnerName: string
	loserName: string
	loserMail: string | null
	cause: 'person' | 'sync'
	userName: string | null
	at: Date
	undoneAt: Date | null
	kept: string[] | null
	isFollower: boolean
}

/** Merges of a seller, the newest first; those of accounts only where they are asked for, they have a room of their own. */
export async function listMerges(
	sql: Sql,
	{
		sellerEntityId,
		object,
		text,
		after,
		limit,
	}: { sellerEntityId: number; object: MergeObject | 'account' | null; text: string | null; after: number | null; limit: number },
): Promise<ShownMerge[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<ShownMerge[]>`
		select m.id, m.object, m.winner_id, m.loser_id, m.winner_name, m.loser_name, m.loser_mail, m.cause, u.first_name || ' ' || u.last_name as user_name, m.at, m.undone_at, m.kept, m.caused_by_id is not null as is_follower
		from record_merge m left join crm_user u on u.id = m.by_user_id
		where m.seller_entity_id = ${sellerEntityId} and case when ${object}::text is null then m.object <> 'account' else m.object = ${object} end and (${like}::text is null or concat_ws(' ', m.winner_name, m.loser_name, m.loser_mail) ilike ${like})
			and (${after}::bigint is null or m.id < ${after}) order by m.id desc limit ${limit}`
}

export type ShownProposal = {
	id: number
	side: 'crm' | 'ma'
	object: string
	reason: 'MA_MERGED' | 'CRM_MERGED' | 'MAIL_TAKEN'
	winnerId: string
	loserId: string
	winnerName: string | null
	loserName: string | null
	isOurs: boolean
	at: Date
}

/** What one side merged and the other has still apart, and who was given the address of another: accounts for themselves, as others may look at them. Of our own records both must be there. */
export async function listProposals(sql: Sql, sellerEntityId: number, { accounts, limit }: { accounts: boolean; limit: number }): Promise<ShownProposal[]> {
	const isOurs = sql`(case p.side when 'crm' then c.crm_system else c.ma_system end in ('embedded_crm', 'embedded_ma') and p.object in ('contact', 'lead', 'prospect', 'account'))`
	const nameOf = (id: 'winner_id' | 'loser_id') => sql`
		case when not ${isOurs} then null when p.object = 'contact' then (select concat_ws(' ', k.first_name, k.last_name) from contact k where k.id = p.${sql(id)}::bigint)
			when p.object = 'lead' then (select concat_ws(' ', k.first_name, k.last_name) from crm_lead k where k.id = p.${sql(id)}::bigint)
			when p.object = 'prospect' then (select coalesce(nullif(concat_ws(' ', k.first_name, k.last_name), ''), k.email, k.id::text) from ma_prospect k where k.id = p.${sql(id)}::bigint)
			else (select a.name from account a where a.id = p.${sql(id)}::bigint) end`
	return await sql<ShownProposal[]>`
		select p.id, p.side, p.object, p.reason, p.winner_id, p.loser_id, ${nameOf('winner_id')} as winner_name, ${nameOf('loser_id')} as loser_name, ${isOurs} as is_ours, p.at
		from merge_proposal p join sync_connection c on c.id = p.connection_id where p.seller_entity_id = ${sellerEntityId} and p.state = 'open' and (p.object = 'account' and ${isOurs}) = ${accounts}
			and (not ${isOurs} or (${nameOf('winner_id')} is not null and ${nameOf('loser_id')} is not null)) order by p.id desc limit ${limit}`
}

/** False: none of this seller's that is open. */
export async function dismissProposal(
	sql: Sql,
	{ sellerEntityId, id, userId, at }: { sellerEntityId: number; id: number; userId: number; at: Date },
): Promise<boolean> {
	const rows = await sql`
		update merge_proposal set state = 'dismissed', settled_at = ${at}, settled_by_user_id = ${userId} where id = ${id} and seller_entity_id = ${sellerEntityId} and state = 'open' returning 1`
	return rows.length > 0
}

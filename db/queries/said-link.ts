import type { Sql } from '../client.server.ts'
import { find, likeOf, MOST_FOUND, says } from './said.ts'

type Fragment = ReturnType<Sql>

/** Whether the link `l`, with whoever it joins (`linkNames`), says it: by name, address or number of whom it is about, or by an id, which is said as a whole. */
export function linkSays(sql: Sql, text: string): Fragment {
	const like = likeOf(text)
	const people = [
		says(sql, 'contact', 'k', like),
		says(sql, 'lead', 'd', like),
		says(sql, 'prospect', 'p', like),
		says(sql, 'contact', 'ck', like),
		says(sql, 'lead', 'cl', like),
	]
	return sql`(${people.reduce((all, one) => sql`${all} or ${one}`)} or ${says(sql, 'account', 'ac', like)} or g.name ilike ${like} or op.name ilike ${like} or cg.name ilike ${like} or l.crm_id = ${text} or l.ma_id = ${text})`
}

/** Links of a connection by what `linkSays` looks at, from the other end: whoever says it, and the links that join her. Null: more than `most` say it; their links are met by walking. One statement. */
export function findLinks(
	sql: Sql,
	{ connectionId, text, most = MOST_FOUND }: { connectionId: number; text: string; most?: number },
): Promise<number[] | null> {
	const like = likeOf(text)
	const of = sql`l.connection_id = ${connectionId}`
	const said = {
		prospect: sql`select t.id from ma_prospect t where ${says(sql, 'prospect', 't', like)} limit ${most + 1}`,
		contact: sql`select t.id, t.account_id from contact t where ${says(sql, 'contact', 't', like)} limit ${most + 1}`,
		lead: sql`select t.id from crm_lead t where ${says(sql, 'lead', 't', like)} limit ${most + 1}`,
		account: sql`select t.id from account t where ${says(sql, 'account', 't', like)} limit ${most + 1}`,
	}
	const joined = (from: Fragment, side: 'crm' | 'ma', system: string, objects: readonly string[]): Fragment => sql`
		select l.id from ${from} join sync_connection c on c.id = ${connectionId} and c.${sql(`${side}_system`)} = ${system}
			join sync_link l on ${of} and l.${sql(`${side}_object`)} = any(${sql.array([...objects], 25)}::text[]) and l.${sql(`${side}_id`)} = t.id::text`
	const shared = (object: string, from: Fragment) => joined(from, 'ma', 'embedded_ma', [object])
	const named = (table: string, object: string) => shared(object, sql`(select t.id from ${sql(table)} t where t.name ilike ${like}) t`)
	const inCampaign = (object: string) => shared(object, sql`crm_campaign g join ${sql(`crm_${object}`)} t on g.name ilike ${like} and t.campaign_id = g.id`)
	const hanging = (person: 'contact' | 'lead', object: string, table: string) =>
		shared(object, sql`(select k.id from (${said[person]}) s join ${sql(table)} k on k.${sql(`${person}_id`)} = s.id) t`)
	return find(
		sql,
		[
			// Only counted: what is joined below is whole when none of these is more than is looked up.
			...Object.values(said).map((hits): Fragment => sql`select null::bigint as id from (${hits}) t`),
			sql`select l.id from sync_link l where ${of} and l.crm_object in (select crm_object from sync_object_map where connection_id = ${connectionId}) and l.crm_id = ${text}`,
			sql`select l.id from sync_link l where ${of} and l.ma_object in (select ma_object from sync_object_map where connection_id = ${connectionId}) and l.ma_id = ${text}`,
			shared('prospect', sql`(${said.prospect}) t`),
			...(['contact', 'lead'] as const).flatMap((person) => [
				joined(sql`(${said[person]}) t`, 'crm', 'embedded_crm', [person]),
				joined(sql`(${said[person]}) t`, 'ma', 'embedded_crm', [person]),
				hanging(person, 'campaign_member', 'crm_campaign_member'),
				hanging(person, 'task', 'crm_task'),
			]),
			...[hanging('contact', 'contact_role', 'crm_opp_contact_role'), hanging('contact', 'support_case', 'support_case')],
			joined(sql`(${said.account}) t`, 'ma', 'embedded_ma', ['account', 'person_account']),
			...[named('ma_campaign', 'source_campaign'), named('crm_opportunity', 'opportunity'), named('crm_campaign', 'campaign')],
			...[inCampaign('campaign_member'), inCampaign('campaign_status')],
		],
		most,
	)
}
